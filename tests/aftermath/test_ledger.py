"""The ledger on tables made up by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from aftermath_tables import BY_HAND, Men, areas, balance, summary, tables
from hypothesis import given, settings
from hypothesis import strategies as st

from khingan.aftermath import Ledger, draw_ledger
from khingan.aftermath.ledger import unaccounted
from khingan.cli.common import default_scenario
from khingan.errors import InputError
from khingan.experiments.ending import FATES
from khingan.scenario import Scenario, Table, load

SCENARIO = load(default_scenario())
PART = 256
CONTINGENTS = ("USSR", "MPR", "JPN", "MAN", "MENG")

# Men in 1/256, as the engine counts them.
ends = st.dictionaries(st.sampled_from(FATES[1:]), st.integers(0, 10**9), max_size=len(FATES))


@st.composite
def made_up(draw: st.DrawFn) -> list[Men]:
    campaigns = []
    for _ in range(draw(st.integers(1, 4))):
        men = {}
        for name in CONTINGENTS:
            own = {fate: count / PART for fate, count in draw(ends).items()}
            men[name] = own | {"start": sum(own.values())}
        campaigns.append(men)
    return campaigns


def entry(ledger: Ledger, item_id: str) -> float:
    return next(e for e in ledger.entries if e.item_id == item_id).spread.q50


@given(made_up())
@settings(max_examples=60, deadline=None)
def test_every_man_is_accounted_for(campaigns: list[Men]) -> None:
    found = balance(SCENARIO, campaigns)
    assert unaccounted(found, summary(SCENARIO, found)) == []


@given(made_up(), st.sampled_from(FATES[1:]), st.sampled_from(CONTINGENTS), st.sampled_from([-1, 1]))
@settings(max_examples=60, deadline=None)
def test_a_256th_of_a_man_too_many_is_found(campaigns: list[Men], fate: str, name: str, more: int) -> None:
    right = summary(SCENARIO, balance(SCENARIO, campaigns))
    own = campaigns[-1][name]
    own[fate] = own.get(fate, 0.0) + more / PART
    faults = unaccounted(balance(SCENARIO, campaigns), right)
    assert any(f"{name} of campaign {len(campaigns) - 1}" in fault for fault in faults)


@given(made_up())
@settings(max_examples=30, deadline=None)
def test_a_whole_side_is_the_sum_of_its_contingents(campaigns: list[Men]) -> None:
    ledger = draw_ledger(SCENARIO, tables(SCENARIO, campaigns))
    for whole in (fates for fates in ledger.fates if not fates.contingent):
        parts = [f for f in ledger.fates if f.side == whole.side and f.contingent]
        for fate in FATES:
            assert sum(p.men[fate].mean for p in parts) == pytest.approx(whole.men[fate].mean)
        ends = sum(whole.men[fate].mean for fate in FATES[1:])
        assert ends == pytest.approx(whole.men["start"].mean)


def test_totals_other_than_the_summary_are_refused(flagship: Scenario) -> None:
    run = tables(flagship, [BY_HAND])
    killed = run.summary.column_names.index("japanese_killed")
    wrong = run.summary.set_column(killed, "japanese_killed", pa.array([301]))
    with pytest.raises(InputError, match="killed of japanese is not japanese_killed"):
        draw_ledger(flagship, replace(run, summary=wrong))


def test_prisoners_are_scaled_with_both_printed_figures(flagship: Scenario) -> None:
    ledger = draw_ledger(flagship, tables(flagship, [BY_HAND]))
    assert entry(ledger, "moved_soviet_union") == pytest.approx(1000 * 479726 / 608360)
    assert next(e for e in ledger.entries if e.item_id == "moved_soviet_union").figure == "479,726 of 608,360"


def test_a_rate_of_all_nationalities_is_taken_of_the_whole_side(flagship: Scenario) -> None:
    both = BY_HAND | {"MAN": {"start": 500, "captured": 500}}
    ledger = draw_ledger(flagship, tables(flagship, [both]))
    for item_id, count in (("died_krivosheev", 62_069), ("released_krivosheev", 64_888)):
        assert entry(ledger, item_id) == pytest.approx(1500 * count / 640_105)
    assert entry(ledger, "moved_soviet_union") == pytest.approx(1000 * 479_726 / 608_360)


def test_a_range_that_starts_at_the_value_is_the_value_in_half_of_the_campaigns(flagship: Scenario) -> None:
    ledger = draw_ledger(flagship, tables(flagship, [BY_HAND] * 200))
    nimmo = next(e for e in ledger.entries if e.item_id == "died_nimmo")
    assert nimmo.spread.q05 == pytest.approx(1000 * 254_000 / 700_000)
    assert nimmo.spread.q95 > nimmo.spread.q05
    assert "in half of the campaigns" in nimmo.description


def test_civilians_are_scaled_with_the_townspeople_held(flagship: Scenario) -> None:
    ledger = draw_ledger(flagship, tables(flagship, [BY_HAND]))
    assert entry(ledger, "civilians_manchuria_itoh") == pytest.approx(0.75 * 1_550_000)


def test_what_is_only_printed_is_not_scaled(flagship: Scenario) -> None:
    few, many = (
        draw_ledger(flagship, tables(flagship, [{"JPN": {"start": n, "captured": n}}])) for n in (1, 9)
    )
    assert entry(few, "aircraft_claimed") == entry(many, "aircraft_claimed") == 861
    assert entry(many, "rifles") == pytest.approx(9 * entry(few, "rifles"))


def test_a_range_is_drawn_within_its_bounds(flagship: Scenario) -> None:
    ledger = draw_ledger(flagship, tables(flagship, [BY_HAND] * 200))
    nimmo = next(e for e in ledger.entries if e.item_id == "died_nimmo").spread
    low, high = (1000 * n / 700_000 for n in (254_000, 347_000))
    assert low <= nimmo.q05 < nimmo.q50 < nimmo.q95 <= high


def test_rival_accounts_stand_beside_each_other(flagship: Scenario) -> None:
    ledger = draw_ledger(flagship, tables(flagship, [BY_HAND]))
    died = [e for e in ledger.entries if e.name == "died in captivity"]
    assert len({e.claims for e in died}) == len(died) >= 3


def test_ground_is_told_with_its_later_owner(flagship: Scenario) -> None:
    ledger = draw_ledger(flagship, tables(flagship, [BY_HAND]))
    kurils = next(g for g in ledger.ground if g.area_id == "kurils")
    assert (kurils.size, kurils.held["soviet"].q50, kurils.town_count) == (100, 75, 20)
    assert "Soviet Union" in kurils.later_owner
    assert kurils.claims


def test_an_area_that_the_run_did_not_measure_is_named(flagship: Scenario) -> None:
    run = tables(flagship, [BY_HAND])
    chosen = np.array(run.areas["area_id"].to_pylist()) != "kurils"
    with pytest.raises(InputError, match=r"did not measure the area.*kurils"):
        draw_ledger(flagship, replace(run, areas=run.areas.filter(pa.array(chosen))))


def test_every_entry_and_area_of_the_flagship_has_its_claims(flagship: Scenario) -> None:
    for name in ("areas", "aftermath"):
        assert all(row["claim"] for row in flagship.tables[name])


def test_a_scenario_without_areas_tells_its_territories(flagship: Scenario) -> None:
    bare = flagship.tables | {
        "areas": Table("areas", "areas.csv", []),
        "aftermath": Table("aftermath", "", []),
    }
    sc = replace(flagship, tables=bare)
    names = [row["territory"] for row in sc.tables["territories"]]
    run = replace(tables(flagship, [BY_HAND]), areas=areas(sc.side_ids, names, 1))
    ledger = draw_ledger(sc, run)
    assert [g.area_id for g in ledger.ground] == names
    assert {g.later_owner for g in ledger.ground} == {""}
    assert ledger.entries == ()
