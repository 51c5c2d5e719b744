"""``khingan combat``: files written, faults told, exit codes kept."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from battle_tables import FULL, Row, random_rows, with_outcomes, write_rows

from khingan.battles import coefficients as Q
from khingan.battles import fit as fitting
from khingan.battles import scores, validate
from khingan.battles.predict import COLUMNS
from khingan.battles.scores import METRICS, Guess, Outcomes
from khingan.cli.main import main

Khingan = Callable[..., tuple[int, str, str]]


@pytest.fixture
def khingan(capsys: pytest.CaptureFixture[str]) -> Khingan:
    """Run ``khingan combat``; returns exit code, standard output and standard error, each on one line."""

    def run(*words: object) -> tuple[int, str, str]:
        code = main(["combat", *(str(word) for word in words)])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, captured.out, " ".join(captured.err.split())

    return run


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fit a handful of coefficients only."""
    names = ("z_base", "alpha", "delta", "judged_cev", "logit_base", "logit_advantage", "advance_base")
    priors = {name: Q.priors()[name] for name in names}
    monkeypatch.setattr(Q, "priors", lambda: priors)


@pytest.fixture(autouse=True)
def few_repeats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Intervals of the scores from 20 samples: they are tested elsewhere."""

    def bootstrap(found: Outcomes, guess: Guess, _: int, seed: int) -> dict[str, tuple[float, float]]:
        return scores.bootstrap(found, guess, 20, seed)

    monkeypatch.setattr(validate, "bootstrap", bootstrap)


def written(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def scored(folder: Path, n: int) -> Path:
    return write_rows(folder / "battles.csv", with_outcomes(random_rows(n)))


SOUND: Row = {"eng_id": "good", "days": 3, "atk_str": 9000, "def_str": 6000}


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"atk_str": 0}, ("row 3", "field atk_str", "'0'")),
        ({"def_str": -6000}, ("row 3", "field def_str", "'-6000'")),
        ({"days": ""}, ("row 3", "field days", "empty")),
        ({"atk_cas": 9001}, ("row 3", "field atk_cas", "'9001'", "9000")),
        ({"posture": "dancing"}, ("row 3", "field posture", "'dancing'", "hasty")),
        ({"surprise": 7}, ("row 3", "field surprise", "'7'")),
        ({"eng_id": "good"}, ("row 3", "field eng_id", "'good'", "row 2")),
        ({"atk_tanks": "many"}, ("row 3", "field atk_tanks", "'many'")),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_are_forecast(
    tmp_path: Path, khingan: Khingan, cells: Row, words: tuple[str, ...]
) -> None:
    bad = SOUND | {"eng_id": "bad"} | cells
    path = write_rows(tmp_path / "battles.csv", [SOUND, bad, SOUND | {"eng_id": "also good"}])
    code, _, err = khingan("predict", path, tmp_path / "out.csv", "--draws", 100)
    assert code == 2
    for word in ("battles.csv", *words, "1 row left out"):
        assert word in err
    assert [row["eng_id"] for row in written(tmp_path / "out.csv")] == ["good", "also good"]


def test_two_faults_are_told_at_once(tmp_path: Path, khingan: Khingan) -> None:
    bad = SOUND | {"eng_id": "bad", "atk_str": "x", "posture": "y"}
    path = write_rows(tmp_path / "battles.csv", [SOUND, bad])
    code, _, err = khingan("predict", path, tmp_path / "out.csv", "--draws", 100)
    assert code == 2
    assert "'x'" in err
    assert "'y'" in err
    assert "1 row left out" in err


def test_nothing_is_written_without_a_good_row(tmp_path: Path, khingan: Khingan) -> None:
    path = write_rows(tmp_path / "battles.csv", [SOUND | {"days": -1}])
    code, _, err = khingan("predict", path, tmp_path / "out.csv")
    assert code == 2
    assert "row 2, field days" in err
    assert not (tmp_path / "out.csv").exists()


def test_missing_column_is_named(tmp_path: Path, khingan: Khingan) -> None:
    path = write_rows(tmp_path / "battles.csv", [{"eng_id": "A", "days": 3, "atk_str": 9000}])
    code, _, err = khingan("predict", path, tmp_path / "out.csv")
    assert code == 2
    assert "def_str" in err
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    "words", [("predict", "none.csv", "out.csv"), ("validate", "none.csv"), ("fit", "none.csv", "out.csv")]
)
def test_missing_file(
    tmp_path: Path, khingan: Khingan, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = khingan(*words)
    assert code == 2
    assert "none.csv: the file is missing" in err


@pytest.mark.parametrize("verb", ["validate", "fit"])
def test_outcomes_are_needed_to_score_and_fit(tmp_path: Path, khingan: Khingan, verb: str) -> None:
    path = write_rows(tmp_path / "battles.csv", [SOUND])
    code, _, err = khingan(verb, path, *([tmp_path / "out.csv"] if verb == "fit" else []))
    assert code == 2
    assert "atk_cas" in err
    assert "def_cas" in err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_folder_that_may_not_be_written_to(tmp_path: Path, khingan: Khingan) -> None:
    path = write_rows(tmp_path / "battles.csv", [SOUND])
    (tmp_path / "locked").mkdir(mode=0o500)
    code, _, err = khingan("predict", path, tmp_path / "locked" / "out.csv", "--draws", 100)
    assert code == 1
    assert "permission denied" in err


def test_file_in_place_of_the_output_folder(tmp_path: Path, khingan: Khingan) -> None:
    path = write_rows(tmp_path / "battles.csv", [SOUND])
    code, _, err = khingan("predict", path, path / "out.csv", "--draws", 100)
    assert code == 1
    assert "cannot write" in err
    assert [file.name for file in tmp_path.iterdir()] == ["battles.csv"]


def test_300_engagements_give_300_rows_with_the_columns_of_the_issue(
    tmp_path: Path, khingan: Khingan
) -> None:
    path = write_rows(tmp_path / "battles.csv", random_rows(300))
    assert khingan("predict", path, tmp_path / "out.csv", "--draws", 2000)[0] == 0
    rows = written(tmp_path / "out.csv")
    assert [row["eng_id"] for row in rows] == [f"E{i}" for i in range(300)]
    assert list(rows[0]) == list(COLUMNS)
    for row in rows:
        low, high = float(row["def_q05"]), float(row["def_q95"])
        assert 0.0 < low < float(row["def_mean"]) < high
        assert 0.0 < float(row["p_win"]) < 1.0


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path, khingan: Khingan) -> None:
    path = write_rows(tmp_path / "battles.csv", random_rows(10))
    for out, seed in (("a", 3), ("b", 3), ("c", 4)):
        assert khingan("predict", path, tmp_path / out, "--draws", 100, "--seed", seed)[0] == 0
    a, b, c = ((tmp_path / out).read_bytes() for out in "abc")
    assert a == b != c


def test_an_overlay_changes_the_forecast(tmp_path: Path, khingan: Khingan) -> None:
    path = write_rows(tmp_path / "battles.csv", [FULL])
    (tmp_path / "overlay.csv").write_text("name,value\nz_base,-1.25\n", encoding="utf-8")
    assert khingan("predict", path, tmp_path / "a.csv", "--draws", 100)[0] == 0
    options = ("--draws", 100, "--parameters", tmp_path / "overlay.csv")
    assert khingan("predict", path, tmp_path / "b.csv", *options)[0] == 0
    before, after = written(tmp_path / "a.csv")[0], written(tmp_path / "b.csv")[0]
    assert float(after["atk_q50"]) == pytest.approx(2.0 * float(before["atk_q50"]), rel=0.1)
    assert after["p_win"] == before["p_win"]


def test_a_broken_overlay_is_named(tmp_path: Path, khingan: Khingan) -> None:
    path = write_rows(tmp_path / "battles.csv", [FULL])
    (tmp_path / "overlay.csv").write_text("name,value\nz_basis,-1.25\n", encoding="utf-8")
    code, _, err = khingan("predict", path, tmp_path / "out.csv", "--parameters", tmp_path / "overlay.csv")
    assert code == 2
    assert "overlay.csv, row 2, field name" in err
    assert "'z_basis'" in err


def test_a_column_that_looks_misspelt_is_mentioned_as_it_stands(tmp_path: Path, khingan: Khingan) -> None:
    path = write_rows(tmp_path / "battles.csv", [SOUND | {"[/b]posture": "hasty"}])
    code, _, err = khingan("predict", path, tmp_path / "out.csv", "--draws", 100)
    assert code == 0
    assert "column [/b]posture is unknown" in err


def test_validation_as_json(tmp_path: Path, khingan: Khingan) -> None:
    code, out, _ = khingan("validate", scored(tmp_path, 30), "--draws", 100, "--json")
    assert code == 0
    found = json.loads(out)
    names = [line["name"] for line in found["forecasts"]]
    assert names == ["combat kernel", "constant rate", "Lanchester square", "log-linear"]
    assert (found["scored"], found["not_scored"]) == (30, 0)
    assert len(found["worst"]) == 10
    for line in found["forecasts"]:
        assert set(line["scores"]) == set(line["intervals"]) == set(METRICS) == set(found["metrics"])


def test_validation_as_a_table_names_the_worst_by_row(tmp_path: Path, khingan: Khingan) -> None:
    rows = with_outcomes(random_rows(30))
    # Half the men on both sides lost in a day, and a name that is no markup.
    rows[7] |= {"days": 1, "atk_cas": rows[7]["atk_str"] // 2, "def_cas": rows[7]["def_str"] // 2}
    rows[7]["name"] = "[/b] Hill"
    code, out, _ = khingan("validate", write_rows(tmp_path / "battles.csv", rows), "--draws", 100)
    assert code == 0
    assert "30 engagements scored, 0 not" in out
    worst = out[out.index("Worst misses") :]
    first = next(line for line in worst.splitlines() if "×" in line)
    assert first.split()[:4] == ["9", "E7", "[/b]", "Hill"]
    assert "both sides lost more" in " ".join(worst.split())


def test_validation_tells_bad_rows_after_the_scores(tmp_path: Path, khingan: Khingan) -> None:
    rows = with_outcomes(random_rows(12))
    rows[3]["posture"] = "dancing"
    path = write_rows(tmp_path / "battles.csv", rows)
    code, out, err = khingan("validate", path, "--draws", 100)
    assert code == 2
    assert "11 engagements scored" in out
    assert "row 5, field posture" in err


@pytest.mark.parametrize("winner", [1, 0.5, ""])
def test_validation_of_a_single_engagement(tmp_path: Path, khingan: Khingan, winner: object) -> None:
    row = SOUND | {"atk_cas": 300, "def_cas": 300, "winner": winner}
    code, out, _ = khingan("validate", write_rows(tmp_path / "battles.csv", [row]), "--draws", 100)
    assert code == 0
    assert "1 engagements scored" in out


def test_nothing_to_score_is_said(tmp_path: Path, khingan: Khingan) -> None:
    row = SOUND | {"days": 15, "atk_cas": 300, "def_cas": 300}
    code, _, err = khingan("validate", write_rows(tmp_path / "battles.csv", [row]))
    assert code == 2
    assert "no engagement can be scored" in err


def test_validation_draws_a_figure(tmp_path: Path, khingan: Khingan) -> None:
    pytest.importorskip("matplotlib")
    png = tmp_path / "figure.png"
    code, out, _ = khingan("validate", scored(tmp_path, 30), "--draws", 100, "--png", png)
    assert code == 0
    assert "Figure:" in out
    assert png.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_without_matplotlib_the_figure_says_what_to_install(
    tmp_path: Path, khingan: Khingan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    code, _, err = khingan("validate", scored(tmp_path, 30), "--png", tmp_path / "figure.png")
    assert code == 2
    assert "pip install 'khingan[report]'" in err
    assert not (tmp_path / "figure.png").exists()


@pytest.mark.parametrize(
    "words", [("fit", "out.csv"), ("fit", "out.csv", "--no-check"), ("validate", "--refit")]
)
def test_without_scipy_a_fit_says_what_to_install(
    tmp_path: Path, khingan: Khingan, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    code, _, err = khingan(words[0], scored(tmp_path, 30), *words[1:])
    assert code == 2
    assert "pip install 'khingan[analysis]'" in err
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.usefixtures("quick")
def test_fit_writes_an_overlay_that_predict_takes(tmp_path: Path, khingan: Khingan) -> None:
    pytest.importorskip("scipy", reason="fits need scipy")
    path, overlay = scored(tmp_path, 45), tmp_path / "overlay.csv"
    code, out, _ = khingan("fit", path, overlay, "--no-check")
    assert code == 0
    assert "win_advantage_judged" in out
    rows = written(overlay)
    assert list(rows[0]) == ["name", "value", "se", "was"]
    assert all(float(row["se"]) > 0.0 for row in rows)
    assert khingan("predict", path, tmp_path / "out.csv", "--draws", 100, "--parameters", overlay)[0] == 0


@pytest.mark.usefixtures("quick")
def test_refit_is_scored_on_unseen_groups_with_and_without_hindsight(
    tmp_path: Path, khingan: Khingan, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("scipy", reason="fits need scipy")
    monkeypatch.setattr(fitting, "SCALES", (1.0,))
    code, out, _ = khingan("validate", scored(tmp_path, 36), "--refit", "--draws", 100, "--json")
    assert code == 0
    refits = json.loads(out)["refits"]
    assert [one["line"]["name"] for one in refits] == [
        "refit, unseen groups",
        "the same without judgement codes and nations",
    ]
    assert all(len(one["above_base_rate"]) == 5 for one in refits)


@pytest.mark.usefixtures("quick")
def test_refit_where_no_winner_is_known(
    tmp_path: Path, khingan: Khingan, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("scipy", reason="fits need scipy")
    monkeypatch.setattr(fitting, "SCALES", (1.0,))
    rows = [row | {"winner": ""} for row in with_outcomes(random_rows(36))]
    path = write_rows(tmp_path / "battles.csv", rows)
    code, out, _ = khingan("validate", path, "--refit", "--draws", 100)
    assert code == 0
    assert "refit, unseen groups: no winner is known" in out


def test_a_figure_is_drawn_where_no_winner_is_known(tmp_path: Path, khingan: Khingan) -> None:
    pytest.importorskip("matplotlib", reason="figures need matplotlib")
    path = write_rows(tmp_path / "battles.csv", [r | {"winner": ""} for r in with_outcomes(random_rows(30))])
    code, _, _ = khingan("validate", path, "--draws", 100, "--png", tmp_path / "figure.png")
    assert code == 0
    assert (tmp_path / "figure.png").read_bytes().startswith(b"\x89PNG")


def test_too_few_groups_for_a_fit_is_one_error(tmp_path: Path, khingan: Khingan) -> None:
    pytest.importorskip("scipy", reason="fits need scipy")
    code, _, err = khingan("fit", scored(tmp_path, 12), tmp_path / "out.csv")
    assert code == 2
    assert "field group_id: 4 groups of engagements are too few for 5 folds" in err
    assert not (tmp_path / "out.csv").exists()
