"""Bad schools: one clear message, exit code 2, nothing run; a new school is a new file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from khingan.cli.main import main
from khingan.politics import schools
from khingan.scenario import Scenario, check, load

GOOD = "mixture"


@pytest.fixture
def folder(scenario: Scenario, tmp_path: Path) -> Path:
    shutil.copytree(scenario.path, tmp_path / "copy")
    return tmp_path / "copy"


def _spoil(folder: Path, old: str, new: str) -> None:
    file = folder / "schools" / f"{GOOD}.toml"
    lines = file.read_text(encoding="utf-8").splitlines()
    changed = [new if line.startswith(old) else line for line in lines]
    assert changed != lines
    file.write_text("\n".join(line for line in changed if line) + "\n", encoding="utf-8")


WEIGHT = '{ value = 0.3, low = 0.1, high = 0.5, unit = "throne", claim = "assumption" }'
FAULTS = [
    ("suzuki", "", "thresholds.suzuki: the member is missing"),
    ("suzuki", f"suzuky = {WEIGHT}", "did you mean suzuki?"),
    ("blockade", "", "weights.blockade: the shock is missing"),
    ("blockade", f"blokade = {WEIGHT}", "weights.blokade: the shock is unknown"),
    (
        "suzuki",
        f"suzuki = {WEIGHT.replace('0.3', '30')}",
        "thresholds.suzuki.value: the number is out of range",
    ),
    ("suzuki", f"suzuki = {WEIGHT.replace('0.3', '0.6')}", "the value lies outside its own range"),
    ("suzuki", f"suzuki = {WEIGHT.replace('throne', 'kg')}", "the unit is unknown"),
    ("suzuki", "suzuki = 0.8", "the number is not complete"),
    ("scale", "scale = -1.0", "scale: the number is out of range"),
    ("scale", "", "scale: the number is missing"),
    ("claim", "claim = 'P999'", "claim: the claim is not known"),
    (
        "suzuki",
        f"suzuki = {WEIGHT.replace('assumption', 'P0011')}",
        "thresholds.suzuki.claim: the claim is not known",
    ),
    ("title", "titel = 'x'", "titel: the key is unknown"),
    ("title", "title = ", "the school cannot be read"),
]


@pytest.mark.parametrize(("old", "new", "message"), FAULTS)
def test_a_bad_school_is_told_and_nothing_is_run(
    folder: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, message: str
) -> None:
    _spoil(folder, old, new)
    assert main(["surrender", str(folder), "--school", GOOD]) == 2
    told = capsys.readouterr()
    assert message in told.err
    assert f"schools/{GOOD}.toml" in told.err
    assert "Traceback" not in told.err
    assert told.out == ""
    # The check of the scenario finds it as well.
    assert any(message in str(problem) for problem in check(folder))


def test_an_unknown_school_is_told_with_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["surrender", "--school", "wilsen"]) == 2
    told = capsys.readouterr().err
    assert "there is no such school" in told
    assert "did you mean wilson?" in told
    assert "traditionalist" in told


def test_an_unknown_school_in_the_settings_is_told(folder: Path) -> None:
    file = folder / "scenario.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('school = "mixture"', 'school = "nobody"'), encoding="utf-8")
    assert any("politics.school" in str(problem) for problem in check(folder))


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("window = [1945-08-10", "window = [1945-07-10", "window"),
        ("offer = [1945-08-09, 1945-08-10]", "offer = [1945-08-09, 1946-01-10]", "offer"),
        ("1945-11-01]", "1946-11-01]", "by"),
    ],
)
def test_dates_outside_of_the_sessions_are_told(folder: Path, old: str, new: str, key: str) -> None:
    file = folder / "scenario.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    (problem,) = check(folder)
    assert problem.field == f"politics.{key}"
    assert "1945-07-27 to 1945-12-31" in str(problem)


def test_a_scenario_without_council_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "scenario.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("[politics]")], encoding="utf-8")
    exogenous = folder / "exogenous.csv"
    text = exogenous.read_text(encoding="utf-8")
    exogenous.write_text(text.replace("switch,2,mode", "switch,1,mode"), encoding="utf-8")
    assert main(["surrender", str(folder)]) == 2
    assert "the scenario has no council" in capsys.readouterr().err


def test_a_cease_fire_by_nobody_is_told(folder: Path) -> None:
    file = folder / "scenario.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("[politics]")], encoding="utf-8")
    exogenous = folder / "exogenous.csv"
    text = exogenous.read_text(encoding="utf-8")
    exogenous.write_text(text.replace("switch,1,mode", "switch,2,mode"), encoding="utf-8")
    assert any("nobody decides" in str(problem) for problem in check(folder))


def test_a_new_school_is_a_new_file(folder: Path) -> None:
    file = folder / "schools" / f"{GOOD}.toml"
    shutil.copy(file, folder / "schools" / "sixth.toml")
    copy = load(folder)
    assert "sixth" in schools.names(copy.path)
    sixth, old = schools.find(copy, "sixth"), schools.find(copy, GOOD)
    assert (sixth.weights, sixth.thresholds) == (old.weights, old.thresholds)


def test_a_what_if_takes_shocks_away_and_leaves_the_schools_sound() -> None:
    bare = load("manchuria-1945", what_if=("no_bombs_no_entry",))
    assert schools.find(bare, GOOD).weights.keys() == set(schools.causes(bare))


def test_every_number_of_a_school_has_a_claim_that_exists_or_is_an_assumption(scenario: Scenario) -> None:
    text = (scenario.path / "claims.csv").read_text(encoding="utf-8")
    known = {line.split(",")[0] for line in text.splitlines()} | {"assumption"}
    for name in schools.names(scenario.path):
        school = schools.find(scenario, name)
        numbers = [*school.weights.values(), *school.thresholds.values()]
        assert {school.claim, *(number.claim for number in numbers)} <= known


def _decided(tmp_path: Path, text: str = "") -> str:
    file = tmp_path / "decided.toml"
    file.write_text('title = "Decided"\n' + text + "[exogenous]\nceasefire = 2\n", encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("name", ["no_soviet_entry", "entry_in_september"])
def test_a_campaign_that_does_not_begin_is_not_fought(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["run", "--what-if", name, "--what-if", _decided(tmp_path), "--out", "out"]) == 2
    assert "khingan surrender" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_what_if_names_the_school_of_the_campaign(tmp_path: Path) -> None:
    from khingan.scenario.compile.council import politics_arrays

    worlds = [
        politics_arrays(load("manchuria-1945", what_if=(_decided(tmp_path, f'school = "{name}"\n'),)))
        for name in ("wilson", "traditionalist")
    ]
    shocks = [row["shock_id"] for row in load("manchuria-1945").tables["shocks"]]
    bomb = shocks.index("bomb_1")
    assert worlds[0]["pull"][0, bomb] == 0.0
    assert worlds[1]["pull"][0, bomb] > 0.0


def test_a_what_if_with_an_unknown_school_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = _decided(tmp_path, 'school = "wilsen"\n')
    assert main(["run", "--what-if", file, "--out", str(tmp_path / "out")]) == 2
    assert "there is no such school" in capsys.readouterr().err
