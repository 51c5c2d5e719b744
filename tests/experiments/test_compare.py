"""Comparisons on the tiny scenario: what-ifs, folders, and both against each other."""

from __future__ import annotations

import json
import math
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

import khingan as kh
from khingan.errors import InputError
from khingan.experiments import schema
from khingan.experiments.compare import Comparison, compare
from khingan.experiments.paired import paired, unpaired
from khingan.experiments.results import Run
from khingan.experiments.simulate import simulate
from khingan.report import compare as report
from khingan.scenario import load

N = 12
STRONGER = """title = "Stronger"
question = "What if the attackers were a tenth stronger?"
description = "A tenth more."
claims = ["assumption"]

[parameters]
strength_scale_0 = 1.1
"""
BLOODIER = STRONGER.replace("strength_scale_0 = 1.1", "campaign_intensity = 1.0").replace(
    "Stronger", "Bloodier"
)


@pytest.fixture(scope="module")
def folder(tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny scenario with two what-ifs."""
    path = tmp_path_factory.mktemp("worlds") / "tiny"
    shutil.copytree(tiny_folder, path)
    (path / "what_if").mkdir(exist_ok=True)
    (path / "what_if" / "stronger.toml").write_text(STRONGER, encoding="utf-8")
    (path / "what_if" / "bloodier.toml").write_text(BLOODIER, encoding="utf-8")
    return path


def store(run: Run, folder: Path, path: Path) -> str:
    """Write what a comparison reads of a run, as ``khingan run`` does."""
    path.mkdir()
    columns = schema.summary_columns(run.summary, run.scenario.side_ids)
    pq.write_table(schema.conform(run.summary, columns), path / "summary.parquet")
    pq.write_table(schema.conform(run.places, schema.PLACES), path / "places.parquet")
    description = {
        "scenario": str(folder),
        "overlays": list(run.scenario.overlays),
        "seed": run.seed,
        "campaigns": run.count,
        "identity": run.identity,
    }
    (path / "run.json").write_text(json.dumps(description), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def stored(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Folders: the plain scenario and a what-if of one seed; fewer, other luck, other kinds, other length."""
    at = tmp_path_factory.mktemp("runs")
    plain, stronger = load(folder), load(folder, ["stronger"])
    runs = {
        "plain": simulate(plain, 3, N),
        "stronger": simulate(stronger, 3, N),
        "few": simulate(stronger, 3, 5),
        "seed": simulate(stronger, 4, N),
        "drawn": simulate(stronger, 3, N, uncertainty=("coefficients", "luck")),
        "short": simulate(stronger, 3, N, days=5),
        "one": simulate(stronger, 3, 1),
    }
    return {name: store(run, folder, at / name) for name, run in runs.items()}


@pytest.fixture(scope="module")
def fought(folder: Path) -> Comparison:
    return compare("documented", "stronger", scenario=str(folder), campaigns=N, seed=3)


def same(one: Any, two: Any) -> bool:
    skip = {"base", "world", "campaigns_changed"}
    rows = [[{k: v for k, v in row.items() if k not in skip} for row in t.to_pylist()] for t in (one, two)]
    return bool(rows[0] == rows[1])


# --- unpaired -------------------------------------------------------------------------------------------------------


def test_unpaired_interval_is_welch() -> None:
    stats = pytest.importorskip("scipy.stats")
    rng = np.random.default_rng(1)
    one, two = rng.normal(0, 1, 12), rng.normal(1, 3, 40)
    found = unpaired(one, two)
    exact = stats.ttest_ind(two, one, equal_var=False)
    low, high = exact.confidence_interval(0.95)
    # The degrees of freedom are rounded down, so that the interval is a little wider.
    assert found.low <= low
    assert found.high >= high
    assert found.high - found.low == pytest.approx(high - low, rel=0.01)
    assert math.isnan(found.changed)


def test_reduction_is_the_ratio_of_variances() -> None:
    rng = np.random.default_rng(2)
    luck = rng.normal(0, 3, 4000)
    one, two = luck + rng.normal(0, 1, 4000), luck + rng.normal(0, 1, 4000)
    # Variances 10 + 10 against 1 + 1.
    assert paired(one, two).reduction == pytest.approx(10, rel=0.15)
    assert paired(one, one + 1).reduction == math.inf
    assert math.isnan(paired(np.ones(5), np.ones(5)).reduction)


# --- worlds ---------------------------------------------------------------------------------------------------------


def test_what_if_is_compared_pair_by_pair(fought: Comparison) -> None:
    (contrast,) = fought.contrasts
    assert contrast.is_paired
    assert contrast.changed == 1.0
    pairs = fought.pairs().to_pylist()
    assert len(pairs) == N * len(fought.measures)
    killed = [row for row in pairs if row["measure"] == "killed"]
    gap = np.array([row["after"] - row["before"] for row in killed])
    effect = contrast.effects[2]
    assert effect.found.difference == pytest.approx(gap.mean())
    assert effect.fell == (gap < 0).mean()
    assert effect.rose == (gap > 0).mean()
    assert effect.against == (effect.fell if gap.mean() > 0 else effect.rose)
    assert effect.gaps == tuple(np.quantile(gap, [0.05, 0.25, 0.5, 0.75, 0.95]))


def test_folders_say_what_fresh_campaigns_say(
    stored: dict[str, str], folder: Path, fought: Comparison
) -> None:
    both = compare(stored["plain"], stored["stronger"], scenario=str(folder))
    mixed = compare(stored["plain"], "stronger", scenario=str(folder))
    assert both.contrasts[0].is_paired
    assert same(both.table(), fought.table())
    assert same(mixed.table(), fought.table())


def test_folder_names_the_scenario_of_the_what_ifs(stored: dict[str, str], fought: Comparison) -> None:
    assert same(compare(stored["plain"], "stronger").table(), fought.table())


def test_pairs_are_the_campaigns_that_both_have(stored: dict[str, str], fought: Comparison) -> None:
    found = compare(stored["plain"], stored["few"])
    assert found.contrasts[0].numbers.tolist() == [0, 1, 2, 3, 4]
    first = [row for row in fought.pairs().to_pylist() if row["campaign"] < 5]
    assert [r["difference"] for r in found.pairs().to_pylist()] == [r["difference"] for r in first]
    assert any("paired over the 5 campaigns" in note for note in report.notes(found))


@pytest.mark.parametrize(
    ("other", "why"), [("seed", "the seeds differ (3 and 4)"), ("drawn", "other things were drawn")]
)
def test_other_luck_is_compared_by_the_means_and_says_so(
    stored: dict[str, str], other: str, why: str
) -> None:
    found = compare(stored["plain"], stored[other])
    (contrast,) = found.contrasts
    assert not contrast.is_paired
    assert why in contrast.why_unpaired
    row = found.table().to_pylist()[2]
    assert row["standard_error"] == row["unpaired_standard_error"] > 0
    assert row["against"] is None
    assert len(found.pairs()) == 0
    assert any("not paired" in note for note in report.notes(found))


def test_folder_of_another_version_is_not_paired(stored: dict[str, str], tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(stored["stronger"], old)
    description = json.loads((old / "run.json").read_text())
    description["identity"]["result_version"] -= 1
    (old / "run.json").write_text(json.dumps(description))
    assert "other versions" in compare(stored["plain"], old).contrasts[0].why_unpaired
    with pytest.raises(InputError, match="a what-if would be fought by"):
        compare(old, "stronger")


def test_folder_of_an_older_version_is_refused(stored: dict[str, str], tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(stored["stronger"], old)
    description = json.loads((old / "run.json").read_text())
    del description["identity"]["uncertainty"]
    (old / "run.json").write_text(json.dumps(description))
    with pytest.raises(InputError, match="lacks uncertainty"):
        compare(stored["plain"], old)


def test_ensembles_are_paired_with_all_that_is_drawn(folder: Path, tmp_path: Path) -> None:
    kinds = ("coefficients", "luck")
    for name, words in (("plain", []), ("stronger", ["stronger"])):
        kh.ensemble(str(folder), N, what_if=words, uncertainty=kinds, seed=3, out=tmp_path / name, part=5)
    own = str(folder)
    found = compare(tmp_path / "plain", tmp_path / "stronger", scenario=own)
    assert found.contrasts[0].is_paired
    fresh = compare("documented", "stronger", scenario=str(folder), campaigns=N, seed=3, uncertainty=kinds)
    assert same(found.table(), fresh.table())
    assert same(compare(tmp_path / "plain", "stronger", scenario=own).table(), fresh.table())


def test_several_worlds_and_joined_what_ifs(folder: Path) -> None:
    found = compare(
        "none", "stronger", "stronger+bloodier", scenario=str(folder), campaigns=4, measures=["killed"]
    )
    assert [contrast.world.scenario.overlays for contrast in found.contrasts] == [
        ("stronger",),
        ("stronger", "bloodier"),
    ]
    killed = [contrast.effects[0].found.after for contrast in found.contrasts]
    assert killed[1] > killed[0]


def test_loaded_scenarios_can_be_compared(folder: Path, fought: Comparison) -> None:
    found = kh.compare(load(folder), load(folder, ["stronger"]), campaigns=N, seed=3)
    assert same(found.table(), fought.table())
    assert (found.base.name, found.contrasts[0].world.name) == ("documented", "stronger")


# --- what cannot be compared ----------------------------------------------------------------------------------------


def test_sheet_says_when_nothing_was_drawn(folder: Path, fought: Comparison) -> None:
    same = compare(load(folder), load(folder, ("stronger",)), campaigns=2, uncertainty=())
    assert report.notes(same)[0] == report.NOTHING_DRAWN
    assert report.NOTHING_DRAWN not in report.notes(fought)


def test_unknown_word_names_the_known(folder: Path) -> None:
    with pytest.raises(InputError) as caught:
        compare("documented", "strongr", scenario=str(folder))
    (problem,) = caught.value.problems
    assert problem.value == "strongr"
    assert "bloodier, stronger" in str(problem.expected)
    assert problem.mend == "did you mean stronger?"


def test_other_length_and_single_campaigns_are_refused(stored: dict[str, str]) -> None:
    with pytest.raises(InputError, match="last 5 days"):
        compare(stored["plain"], stored["short"])
    with pytest.raises(InputError, match="holds one campaign"):
        compare(stored["plain"], stored["one"])


def test_folder_of_another_scenario_is_refused(stored: dict[str, str], folder: Path) -> None:
    other = replace(load(folder), scenario_id="elsewhere")
    with pytest.raises(InputError, match="is of another scenario"):
        compare(stored["plain"], other)


def test_folders_have_their_own_campaigns(stored: dict[str, str]) -> None:
    with pytest.raises(InputError, match="leave -n and --seed out"):
        compare(stored["plain"], "stronger", campaigns=20)


@pytest.mark.parametrize("campaigns", [0, -3, 1])
def test_too_few_campaigns_are_refused(folder: Path, campaigns: int) -> None:
    with pytest.raises(InputError, match="too few campaigns"):
        compare("none", "stronger", scenario=str(folder), campaigns=campaigns)


# --- what is written ------------------------------------------------------------------------------------------------


def test_sheet_tables_and_figure(fought: Comparison, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    report.write_sheet(fought, tmp_path / "a.md")
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    assert f"{N} campaigns of seed 3" in text
    assert "## stronger" in text
    fought.plot(tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    fought.to_parquet(tmp_path / "a.parquet")
    assert pq.read_table(tmp_path / "a.parquet").equals(fought.table())


def test_figure_of_what_is_not_paired_and_of_many(stored: dict[str, str], tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    compare(stored["plain"], stored["seed"]).plot(tmp_path / "a.png")
    compare(stored["plain"], stored["seed"], stored["stronger"]).plot(tmp_path / "b.png")
    assert {p.name for p in tmp_path.iterdir()} == {"a.png", "b.png"}
