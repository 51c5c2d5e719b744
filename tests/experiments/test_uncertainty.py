"""Disputed inputs, coefficients and luck, each drawn alone or with others."""

from __future__ import annotations

import zlib
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy import stats

from khingan.campaign import draws
from khingan.campaign.parameters import NAMES
from khingan.cli.common import default_scenario
from khingan.errors import InputError
from khingan.experiments import uncertainty
from khingan.experiments.simulate import simulate
from khingan.experiments.uncertainty import (
    COEFFICIENTS,
    DISPUTED,
    KINDS,
    LUCK,
    draw,
    draw_coefficients,
    luck_keys,
    parse_kinds,
    two_triangles,
    uncertain_coefficients,
    with_figures,
)
from khingan.scenario import Scenario, load
from khingan.scenario.compile import Compiled, parameter_vector
from khingan.scenario.disputed import ESTIMATE, SOURCE, Dispute, disputes
from khingan.scenario.model import Table

MANY = 20_000
SUBSETS = [kinds for n in range(4) for kinds in combinations(KINDS, n)]


@cache
def library() -> Scenario:
    return load(default_scenario())


@pytest.fixture
def scenario() -> Scenario:
    return library()


def column(name: str) -> int:
    return NAMES.index(name)


def moved_by_disputes(sc: Scenario) -> list[int]:
    return [column(name) for dispute in disputes(sc) for name in dispute.parameters]


def with_disputes(sc: Scenario, rows: list[dict[str, Any]]) -> Scenario:
    return replace(sc, tables={**sc.tables, "disputed": Table("disputed", "disputed.csv", rows)})


def test_half_lies_below_the_stated_value_and_none_outside_the_range() -> None:
    u = np.linspace(0.0, 1.0, 1001)
    x = two_triangles(u, 1.0, 2.0, 6.0)
    assert (x[0], x[500], x[-1]) == pytest.approx((1.0, 2.0, 6.0))
    assert (np.diff(x) >= 0.0).all()
    # A triangle's mean lies a third of its base from the peak
    assert x[:501].mean() == pytest.approx(2.0 - 1.0 / 3.0, abs=0.01)
    assert x[500:].mean() == pytest.approx(2.0 + 4.0 / 3.0, abs=0.01)


def test_a_range_without_width_is_a_constant() -> None:
    assert (two_triangles(np.array([0.0, 0.3, 1.0]), 2.0, 2.0, 2.0) == 2.0).all()


def test_coefficients_stay_in_their_ranges_and_all_else_is_as_stated(scenario: Scenario) -> None:
    drawn = draw_coefficients(scenario, 1, np.arange(300))
    stated = parameter_vector(scenario)
    ranges = uncertain_coefficients(scenario)
    for i, name in enumerate(NAMES):
        if name in ranges:
            low, _, high = ranges[name]
            assert low <= drawn[:, i].min() < drawn[:, i].max() <= high
        else:
            assert (drawn[:, i] == stated[i]).all()
    i = column("march_foot_road")
    assert np.median(drawn[:, i]) == pytest.approx(stated[i], rel=0.05)


def test_switches_and_what_disputes_move_have_no_range_to_draw(scenario: Scenario) -> None:
    names = uncertain_coefficients(scenario).keys()
    assert not [name for name in names if name.startswith("switch_")]
    assert not {column(name) for name in names} & set(moved_by_disputes(scenario))
    assert len(names) > 300


def test_an_array_of_campaigns_draws_what_the_kernel_draws(scenario: Scenario) -> None:
    name, (low, median, high) = next(iter(uncertain_coefficients(scenario).items()))
    word = draws.draw(7, 3, 2**32 - 1, zlib.crc32(name.encode()), draws.COEFFICIENT)[0]
    expected = two_triangles(np.array([draws.uniform(word)]), low, median, high)
    assert draw_coefficients(scenario, 7, [3])[0, column(name)] == expected[0]


@settings(max_examples=40, deadline=None)
@given(
    seed=some.integers(0, 2**32 - 1),
    campaigns=some.lists(some.integers(0, 2**32 - 1), min_size=1, max_size=6),
    kinds=some.sampled_from(SUBSETS),
    cut=some.integers(0, 6),
)
def test_a_campaign_draws_the_same_however_the_batch_is_split(
    seed: int, campaigns: list[int], kinds: tuple[str, ...], cut: int
) -> None:
    whole = draw(library(), seed, campaigns, kinds)
    parts = [draw(library(), seed, part, kinds) for part in (campaigns[:cut], campaigns[cut:])]
    assert (whole == np.concatenate(parts)).all()
    alone = draw(library(), seed, campaigns[-1:], tuple(reversed(kinds)))
    assert (whole[-1] == alone[0]).all()


def test_each_kind_changes_its_own_alone(scenario: Scenario) -> None:
    stated = parameter_vector(scenario)
    numbers = np.arange(200)
    assert (draw(scenario, 1, numbers, (LUCK,)) == stated).all()
    assert (draw(scenario, 1, numbers, ()) == stated).all()

    disputed = draw(scenario, 1, numbers, (DISPUTED,))
    changed = set(np.flatnonzero((disputed != stated).any(axis=0)))
    assert changed == set(moved_by_disputes(scenario))

    coefficients = draw(scenario, 1, numbers, (COEFFICIENTS,))
    assert not set(np.flatnonzero((coefficients != stated).any(axis=0))) & changed

    together = draw(scenario, 1, numbers, KINDS)
    assert (together == np.where(disputed != stated, disputed, coefficients)).all()


def test_without_luck_every_campaign_has_the_luck_of_the_first() -> None:
    seeds, campaigns = luck_keys(5, [3, 8, 9], (DISPUTED, COEFFICIENTS))
    assert (seeds.tolist(), campaigns.tolist()) == ([5, 5, 5], [0, 0, 0])
    seeds, campaigns = luck_keys(5, [3, 8, 9], (LUCK,))
    assert (seeds.tolist(), campaigns.tolist()) == ([5, 5, 5], [3, 8, 9])


@pytest.mark.parametrize(
    "dispute", [d for d in disputes(library()) if d.method == SOURCE], ids=lambda d: d.quantity_id
)
def test_sources_are_picked_as_their_weights_say(dispute: Dispute) -> None:
    which = np.concatenate(
        [
            uncertainty._uniforms(seed, np.arange(MANY), dispute.quantity_id, draws.DISPUTED)[0]
            for seed in range(1, 6)
        ]
    )
    found = np.bincount(dispute.picks(which), minlength=len(dispute.claims))
    expected = np.array(dispute.weights) * len(which)
    assert stats.chisquare(found, expected).pvalue > 0.001


@pytest.mark.parametrize("dispute", disputes(library()), ids=lambda d: d.quantity_id)
def test_a_drawn_figure_is_one_that_a_rival_allows_and_the_stated_one_is_among_them(dispute: Dispute) -> None:
    drawn = draw(library(), 1, np.arange(2000), (DISPUTED,))
    stated = parameter_vector(library())
    for name in dispute.parameters:
        ratio = drawn[:, column(name)] / stated[column(name)]
        figures = ((ratio - 1.0) / dispute.share + 1.0) * dispute.stated
        slack = 1e-6 * dispute.stated
        allowed = np.array([claim.allowed for claim in dispute.claims])
        inside = (figures[:, None] >= allowed[:, 0] - slack) & (figures[:, None] <= allowed[:, 1] + slack)
        assert inside.any(axis=1).all()
    assert any(low <= dispute.stated <= high for low, high in allowed)


@pytest.mark.parametrize(
    "dispute", [d for d in disputes(library()) if d.method == ESTIMATE], ids=lambda d: d.quantity_id
)
def test_an_estimate_is_drawn_as_its_claims_say(dispute: Dispute) -> None:
    which = (np.arange(MANY) + 0.5) / MANY
    figures = dispute.figures(which, np.zeros(MANY))
    for claim, weight in zip(dispute.claims, dispute.weights, strict=True):
        low, high = claim.allowed
        others = sum(
            w * (o.allowed[0] >= low and o.allowed[1] <= high)
            for o, w in zip(dispute.claims, dispute.weights, strict=True)
            if o is not claim
        )
        inside = ((figures >= low) & (figures <= high)).mean()
        assert inside >= weight + others - 1e-3
    assert sum(dispute.weights) == pytest.approx(1.0)


def test_a_dispute_that_is_taken_away_disturbs_no_other(scenario: Scenario) -> None:
    rows = scenario.tables["disputed"].rows
    fewer = with_disputes(scenario, rows[1:])
    gone = column(rows[0]["parameters"][0])
    one = draw(scenario, 1, np.arange(50), (DISPUTED,))
    two = draw(fewer, 1, np.arange(50), (DISPUTED,))
    assert (np.delete(one, gone, axis=1) == np.delete(two, gone, axis=1)).all()
    assert (two[:, gone] == parameter_vector(scenario)[gone]).all()


def test_shares_of_one_coefficient_add_up(scenario: Scenario) -> None:
    rows = [dict(row) for row in scenario.tables["disputed"].rows[:2]]
    for row, share in zip(rows, (0.6, 0.3), strict=True):
        row.update(parameters=("strength_scale_1",), share=share)
    sc = with_disputes(scenario, rows)
    stated = parameter_vector(sc)
    figures = {rows[0]["quantity_id"]: 0.5 * rows[0]["stated"], rows[1]["quantity_id"]: 2 * rows[1]["stated"]}
    moved = with_figures(sc, stated[None], figures)[0]
    # 1 - 0.6 / 2 + 0.3
    assert moved[column("strength_scale_1")] == pytest.approx(1.0 * stated[column("strength_scale_1")])
    assert with_figures(sc, stated[None], {rows[0]["quantity_id"]: 0.0})[0, column("strength_scale_1")] == (
        pytest.approx(0.4 * stated[column("strength_scale_1")])
    )


def test_stated_figures_give_the_stated_scenario(scenario: Scenario) -> None:
    stated = parameter_vector(scenario)
    figures = {dispute.quantity_id: dispute.stated for dispute in disputes(scenario)}
    assert (with_figures(scenario, stated[None], figures)[0] == stated).all()


def test_a_figure_of_what_nobody_disputes_is_refused(scenario: Scenario) -> None:
    with pytest.raises(InputError, match="soviet_men"):
        with_figures(scenario, parameter_vector(scenario)[None], {"elephants": 1.0})


def test_what_a_what_if_sets_is_not_drawn(tmp_path: Any) -> None:
    overlay = tmp_path / "known.toml"
    overlay.write_text(
        'title = "Known"\nquestion = "?"\ndescription = "."\nclaims = ["assumption"]\n'
        "[parameters]\nstrength_scale_1 = 1.5\nmarch_foot_road = 3.0\n",
        encoding="utf-8",
    )
    drawn = draw(load(default_scenario(), what_if=[str(overlay)]), 1, np.arange(50))
    assert (drawn[:, column("strength_scale_1")] == 1.5).all()
    assert (drawn[:, column("march_foot_road")] == 3.0).all()
    others = draw(library(), 1, np.arange(50))
    kept = [i for i, name in enumerate(NAMES) if name not in ("strength_scale_1", "march_foot_road")]
    assert (drawn[:, kept] == others[:, kept]).all()


def test_kinds_are_read_in_any_order_and_unknown_ones_refused() -> None:
    assert parse_kinds("luck, disputed") == (DISPUTED, LUCK)
    assert parse_kinds("none") == ()
    for text in ("luk", "", "luck,", "none,luck"):
        with pytest.raises(InputError, match="disputed, coefficients, luck"):
            parse_kinds(text)


def test_campaigns_differ_in_what_is_drawn(tiny: Compiled) -> None:
    def runs(*kinds: str) -> tuple[str, list[dict[str, Any]]]:
        run = simulate(tiny.scenario, count=3, uncertainty=kinds)
        rows = run.summary.drop_columns(["campaign"]).to_pylist()
        return run.identity["id"], rows

    stated, with_luck, with_coefficients = runs(), runs(LUCK), runs(COEFFICIENTS)
    assert stated[1][0] == stated[1][1] == stated[1][2] == with_luck[1][0]
    assert with_luck[1][0] != with_luck[1][1]
    assert with_coefficients[1][1] != with_coefficients[1][0]
    assert len({stated[0], with_luck[0], with_coefficients[0]}) == 3
