"""``khingan ablate`` on the tiny scenario."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from khingan.cli.main import main
from khingan.experiments import ablation
from khingan.experiments.ruler import Ruler


@pytest.fixture(autouse=True)
def in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def ablate(folder: Path, *words: str) -> int:
    return main(["ablate", str(folder), "-n", "4", *words])


def test_a_row_for_every_mechanism(tiny_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ablate(tiny_folder, "--mechanism", "zoc", "--mechanism", "ceasefire") == 0
    text = capsys.readouterr().out
    first_words = [line.split()[0] for line in text.splitlines() if line.split()]
    assert [word for word in first_words if word in ("nothing", "zoc", "ceasefire")] == [
        "nothing",
        "zoc",
        "ceasefire",
    ]
    assert "4 pairs of campaigns" in text
    assert "Changes nothing here, in no campaign: ceasefire." in text
    # What does nothing is explained by its switch.
    assert "1 = cease-fire orders are obeyed" in text


def test_table_fits_a_narrow_terminal(tiny_folder: Path) -> None:
    from rich.console import Console

    from khingan.cli.ablate_view import print_ablation
    from khingan.scenario import load
    from khingan.scenario.compile import compile_scenario

    compiled = compile_scenario(load(tiny_folder))
    found = ablation.ablate(Ruler(compiled), ablation.mechanisms(compiled.scenario, ["supply", "combat"]), 3)
    console = Console(width=60, record=True, file=io.StringIO())
    print_ablation(console, found, "Tiny")
    text = console.export_text()
    assert "…" not in text
    assert max(map(len, text.splitlines())) <= 60


def test_json_holds_effects_with_intervals(tiny_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ablate(tiny_folder, "--mechanism", "combat", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert [measure["name"] for measure in document["measures"]] == ["Hailar", "depth", "killed", "met"]
    killed = document["mechanisms"][0]["effects"]["killed"]
    assert killed["low"] < killed["difference"] == -killed["before"] < killed["high"]
    assert document["identity"]["campaigns"] == 4


def test_folder_holds_every_file(tiny_folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    assert ablate(tiny_folder, "--mechanism", "zoc", "--out", "one") == 0
    assert sorted(os.listdir(tmp_path / "one")) == ["ablation.csv", "ablation.md", "ablation.png"]


def test_unknown_mechanism_is_one_message_that_names_the_known(
    tiny_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ablate(tiny_folder, "--mechanism", "combt") == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert "there is no such mechanism (value 'combt')" in message
    assert "combat, supply" in message
    assert "did you mean combat?" in message


@pytest.mark.parametrize(
    "words", [["-n", "1"], ["-n", "many"], ["--seed", "-1"], ["--what-if", "no-such"], ["--out", "."]]
)
def test_bad_input_ends_with_2_and_leaves_nothing(
    tiny_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    (tmp_path / "kept").write_text("")
    assert ablate(tiny_folder, *words) == 2
    assert os.listdir(tmp_path) == ["kept"]
    assert "Traceback" not in capsys.readouterr().err


def fail_with(error: BaseException) -> Any:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    return fail


def test_ctrl_c_leaves_nothing(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib")
    monkeypatch.setattr(ablation, "play", fail_with(KeyboardInterrupt()))
    assert ablate(tiny_folder, "--out", "one") == 130
    assert os.listdir(tmp_path) == []
    assert "interrupted" in capsys.readouterr().err


def test_missing_matplotlib_is_told_before_the_work(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    monkeypatch.setattr(ablation, "ablate", fail_with(AssertionError("the campaigns were fought")))
    assert ablate(tiny_folder, "--out", "one") == 2
    assert "khingan[report]" in capsys.readouterr().err
    assert os.listdir(tmp_path) == []
