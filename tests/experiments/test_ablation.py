"""Ablation on the tiny scenario, and its measures on outcomes written by hand."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from khingan.campaign import codes as K
from khingan.campaign.parameters import NAMES
from khingan.campaign.run import PLACE_COLUMNS
from khingan.campaign.state import N_DAILY
from khingan.errors import InputError
from khingan.experiments import ablation as A
from khingan.experiments.batch import SUMMARY_COLUMNS, Batch
from khingan.experiments.paired import paired
from khingan.report import ablation as report
from khingan.scenario import load
from khingan.scenario.ablation import Measure, measures_of
from khingan.scenario.compile import Compiled

PAIRS = 6


def outcome(compiled: Compiled, campaigns: int) -> Batch:
    """Campaigns in which nothing has happened."""
    summary = np.zeros((campaigns, SUMMARY_COLUMNS), np.int64)
    summary[:, 2 * N_DAILY] = K.NEVER
    places = np.full((campaigns, len(compiled.place_ids), 2, PLACE_COLUMNS), K.NEVER, np.int32)
    return Batch(summary, places, np.zeros((0, 2, 1, N_DAILY), np.int64))


def reach(compiled: Compiled, batch: Batch, campaign: int, place: str, hour: int) -> None:
    batch.places[campaign, compiled.place_ids.index(place), 0, 0] = hour


# --- measures -------------------------------------------------------------------------------------------------------


def test_first_of_the_places_counts_and_never_is_the_end(tiny: Compiled) -> None:
    batch = outcome(tiny, 2)
    reach(tiny, batch, 0, "hailar", 30)
    reach(tiny, batch, 0, "mukden", 40)
    measure = Measure("x", "reached_hour", "red", places=("mukden", "hailar"))
    assert A.Ruler(tiny, [measure]).take(batch)[:, 0].tolist() == [30.0, 240.0]


def test_link_up_by_a_day_means_by_its_end(tiny: Compiled) -> None:
    batch = outcome(tiny, 3)
    batch.summary[:2, 2 * N_DAILY] = 23, 24
    measure = Measure("x", "link_up", until_h=24.0)
    assert A.Ruler(tiny, [measure]).take(batch)[:, 0].tolist() == [100.0, 0.0, 0.0]
    hours = A.Ruler(tiny, [Measure("x", "link_up_hour")]).take(batch)[:, 0]
    assert hours.tolist() == [23.0, 24.0, 240.0]


def test_totals_come_in_the_units_people_read(tiny: Compiled) -> None:
    batch = outcome(tiny, 1)
    batch.summary[0, N_DAILY + K.DAILY.index("killed")] = 7 * K.MAN
    batch.summary[0, K.DAILY.index("fuel")] = 2500
    measures = [Measure("a", "total", "blue", column="killed"), Measure("b", "total", "red", column="fuel")]
    assert A.Ruler(tiny, measures).take(batch)[0].tolist() == [7.0, 2.5]
    assert [A.unit_of(m) for m in measures] == ["men", "t"]


def test_depth_is_the_way_from_own_ground(tiny: Compiled) -> None:
    # The border runs along the Argun, 100 to 150 km from Hailar; a place on own ground is no depth at all.
    depth = dict(zip(tiny.place_ids, A.depths_km(tiny, 0), strict=True))
    assert 60 < depth["hailar"] < 160
    assert depth["borzya"] == 0.0
    assert depth["mukden"] == 0.0  # off the extent
    batch = outcome(tiny, 3)
    reach(tiny, batch, 0, "hailar", 20)
    reach(tiny, batch, 1, "hailar", 30)
    taken = A.Ruler(tiny, [Measure("x", "depth", "red", until_h=24.0)]).take(batch)[:, 0]
    assert taken.tolist() == pytest.approx([depth["hailar"], 0.0, 0.0])


def test_scenario_without_a_list_is_measured_by_losses(tiny: Compiled) -> None:
    meta = {key: value for key, value in tiny.scenario.meta.items() if key not in ("ablation", "link_up")}
    names = [measure.name for measure in measures_of(replace(tiny.scenario, meta=meta))]
    assert names == ["red killed", "red captured", "blue killed", "blue captured"]


# --- mechanisms -----------------------------------------------------------------------------------------------------


def test_every_switch_is_a_mechanism(tiny: Compiled) -> None:
    switches = [name.removeprefix("switch_") for name in NAMES if name.startswith("switch_")]
    assert [m.name for m in A.mechanisms(tiny.scenario)] == switches
    assert all(mechanism.meaning for mechanism in A.mechanisms(tiny.scenario))


def test_unknown_mechanism_names_the_known_ones(tiny: Compiled) -> None:
    with pytest.raises(InputError) as caught:
        A.mechanisms(tiny.scenario, ["combat", "suply"])
    (problem,) = caught.value.problems
    assert problem.value == "suply"
    assert "combat" in str(problem.expected)
    assert problem.mend == "did you mean supply?"


def test_nothing_left_to_switch_off(tiny: Compiled) -> None:
    combat = A.mechanisms(tiny.scenario, ["combat"])
    parameters = tiny.scenario.tables["parameters"].by_id
    parameters["switch_combat"]["value"] = 0.0
    try:
        with pytest.raises(InputError, match="nothing is left"):
            A.ablate(A.Ruler(tiny), combat, PAIRS)
    finally:
        parameters["switch_combat"]["value"] = 1.0


# --- whole ablations ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(tiny: Compiled) -> A.Ablation:
    return A.ablate(A.Ruler(tiny), A.mechanisms(tiny.scenario, ["combat", "ceasefire"]), PAIRS, seed=3)


def removal(found: A.Ablation, name: str) -> A.Removal:
    return next(r for r in found.removals if r.mechanism.name == name)


def test_without_combat_nobody_is_killed(found: A.Ablation) -> None:
    killed = removal(found, "combat").effects[2]
    assert killed.before > 0
    assert killed.after == 0.0
    assert killed.is_clear
    assert removal(found, "combat").changed == 1.0


def test_mechanism_without_effect_is_flagged(found: A.Ablation) -> None:
    # Nobody orders a cease-fire in the tiny scenario.
    assert removal(found, "ceasefire").is_idle
    assert found.idle == ["ceasefire"]
    assert "Changes nothing here, in no campaign: ceasefire." in report.notes(found)


def test_both_worlds_share_their_luck(tiny: Compiled) -> None:
    """A small change: the paired error is far below that of two independent ensembles."""
    ruler = A.Ruler(tiny, [Measure("killed", "total", "red", column="killed")])
    changed = np.array(tiny.parameters)
    changed[NAMES.index("strength_scale_0")] *= 1.01
    before, after = (A.play(ruler, p, 1, 40).values[:, 0] for p in (tiny.parameters, changed))
    effect = paired(before, after)
    assert effect.changed > 0.5
    assert effect.error < effect.unpaired_error / 2


def test_threads_and_lots_change_no_bit(tiny: Compiled) -> None:
    ruler = A.Ruler(tiny)
    one = A.play(ruler, tiny.parameters, 1, 7, threads=1)
    two = A.play(ruler, tiny.parameters, 1, 7, threads=2)
    assert np.array_equal(one.values, two.values)
    assert one.prints == two.prints


def test_progress_counts_every_campaign(tiny: Compiled) -> None:
    done: list[int] = []
    said: list[str] = []
    chosen = A.mechanisms(tiny.scenario, ["zoc", "supply"])
    A.ablate(A.Ruler(tiny), chosen, 5, on_campaigns=done.append, on_mechanism=said.append)
    assert sum(done) == 15
    assert said == ["", "supply", "zoc"]


# --- files ----------------------------------------------------------------------------------------------------------


def test_table_for_programs(found: A.Ablation, tmp_path: Path) -> None:
    report.write_csv(found, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 2 * len(found.measures)
    row = next(r for r in rows if (r["mechanism"], r["measure"]) == ("combat", "killed"))
    assert float(row["difference"]) == pytest.approx(float(row["without_it"]) - float(row["with_it"]))
    assert float(row["low"]) < float(row["difference"]) < float(row["high"])


def test_table_for_people(found: A.Ablation, tmp_path: Path) -> None:
    report.write_markdown(found, {"scenario": "tiny", "seed": 3}, tmp_path / "a.md")
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("| ceasefire | 0%")]
    assert line.split("|")[3:-1] == [" 0 "] * len(found.measures)
    assert "Made from: scenario tiny, seed 3." in text


def test_figure_is_a_picture(found: A.Ablation, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    report.draw(found, tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("reach", "shown"),
    [([1.0, 2.0, 3.0], 3.0), ([1.0, 2.0, 3.0, 100.0], 3.0), ([0.0, 0.0], 0.0), ([0.0, 5.0], 5.0)],
)
def test_panel_leaves_out_what_would_press_the_rest_together(reach: list[float], shown: float) -> None:
    assert report.limit(np.array(reach)) == shown


def test_faults_in_the_list_of_measures_are_all_told(tiny_folder: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(tiny_folder, copy)
    settings = copy / "scenario.toml"
    text = settings.read_text(encoding="utf-8")
    text = text.replace('"reached_hour"', '"reached_day"').replace('column = "killed"', 'column = "kiled"')
    text = text.replace("by = 1945-08-10", "by = 1944-08-10\nplaces = []")
    settings.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(copy)
    assert [problem.field for problem in caught.value.problems] == [
        "Hailar, kind",
        "depth, places",
        "depth, by",
        "killed, column",
    ]
