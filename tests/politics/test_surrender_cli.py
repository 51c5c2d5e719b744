"""``khingan surrender``: schools and courses of events, text, JSON and figure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from khingan.cli.main import main
from khingan.errors import SystemFault
from khingan.experiments.surrender import _estimate
from khingan.scenario import Scenario

FEW = ("-n", "100", "--numbers", "2")


@pytest.fixture(autouse=True)
def few_campaigns(monkeypatch: pytest.MonkeyPatch) -> None:
    from khingan.cli import surrender

    monkeypatch.setattr(surrender, "COURSES", 2)
    monkeypatch.setattr(surrender, "COURSE_DAYS", 20)


def test_json_answers_for_every_school_and_course(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["surrender", "--school", "all", *FEW, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert len(document["schools"]) == 5
    assert len(document["answers"]) == 5 * 7
    for answer in document["answers"]:
        for chance in answer["announced_by"].values():
            assert 0.0 <= chance["low"] <= chance["high"] <= 1.0
            assert 0.0 <= chance["value"] <= 1.0
        chances = [chance["value"] for chance in answer["announced_by"].values()]
        assert chances == sorted(chances)
    assert len(document["pairs"]) == 10
    assert not any(pair["separated_by_the_record"] for pair in document["pairs"])


def test_one_school_and_one_what_if(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["surrender", "--school", "wilson", "--what-if", "no_bombs", *FEW]) == 0
    text = capsys.readouterr().out
    assert "No atomic bombs" in text
    assert "No Soviet entry" not in text
    assert "true by construction" in " ".join(text.split())
    assert "…" not in text


def test_nothing_is_cut_off_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["surrender", *FEW]) == 0
    assert "…" not in capsys.readouterr().out


def test_the_same_seed_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for _ in range(2):
        assert main(["surrender", "--school", "hasegawa", "--what-if", "one_bomb", *FEW, "--json"]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]


def test_without_an_entry_nobody_dies_in_the_theatre(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["surrender", "--school", "mixture", "--what-if", "no_soviet_entry", *FEW, "--json"]) == 0
    documented, bare = json.loads(capsys.readouterr().out)["answers"]
    assert all(dead["high"] == 0.0 for dead in bare["dead_until_order"].values())
    assert all(dead["value"] > 0.0 for dead in documented["dead_until_order"].values())


def test_the_figure_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "curves.png"
    words = ["--school", "mixture", "--what-if", "no_bombs", *FEW, "--png", str(file)]
    assert main(["surrender", *words]) == 0
    assert file.read_bytes().startswith(b"\x89PNG")
    assert "Figure" in capsys.readouterr().out


def test_an_unknown_what_if_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["surrender", "--what-if", "three_bombs", *FEW]) == 2
    assert "there is no such what-if" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["no_ceasefire", "fight_to_the_end", "dated_ceasefire"])
def test_a_what_if_without_a_decision_is_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["surrender", "--what-if", name, *FEW]) == 2
    told = capsys.readouterr()
    assert "nothing to decide" in told.err
    assert f"what_if/{name}.toml" in told.err
    assert told.out == ""


def test_a_what_if_of_a_school_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('title = "Mine"\nschool = "wilson"\n', encoding="utf-8")
    assert main(["surrender", "--what-if", str(file), *FEW]) == 2
    assert "--school" in capsys.readouterr().err


def _school(scenario: Scenario, file: Path, old: str = "", new: str = "") -> str:
    text = (scenario.path / "schools" / "mixture.toml").read_text(encoding="utf-8")
    file.write_text("\n".join(new if old and x.startswith(old) else x for x in text.splitlines()), "utf-8")
    return str(file)


def test_a_school_that_was_not_conditioned_is_refused(
    scenario: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = _school(scenario, tmp_path / "mine.toml", "scale = ", "scale = 1.0")
    assert main(["surrender", "--school", mine, "--what-if", "no_bombs", *FEW]) == 2
    told = capsys.readouterr()
    assert "tools/condition_schools.py" in told.err
    assert mine in told.err
    assert told.out == ""


def test_a_school_outside_is_asked_beside_all_others(
    scenario: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = _school(scenario, tmp_path / "mine.toml")
    words = ["--school", "all", "--school", mine, "--what-if", "no_bombs", "-n", "100", "--numbers", "0"]
    assert main(["surrender", *words, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert list(document["schools"])[-1] == "mine"
    assert len(document["schools"]) == 6


def test_two_schools_of_one_name_are_refused(
    scenario: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = _school(scenario, tmp_path / "mixture.toml")
    assert main(["surrender", "--school", "all", "--school", mine, *FEW]) == 2
    told = capsys.readouterr().err
    assert "two schools are called mixture" in told
    assert mine in told


def test_a_fault_of_a_school_outside_names_its_path(
    scenario: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = _school(scenario, tmp_path / "mine.toml", "scale = ", "scale = -1.0")
    assert main(["surrender", "--school", mine, *FEW]) == 2
    assert mine in capsys.readouterr().err


@pytest.mark.parametrize("name", ["curves.pdf", "curves", "missing/curves.png"])
def test_a_figure_that_cannot_be_written_is_told_before_the_work(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from khingan.cli import surrender

    monkeypatch.setattr(surrender, "_ask", lambda *_: pytest.fail("computed"))
    assert main(["surrender", *FEW, "--png", str(tmp_path / name)]) == 2
    assert "--png" in capsys.readouterr().err


def test_the_tables_are_printed_even_if_the_figure_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from khingan.report import surrender

    def fail(*_: object) -> None:
        raise SystemFault("the disk is full")

    monkeypatch.setattr(surrender, "draw_survival", fail)
    words = ["--school", "mixture", "--what-if", "no_bombs", *FEW, "--png", str(tmp_path / "a.png")]
    assert main(["surrender", *words]) != 0
    assert "No atomic bombs" in capsys.readouterr().out


def test_an_interval_is_that_of_the_drawn_numbers_alone() -> None:
    found = _estimate(0.9, [0.1, 0.2, 0.3])
    assert found.value == 0.9
    assert found.high < 0.9


def test_a_what_if_of_the_campaign_is_fought_anew(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--school", "wilson", "--what-if", "first_rate_kwantung", "--what-if", "one_bomb"]
    assert main(["surrender", *words, *FEW, "--json"]) == 0
    documented, other, bomb = (a["dead_until_order"] for a in json.loads(capsys.readouterr().out)["answers"])
    # The school gives no weight to the second bomb; the order comes at the same hour.
    assert bomb["soviet"]["value"] == documented["soviet"]["value"]
    assert other["soviet"]["value"] > documented["soviet"]["value"]
