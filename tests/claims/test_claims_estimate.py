"""The estimator: a mixture of uniform distributions and points."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khingan.claims import Claim, ClaimSet, Estimate, estimate
from khingan.errors import InputError

Make = Callable[..., Claim]
Collect = Callable[..., ClaimSet]


def test_one_range_is_a_uniform_distribution(make: Make, collect: Collect) -> None:
    found = estimate(collect(make("A", relation="range", value_low="100", value_high="200")), "dead")
    assert found.quantile([0, 0.25, 0.5, 1]).tolist() == [100, 125, 150, 200]
    assert found.mean == 150
    assert found.spread == pytest.approx(100 / np.sqrt(12))


def test_one_exact_figure_is_a_point(make: Make, collect: Collect) -> None:
    found = estimate(collect(make("A", 9780)), "dead")
    assert found.quantile([0, 0.5, 1]).tolist() == [9780, 9780, 9780]
    assert found.spread == 0


def test_two_camps_stay_two_camps(make: Make, collect: Collect) -> None:
    claims = collect(make("A", 100, source_id="a"), make("B", 900, source_id="b"))
    assert set(estimate(claims, "dead").sample(np.random.default_rng(1), 200)) == {100.0, 900.0}
    assert estimate(claims, "dead").mean == 500


def test_a_source_does_not_gain_weight_by_repeating_itself(make: Make, collect: Collect) -> None:
    claims = collect(make("A", 1, source_id="a"), make("B", 1, source_id="a"), make("C", 4, source_id="b"))
    assert [part.weight for part in estimate(claims, "dead").components] == [0.25, 0.25, 0.5]


def test_recalled_claims_weigh_less_than_sourced_ones(make: Make, collect: Collect) -> None:
    claims = collect(make("A", 1, source_id="a"), make("B", 2, source_id="b", confidence="recalled"))
    assert [part.weight for part in estimate(claims, "dead").components] == pytest.approx(
        [1 / 1.4, 0.4 / 1.4]
    )


def test_a_basis_can_be_left_out(make: Make, collect: Collect) -> None:
    claims = collect(make("A", 1, basis="input"), make("B", 2, basis="calibration"))
    assert estimate(claims, "dead", basis=("input",)).claims == ("A",)


def test_ready_uniform_numbers_map_one_to_one(make: Make, collect: Collect) -> None:
    found = estimate(collect(make("A", relation="range", value_low="0", value_high="8")), "dead")
    assert found.sample([[0.0, 0.5], [0.75, 1.0]]).tolist() == [[0, 4], [6, 8]]


def test_several_definitions_ask_for_a_choice(make: Make, collect: Collect) -> None:
    claims = collect(make("A", 1), make("B", 2, "killed+missing"))
    with pytest.raises(InputError, match="'killed', 'killed\\+missing'"):
        estimate(claims, "dead")
    assert estimate(claims, "dead", "killed").claims == ("A",)


def test_a_quantity_without_number_is_refused(library: ClaimSet) -> None:
    with pytest.raises(InputError, match="no claim states a number"):
        estimate(library, "war_result")


def test_an_unknown_definition_is_refused(make: Make, collect: Collect) -> None:
    with pytest.raises(InputError, match="by this definition"):
        estimate(collect(make("A", 1)), "dead", "wounded")


def test_different_units_are_refused(make: Make, collect: Collect) -> None:
    claims = collect(make("A", 1), make("B", 1, unit="horses"))
    with pytest.raises(InputError, match="differ in unit"):
        estimate(claims, "dead")


def test_a_quantile_outside_zero_to_one_is_refused(make: Make, collect: Collect) -> None:
    with pytest.raises(InputError, match="outside 0 to 1"):
        estimate(collect(make("A", 1)), "dead").quantile(1.1)


def test_every_numeric_quantity_of_the_library_can_be_estimated(library: ClaimSet) -> None:
    quantities = {(c.subject, c.definition) for c in library.claims.values() if c.is_number}
    for subject, definition in quantities:
        found = estimate(library, subject, definition)
        assert found.bounds[0] <= found.value <= found.bounds[1]


RANGES = st.lists(st.tuples(st.integers(-50, 50), st.integers(0, 30)), min_size=1, max_size=5)


def mixture(make: Make, collect: Collect, ranges: list[tuple[int, int]]) -> Estimate:
    parts = [
        make(f"A{i}", source_id=f"s{i}", relation="range", value_low=str(low), value_high=str(low + width))
        for i, (low, width) in enumerate(ranges)
    ]
    return estimate(collect(*parts), "dead")


@given(RANGES, st.lists(st.floats(0, 1), min_size=1, max_size=10))
def test_quantiles_rise_and_stay_within_the_hull(
    make: Make, collect: Collect, ranges: list[tuple[int, int]], weights: list[float]
) -> None:
    found = mixture(make, collect, ranges)
    values = found.quantile(sorted(weights))
    assert np.all(np.diff(values) >= -1e-9)
    assert found.bounds[0] <= values.min() <= values.max() <= found.bounds[1]
    assert found.bounds[0] <= found.mean <= found.bounds[1]
    assert 0 <= found.spread <= (found.bounds[1] - found.bounds[0]) / 2 + 1e-9


@given(RANGES, st.floats(0, 1))
def test_quantile_is_the_inverse_of_the_distribution(
    make: Make, collect: Collect, ranges: list[tuple[int, int]], weight: float
) -> None:
    found = mixture(make, collect, ranges)
    value = float(found.quantile(weight))
    assert found.cdf(value) >= weight - 1e-9
    assert found.cdf(value - 1e-6) <= weight + 1e-9


@given(RANGES)
def test_mean_and_spread_agree_with_a_fine_grid_of_quantiles(
    make: Make, collect: Collect, ranges: list[tuple[int, int]]
) -> None:
    found = mixture(make, collect, ranges)
    grid = found.quantile((np.arange(20_000) + 0.5) / 20_000)
    assert found.mean == pytest.approx(grid.mean(), abs=0.02)
    assert found.spread == pytest.approx(grid.std(), abs=0.05)
