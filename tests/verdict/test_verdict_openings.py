"""The test part is opened by request alone, and every opening is counted before a row is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tiny_record import tables

import khingan as kh
from khingan.cli.main import main
from khingan.errors import InputError, SystemFault
from khingan.scenario import Scenario
from khingan.verdict import count_opening, judge, openings_of

Say = Callable[..., str]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], made_up_folder: Path) -> Say:
    def call(*words: str | Path, code: int = 0) -> str:
        given = main(["verdict", *map(str, words), "--scenario", str(made_up_folder)])
        told = capsys.readouterr()
        assert given == code, told.err
        return told.out + told.err

    return call


def test_without_the_option_no_test_row_is_told_and_nothing_is_counted(
    say: Say, made_up_run: Path, own_ledger: Path
) -> None:
    text = say(made_up_run, "--json")
    assert "E001" in text
    assert "E009" not in text
    assert "mukden is told of" not in text
    assert not own_ledger.exists()


def test_every_opening_is_counted_and_told(say: Say, made_up_run: Path, own_ledger: Path) -> None:
    for times in (1, 2):
        document = json.loads(say(made_up_run, "--test", "--json"))
        assert document["part"] == "test"
        assert len(document["openings"]["here"]) == times
        assert document["openings"]["project"] == [{"date": "1950-01-01", "what": "a first model"}]
    lines = [json.loads(line) for line in own_ledger.read_text(encoding="utf-8").splitlines()]
    assert [line["scenario"] for line in lines] == ["tiny", "tiny"]
    text = say(made_up_run)
    assert "opened it 2 times so far" in " ".join(text.split())


def test_the_test_part_is_scored_beside_rulers_of_the_calibration_part(say: Say, made_up_run: Path) -> None:
    document = json.loads(say(made_up_run, "--test", "--json"))
    (row,) = document["dates"]["rows"]
    assert row["observation"]["record_ids"] == ["E009"]
    # The constant date is the median of the calibration part, the middles of 11 and 12 August.
    assert row["baselines"][0] == pytest.approx(3.0)
    assert [row["count"]["unit_id"] for row in document["losses"]["rows"]] == ["blue_army"]


def test_an_opening_that_cannot_be_counted_is_not_made(
    say: Say, made_up_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("KHINGAN_DATA_DIR", str(tmp_path / "file"))
    text = say(made_up_run, "--test", code=1)
    assert "stays closed" in text
    assert "E009" not in text


def test_a_line_that_cannot_be_read_counts_too(made_up: Scenario, own_ledger: Path) -> None:
    count_opening(made_up, "x")
    with own_ledger.open("a", encoding="utf-8") as stream:
        stream.write("{ half a line\n")
    with own_ledger.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps({"scenario": "another", "opened": "now"}) + "\n")
    assert len(openings_of(made_up).here) == 2


def test_openings_that_were_looked_up_do_not_open(made_up: Scenario) -> None:
    places, daily = tables(np.full(3, 80.0), 1)
    with pytest.raises(InputError, match="closed"):
        judge(made_up, places, daily, "test", openings_of(made_up))


def test_python_counts_as_well(made_up: Scenario, own_ledger: Path) -> None:
    with pytest.raises((InputError, SystemFault, FileNotFoundError)):
        kh.verdict("nowhere", test=True)
    assert not own_ledger.exists()
