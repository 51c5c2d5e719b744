"""``khingan ensemble``, ``runs``, ``query``, ``export`` and ``run --from`` as a person uses them."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from khingan.cli.main import main

Capture = pytest.CaptureFixture[str]
WORDS = ["-n", "6", "--part", "4", "--seed", "3"]


@pytest.fixture(scope="module")
def fought(tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verbs") / "fought"
    assert main(["ensemble", str(tiny_folder), *WORDS, "--out", str(folder), "--json"]) == 0
    return folder


def refused(capsys: Capture, words: list[str]) -> str:
    capsys.readouterr()
    assert main(words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Traceback" not in printed.err
    return printed.err


def answer(capsys: Capture, folder: Path, sql: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert main(["query", str(folder), sql, "--json"]) == 0
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return rows


def test_ensemble_prints_what_it_says_in_short(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["ensemble", str(tiny_folder), "-n", "3", "--days", "4"]) == 0
    printed = capsys.readouterr().out
    assert "median" in printed
    assert "Stopped: all 3 campaigns were fought." in printed
    (folder,) = os.listdir("runs")
    assert folder.startswith("tiny-ensemble-1-")
    assert f"runs/{folder}" in printed


def test_ensemble_json_is_one_document(tiny_folder: Path, tmp_path: Path, capsys: Capture) -> None:
    words = ["ensemble", str(tiny_folder), *WORDS, "--out", str(tmp_path / "one"), "--json"]
    assert main(words) == 0
    text = json.loads(capsys.readouterr().out)
    assert (text["campaigns"], text["fought_now"], text["stopped"]["by"]) == (6, 6, "campaigns")
    assert main(["ensemble", str(tiny_folder), "--resume", "--out", str(tmp_path / "one"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["fought_now"] == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-n", "0"], "too few campaigns"),
        (["-n", "-3"], "too few campaigns"),
        (["--until", "red_kiled ±2 %"], "no such measure"),
        (["--until", "much"], "precision is not understood"),
        (["--uncertainty", "weather"], "no such kind of uncertainty"),
        (["--executor", "magic"], "no such executor"),
        (["--resume"], "which folder?"),
        (["--what-if", "none_such"], "no such what-if"),
        (["--png", "figure.jpg"], "written as PNG"),
    ],
)
def test_bad_input_is_told_and_leaves_nothing(
    words: list[str],
    message: str,
    tiny_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert message in refused(capsys, ["ensemble", str(tiny_folder), *words])
    assert os.listdir(tmp_path) == []


def test_interruption_tells_how_to_go_on(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    from khingan.experiments.executors.threads import Threads

    def stop(*_: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(Threads, "fight", stop)
    assert main(["ensemble", str(tiny_folder), "-n", "2", "--out", str(tmp_path / "one")]) == 130
    assert f"khingan ensemble --resume --out {tmp_path / 'one'}" in capsys.readouterr().err


def test_query_answers_over_all_parts(fought: Path, capsys: Capture) -> None:
    rows = answer(capsys, fought, "SELECT count(*) AS n, max(campaign) AS last FROM summary")
    assert rows == [{"n": 6, "last": 5}]
    joined = (
        "SELECT count(*) AS n FROM summary JOIN coefficients USING (campaign) JOIN balance USING (campaign)"
    )
    assert answer(capsys, fought, joined)[0]["n"] >= 6


def test_query_prints_a_table_or_csv(fought: Path, capsys: Capture) -> None:
    sql = "SELECT campaign, quantile_cont(campaign, [0.5]) AS q FROM summary GROUP BY 1 ORDER BY 1"
    assert main(["query", str(fought), sql]) == 0
    assert "campaign" in capsys.readouterr().out
    assert main(["query", str(fought), sql, "--csv"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == ['"campaign","q"', '0,"[0.0]"']


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("DROP VIEW summary", "results are only read here, and this is DROP"),
        ("INSERT INTO summary SELECT * FROM summary", "only read here, and this is INSERT"),
        ("UPDATE summary SET campaign = 1", "only read here, and this is UPDATE"),
        ("CREATE TABLE t AS SELECT 1", "only read here, and this is CREATE"),
        ("COPY (SELECT 1) TO 'x.csv'", "only read here, and this is COPY"),
        ("ATTACH 'x.db'", "only read here, and this is ATTACH"),
        ("SET enable_external_access = true", "only read here, and this is SET"),
        ("WITH x AS (DELETE FROM summary RETURNING *) SELECT * FROM x", "cannot be answered"),
        ("SELECT 1; SELECT 2", "2 statements where one is wanted"),
        ("", "0 statements where one is wanted"),
        ("SELEC 1", "not understood"),
        ("SELECT nothing FROM summary", "cannot be answered"),
        ("SELECT * FROM losses", "tables areas, balance, coefficients, daily, places, summary"),
        ("SELECT * FROM read_csv('/etc/hostname')", "disabled by configuration"),
        ("SELECT * FROM '/etc/hostname'", "cannot be answered"),
        ("SELECT * FROM read_text('manifest.json')", "disabled by configuration"),
    ],
)
def test_query_only_reads_and_only_the_tables(sql: str, message: str, fought: Path, capsys: Capture) -> None:
    before = {path: path.read_bytes() for path in fought.rglob("*") if path.is_file()}
    assert message in refused(capsys, ["query", str(fought), sql])
    assert {path: path.read_bytes() for path in fought.rglob("*") if path.is_file()} == before


def test_query_of_what_is_no_run_is_told(tmp_path: Path, capsys: Capture) -> None:
    assert "is no run that khingan wrote" in refused(capsys, ["query", str(tmp_path), "SELECT 1"])
    assert "there is no such run" in refused(capsys, ["query", "no-such-run", "SELECT 1"])


def test_export_writes_each_table_whole(fought: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["export", str(fought), "--parquet", "--out", str(tmp_path / "p")]) == 0
    assert set(os.listdir(tmp_path / "p")) == {
        f"{name}.parquet" for name in ("summary", "places", "balance", "areas", "coefficients", "daily")
    }
    assert pq.read_table(tmp_path / "p" / "summary.parquet").num_rows == 6
    assert main(["export", str(fought), "--csv", "--table", "summary", "--out", str(tmp_path / "c")]) == 0
    assert os.listdir(tmp_path / "c") == ["summary.csv"]
    found = pyarrow.csv.read_csv(tmp_path / "c" / "summary.csv").column("red_strength").to_pylist()
    assert found == pq.read_table(tmp_path / "p" / "summary.parquet").column("red_strength").to_pylist()


def test_export_of_bad_input_leaves_nothing(fought: Path, tmp_path: Path, capsys: Capture) -> None:
    out = str(tmp_path / "x")
    assert "which form?" in refused(capsys, ["export", str(fought), "--out", out])
    assert "has no table weather" in refused(
        capsys, ["export", str(fought), "--csv", "--table", "weather", "--out", out]
    )
    assert os.listdir(tmp_path) == []


def test_runs_lists_both_kinds_and_marks_what_is_gone(
    catalogue: Path, tiny_folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["runs"]) == 0
    assert "Nothing has been fought yet" in capsys.readouterr().out
    for name in ("kept", "gone"):
        assert main(["ensemble", str(tiny_folder), "-n", "2", "--out", str(tmp_path / name), "--json"]) == 0
    shutil.rmtree(tmp_path / "gone")
    capsys.readouterr()
    assert main(["runs", "--json"]) == 0
    found = {Path(entry["folder"]).name: entry for entry in json.loads(capsys.readouterr().out)}
    assert {name: entry["state"] for name, entry in found.items()} == {"kept": "finished", "gone": "gone"}
    assert found["kept"]["campaigns"] == 2
    assert main(["runs"]) == 0
    assert "gone" in capsys.readouterr().out


def test_catalogue_is_sqlite_with_a_write_ahead_log(
    catalogue: Path, tiny_folder: Path, tmp_path: Path
) -> None:
    assert main(["ensemble", str(tiny_folder), "-n", "2", "--out", str(tmp_path / "one"), "--json"]) == 0
    base = sqlite3.connect(catalogue)
    assert base.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    base.close()


def test_a_run_is_found_by_its_name_or_id(
    catalogue: Path, tiny_folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["ensemble", str(tiny_folder), "-n", "2", "--out", str(tmp_path / "mine"), "--json"]) == 0
    number = json.loads(capsys.readouterr().out)["identity"]["id"]
    for word in ("mine", number[:8]):
        assert main(["query", word, "SELECT count(*) AS n FROM summary", "--csv"]) == 0
        assert capsys.readouterr().out == '"n"\n2\n'


def test_damaged_catalogue_is_told(catalogue: Path, capsys: Capture) -> None:
    catalogue.parent.mkdir()
    catalogue.write_text("nonsense, and more of it than a page of a database has at the very least" * 20)
    assert main(["runs"]) == 1
    assert "catalogue of runs cannot be used" in capsys.readouterr().err
