"""``khingan surrender``: schools and courses of events, text, JSON and figure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from khingan.cli.main import main

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
            assert 0.0 <= chance["low"] <= chance["value"] <= chance["high"] <= 1.0
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


def test_a_what_if_of_the_campaign_is_fought_anew(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--school", "wilson", "--what-if", "first_rate_kwantung", "--what-if", "one_bomb"]
    assert main(["surrender", *words, *FEW, "--json"]) == 0
    documented, other, bomb = (a["dead_until_order"] for a in json.loads(capsys.readouterr().out)["answers"])
    # The school gives no weight to the second bomb; the order comes at the same hour.
    assert bomb["soviet"]["value"] == documented["soviet"]["value"]
    assert other["soviet"]["value"] > documented["soviet"]["value"]
