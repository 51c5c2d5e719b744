"""Measures on outcomes written by hand, and campaigns of the tiny scenario that share their luck."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.campaign.parameters import NAMES
from khingan.campaign.run import PLACE_COLUMNS
from khingan.campaign.state import N_DAILY
from khingan.errors import InputError
from khingan.experiments.batch import SUMMARY_COLUMNS, Batch, simulate_batch
from khingan.experiments.outcomes import BatchOutcomes, TableOutcomes
from khingan.experiments.paired import paired
from khingan.experiments.results import places_table, summary_table
from khingan.experiments.ruler import Ruler, depths_km, play, unit_of
from khingan.scenario.compile import Compiled
from khingan.scenario.measures import Measure, find, measures_of


def outcome(compiled: Compiled, campaigns: int) -> Batch:
    """Campaigns in which nothing has happened."""
    summary = np.zeros((campaigns, SUMMARY_COLUMNS), np.int64)
    summary[:, 2 * N_DAILY] = K.NEVER
    places = np.full((campaigns, len(compiled.place_ids), 2, PLACE_COLUMNS), K.NEVER, np.int32)
    return Batch(summary, places, np.zeros((0, 2, 1, N_DAILY), np.int64))


def reach(compiled: Compiled, batch: Batch, campaign: int, place: str, hour: int) -> None:
    batch.places[campaign, compiled.place_ids.index(place), 0, 0] = hour


def take(compiled: Compiled, measures: list[Measure], batch: Batch) -> NDArray[np.float64]:
    return Ruler(compiled, measures).take(BatchOutcomes(compiled, batch)).values


# --- measures -------------------------------------------------------------------------------------------------------


def test_first_of_the_places_counts_and_never_is_the_end(tiny: Compiled) -> None:
    batch = outcome(tiny, 2)
    reach(tiny, batch, 0, "hailar", 30)
    reach(tiny, batch, 0, "mukden", 40)
    measure = Measure("x", "reached_hour", "red", places=("mukden", "hailar"))
    assert take(tiny, [measure], batch)[:, 0].tolist() == [30.0, 240.0]


def test_link_up_by_a_day_means_by_its_end(tiny: Compiled) -> None:
    batch = outcome(tiny, 3)
    batch.summary[:2, 2 * N_DAILY] = 23, 24
    measure = Measure("x", "link_up", until_h=24.0)
    assert take(tiny, [measure], batch)[:, 0].tolist() == [100.0, 0.0, 0.0]
    hours = take(tiny, [Measure("x", "link_up_hour")], batch)[:, 0]
    assert hours.tolist() == [23.0, 24.0, 240.0]


def test_totals_come_in_the_units_people_read(tiny: Compiled) -> None:
    batch = outcome(tiny, 1)
    batch.summary[0, N_DAILY + K.DAILY.index("killed")] = 7 * K.MAN
    batch.summary[0, K.DAILY.index("fuel")] = 2500
    measures = [Measure("a", "total", "blue", column="killed"), Measure("b", "total", "red", column="fuel")]
    assert take(tiny, measures, batch)[0].tolist() == [7.0, 2.5]
    assert [unit_of(m) for m in measures] == ["men", "t"]


def test_depth_is_the_way_from_own_ground(tiny: Compiled) -> None:
    # The border runs along the Argun, 100 to 150 km from Hailar; a place on own ground is no depth at all.
    depth = dict(zip(tiny.place_ids, depths_km(tiny, 0), strict=True))
    assert 60 < depth["hailar"] < 160
    assert depth["borzya"] == 0.0
    assert depth["mukden"] == 0.0  # off the extent
    batch = outcome(tiny, 3)
    reach(tiny, batch, 0, "hailar", 20)
    reach(tiny, batch, 1, "hailar", 30)
    taken = take(tiny, [Measure("x", "depth", "red", until_h=24.0)], batch)[:, 0]
    assert taken.tolist() == pytest.approx([depth["hailar"], 0.0, 0.0])


def test_scenario_without_a_list_is_measured_by_losses(tiny: Compiled) -> None:
    meta = {key: value for key, value in tiny.scenario.meta.items() if key not in ("measures", "link_up")}
    names = [measure.name for measure in measures_of(replace(tiny.scenario, meta=meta))]
    assert names == ["red killed", "red captured", "blue killed", "blue captured"]


def test_never_and_the_end_of_the_run_are_told_apart(tiny: Compiled) -> None:
    batch = outcome(tiny, 2)
    batch.summary[0, 2 * N_DAILY] = 240
    found = Ruler(tiny, [Measure("x", "link_up_hour")]).take(BatchOutcomes(tiny, batch))
    assert found.values[:, 0].tolist() == [240.0, 240.0]
    assert found.happened[:, 0].tolist() == [True, False]


def test_capture_and_clearing_are_other_hours_than_arrival(tiny: Compiled) -> None:
    batch = outcome(tiny, 1)
    batch.places[0, tiny.place_ids.index("hailar"), 0, :3] = 10, 20, 30
    words = ["reached_h:hailar", "captured_h:hailar", "cleared_h:hailar", "captured_h:hailar@blue"]
    found = take(tiny, find(tiny.scenario, words), batch)
    assert found.tolist() == [[10.0, 20.0, 30.0, 240.0]]


def test_stored_tables_read_like_the_batch_they_were_made_from(tiny: Compiled) -> None:
    batch = simulate_batch(tiny, np.full(5, 3), np.arange(5))
    words = [
        "red_killed",
        "blue_fuel",
        "link_up_h",
        "decided_h",
        "reached_h:hailar",
        "Hailar",
        "depth",
        "met",
    ]
    ruler = Ruler(tiny, find(tiny.scenario, words))
    summary, places = summary_table(tiny, 3, batch.summary), places_table(tiny, batch.places)
    fresh = ruler.take(BatchOutcomes(tiny, batch))
    # The rows of a store may come in any order.
    order = np.array([3, 0, 4, 1, 2])
    stored = ruler.take(TableOutcomes(summary.take(order), places.take(np.arange(len(places))[::-1])))
    assert np.isfinite(fresh.values).all()
    assert fresh.values[:, 0].any()
    assert np.array_equal(stored.values, fresh.values[order])
    assert np.array_equal(stored.happened, fresh.happened[order])


def test_measures_go_by_their_name_a_column_or_a_place(tiny: Compiled) -> None:
    found = find(tiny.scenario, ["KILLED", "red_killed", "captured_h:hailar", "killed"])
    assert [(m.name, m.kind, m.side) for m in found] == [
        ("killed", "total", "red"),
        ("red_killed", "total", "red"),
        ("captured_h:hailar", "captured_hour", "red"),
    ]
    assert find(tiny.scenario, []) == measures_of(tiny.scenario)


@pytest.mark.parametrize(
    ("word", "advice"),
    [
        ("red_kiled", "did you mean red_killed"),
        ("captured_h:hailr", "did you mean hailar"),
        ("captured_h:hailar@green", "expected red or blue"),
    ],
)
def test_unknown_measure_is_told_with_what_is_near(tiny: Compiled, word: str, advice: str) -> None:
    with pytest.raises(InputError, match=advice):
        find(tiny.scenario, ["killed", word])


# --- campaigns ------------------------------------------------------------------------------------------------------


def test_both_worlds_share_their_luck(tiny: Compiled) -> None:
    """A small change: the paired error is far below that of two independent ensembles."""
    ruler = Ruler(tiny, [Measure("killed", "total", "red", column="killed")])
    changed = np.array(tiny.parameters)
    changed[NAMES.index("strength_scale_0")] *= 1.01
    before, after = (
        play(ruler, p, np.array(1), np.arange(40)).values[:, 0] for p in (tiny.parameters, changed)
    )
    effect = paired(before, after)
    assert effect.changed > 0.5
    assert effect.error < effect.unpaired_error / 2


def test_threads_and_lots_change_no_bit(tiny: Compiled) -> None:
    ruler = Ruler(tiny)
    one = play(ruler, tiny.parameters, np.array(1), np.arange(7), threads=1)
    two = play(ruler, tiny.parameters, np.array(1), np.arange(7), threads=2)
    assert np.array_equal(one.values, two.values)
    assert one.prints == two.prints
