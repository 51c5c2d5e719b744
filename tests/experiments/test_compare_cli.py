"""``khingan compare`` and ``khingan sensitivity`` on the tiny scenario: what is printed, written and refused."""

from __future__ import annotations

import csv
import json
import os
import sys
from pathlib import Path

import pytest

from khingan.cli.main import main


@pytest.fixture(autouse=True)
def in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


WHAT_IF = """title = "Stronger"
question = "What if the attackers were a tenth stronger?"
description = "A tenth more."
claims = ["assumption"]

[parameters]
strength_scale_0 = 1.1
"""


@pytest.fixture
def stronger(tmp_path: Path) -> str:
    (tmp_path / "stronger.toml").write_text(WHAT_IF, encoding="utf-8")
    return "stronger.toml"


def compare(folder: Path, *words: str) -> int:
    return main(["compare", "--scenario", str(folder), *words])


def sensitivity(folder: Path, *words: str) -> int:
    return main(["sensitivity", str(folder), *words])


def test_one_world_is_a_row_a_measure(
    tiny_folder: Path, stronger: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        compare(tiny_folder, "none", stronger, "-n", "6", "--measure", "killed", "--measure", "blue_killed")
        == 0
    )
    text = capsys.readouterr().out
    assert "killed" in text
    assert "blue_killed" in text
    assert "reduction" in text
    assert "100% of the campaigns come out differently" in text


def test_json_and_files_hold_the_same(
    tiny_folder: Path, stronger: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib")
    files = ["--csv", "a.csv", "--pairs", "b.csv", "--sheet", "c.md", "--png", "d.png"]
    assert compare(tiny_folder, "documented", stronger, "-n", "4", "--json", *files) == 0
    document = json.loads(capsys.readouterr().out)
    assert sorted(os.listdir(tmp_path)) == ["a.csv", "b.csv", "c.md", "d.png", "stronger.toml"]
    with Path("a.csv").open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert [float(r["difference"]) for r in rows] == [e["difference"] for e in document["effects"]]
    assert document["worlds"][0] | {"name": ""} == {
        "name": "", "overlays": ["stronger"], "paired": True, "why_unpaired": None, "pairs": 4,
    }  # fmt: skip
    with Path("b.csv").open(newline="", encoding="utf-8") as handle:
        assert len(list(csv.DictReader(handle))) == 4 * 4


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["none", "no_such"], "neither a what-if nor the folder of a run"),
        (["none", "./no/such"], "no/such"),
        (["none", "."], "is no run that khingan wrote"),
        (["none", "stronger.toml", "-n", "0"], "greater than or equal to 2"),
        (["none", "stronger.toml", "-n", "-4"], "greater than or equal to 2"),
        (["none", "stronger.toml", "--seed", "-1"], "greater than or equal to 0"),
        (["none", "stronger.toml", "--measure", "red_kiled"], "did you mean red_killed"),
        (["none", "stronger.toml", "--measure", "captured_h:nowhere"], "there is no such place"),
        (["none", "stronger.toml", "--uncertainty", "dice"], "no such kind of uncertainty"),
        (["none", "stronger.toml", "--csv", "a.txt"], "a name ending in .csv"),
        (["none", "stronger.toml", "--png", "a.jpg"], "a name ending in .png"),
        (["none", "stronger.toml", "--sheet", "missing/a.md"], "the folder of the file is missing"),
        (["none"], "Missing argument"),
    ],
)
def test_bad_comparison_ends_with_2_and_leaves_nothing(
    tiny_folder: Path,
    stronger: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    message: str,
) -> None:
    assert compare(tiny_folder, *words) == 2
    error = capsys.readouterr().err
    assert message in " ".join(error.replace("│", " ").split())
    assert "Traceback" not in error
    assert os.listdir(tmp_path) == ["stronger.toml"]


@pytest.mark.parametrize("method", ["morris", "sobol", "oat"])
def test_every_method_tells_cost_table_and_figure(
    tiny_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], method: str
) -> None:
    pytest.importorskip("matplotlib")
    words = [
        "--method",
        method,
        "-n",
        "4",
        "--parameters",
        "z_base,campaign_intensity",
        "--measure",
        "killed",
    ]
    files = ["--csv", "a.csv", "--png", "b.png", "--sheet", "c.md"]
    assert sensitivity(tiny_folder, *words, *files) == 0
    told = capsys.readouterr()
    cost = {"morris": 16, "sobol": 20, "oat": 20}[method]
    assert f"{method}: 2 factors, n = 4: {cost} campaigns" in told.err
    assert "campaign_intensity" in told.out
    with Path("a.csv").open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    luck = set() if method == "oat" else {"luck"}
    assert {row["factor"] for row in rows} == {"z_base", "campaign_intensity"} | luck
    assert Path("b.png").read_bytes().startswith(b"\x89PNG")
    assert "`campaign_intensity`" in Path("c.md").read_text(encoding="utf-8")


def test_groups_as_json(tiny_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["-n", "2", "--groups", "section", "--parameters", "rail,weather,x_tanks", "--measure", "killed"]
    assert sensitivity(tiny_folder, *words, "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["campaigns"] == 2 * 5
    rows = {row["factor"]: row for row in document["indices"]}
    assert set(rows) == {"rail", "weather", "combat", "luck"}
    assert rows["rail"]["factors"] > 1
    assert rows["combat"]["factors"] == 1


def test_dry_run_tells_the_cost_and_ends(tiny_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sensitivity(tiny_folder, "--method", "sobol", "-n", "4096", "--dry-run") == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "n = 4096" in told.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-n", "0"], "2 or more"),
        (["-n", "-1"], "2 or more"),
        (["--method", "sobel"], "did you mean sobol"),
        (["--method", "sobol", "-n", "100"], "a power of two"),
        (["--method", "sobol", "-n", "4096"], "the design costs"),
        (["--parameters", "x_tnks"], "did you mean x_tanks"),
        (["--parameters", "x_tanks", "--measure", "red_kiled"], "did you mean red_killed"),
        (["--groups", "words"], "did you mean word"),
        (["--what-if", "no_such"], "there is no such what-if"),
        (["--png", "a.jpg"], "a name ending in .png"),
    ],
)
def test_bad_analysis_ends_with_2_and_leaves_nothing(
    tiny_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    assert sensitivity(tiny_folder, *words) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
    assert os.listdir(tmp_path) == []


def test_missing_salib_is_told_before_the_work(
    tiny_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "SALib", None)
    assert sensitivity(tiny_folder) == 2
    assert "khingan[analysis]" in capsys.readouterr().err
