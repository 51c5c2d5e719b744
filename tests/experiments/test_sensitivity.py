"""Sensitivity: functions with known indices through the code that campaigns take, factors, and the tiny scenario."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from khingan.campaign.parameters import NAMES
from khingan.errors import InputError
from khingan.experiments.ruler import Ruler, play
from khingan.experiments.sensitivity import factors as F
from khingan.experiments.sensitivity import study
from khingan.experiments.uncertainty import two_triangles
from khingan.scenario.compile import Compiled
from khingan.scenario.load import default_name
from khingan.scenario.measures import find

Values = NDArray[np.float64]


def ishigami(values: Values, _luck: Any) -> Values:
    """Ishigami and Homma (1990), with a = 7 and b = 0.1."""
    x = values.T
    return (np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0]))[:, None]


def of_three() -> list[F.Factor]:
    return [F.uniform(f"x{i}", -math.pi, math.pi) for i in (1, 2, 3)]


def plan(factors: Sequence[F.Factor], method: str, n: int, **more: Any) -> study.Plan:
    return study.make_plan(factors, method, n, **({"with_luck": False} | more))


def index(found: study.Sensitivity, key: str, output: int = 0) -> dict[str, float]:
    return {name: row[key] for name, row in zip(found.names, found.indices[output], strict=True)}


# --- functions with known answers -----------------------------------------------------------------------------------


def test_sobol_indices_of_ishigami_are_the_known_ones() -> None:
    found = study.analyse(plan(of_three(), "sobol", 2048), ishigami, ["y"])
    # V = a²/8 + b·π⁴/5 + b²·π⁸/18 + 1/2
    v1 = 0.5 * (1 + 0.1 * math.pi**4 / 5) ** 2
    v2, v13 = 7**2 / 8, 0.1**2 * math.pi**8 * (1 / 18 - 1 / 50)
    v = v1 + v2 + v13
    assert index(found, "s1") == pytest.approx({"x1": v1 / v, "x2": v2 / v, "x3": 0.0}, abs=0.02)
    assert index(found, "st") == pytest.approx({"x1": (v1 + v13) / v, "x2": v2 / v, "x3": v13 / v}, abs=0.02)
    for key, error in (("s1", "s1_error"), ("st", "st_error")):
        assert all(0 < e < 0.1 for e in index(found, error).values()), key


def test_sobol_indices_of_the_g_function_are_the_known_ones() -> None:
    a = np.array([0.0, 1.0, 4.5, 9.0])

    def g(values: Values, _luck: Any) -> Values:
        return np.prod((np.abs(4 * values - 2) + a) / (1 + a), axis=1)[:, None]

    found = study.analyse(plan([F.uniform(f"x{i}", 0, 1) for i in range(4)], "sobol", 2048), g, ["y"])
    part = 1 / (3 * (1 + a) ** 2)
    v = np.prod(1 + part) - 1
    total = part * np.prod(1 + part) / (1 + part) / v
    assert list(index(found, "s1").values()) == pytest.approx((part / v).tolist(), abs=0.02)
    assert list(index(found, "st").values()) == pytest.approx(total.tolist(), abs=0.02)


def test_groups_of_sobol_share_one_index() -> None:
    factors = of_three()

    def additive(values: Values, _luck: Any) -> Values:
        return values @ np.array([1.0, 2.0, 2.0])[:, None]

    grouped = study.Plan("sobol", tuple(factors), ("one", "rest", "rest"), 1024, with_luck=False)
    found = study.analyse(grouped, additive, ["y"])
    assert found.names == ["one", "rest"]
    assert index(found, "s1") == pytest.approx({"one": 1 / 9, "rest": 8 / 9}, abs=0.02)


def test_morris_finds_slopes_and_interaction() -> None:
    def curved(values: Values, _luck: Any) -> Values:
        x = values.T
        return np.stack([3 * x[0] - 2 * x[1] + 0 * x[2], x[0] * x[1]], axis=1)

    factors = [F.uniform(f"x{i}", 0, 1) for i in range(3)]
    found = study.analyse(plan(factors, "morris", 30), curved, ["straight", "crossed"])
    assert index(found, "mu") == pytest.approx({"x0": 3.0, "x1": -2.0, "x2": 0.0}, abs=1e-9)
    assert index(found, "sigma") == pytest.approx({"x0": 0.0, "x1": 0.0, "x2": 0.0}, abs=1e-9)
    crossed = index(found, "sigma", 1)
    assert crossed["x0"] > 0.1
    assert crossed["x2"] == 0.0
    assert [name for name, _ in found.ranked(0)] == ["x0", "x1", "x2"]


def test_groups_of_morris_have_a_size_and_no_sign() -> None:
    def straight(values: Values, _luck: Any) -> Values:
        return values @ np.array([[3.0], [1.0], [0.0]])

    factors = [F.uniform(f"x{i}", 0, 1) for i in range(3)]
    grouped = study.Plan("morris", tuple(factors), ("a", "a", "b"), 10, with_luck=False)
    found = study.analyse(grouped, straight, ["y"])
    assert found.names == ["a", "b"]
    assert index(found, "mu") == {"a": None, "b": 0.0}
    assert index(found, "mu_star")["b"] == 0.0
    assert 2.0 <= index(found, "mu_star")["a"] <= 4.0


def test_one_at_a_time_is_exact_for_what_is_straight() -> None:
    def with_luck(values: Values, luck: NDArray[np.int64]) -> Values:
        return (5 * values[:, 0] - values[:, 1] + 100.0 * luck)[:, None]

    factors = [F.uniform("x0", 0, 1), F.uniform("x1", 0, 4)]
    found = study.analyse(plan(factors, "oat", 3), with_luck, ["y"])
    assert index(found, "at_low") == {"x0": -2.5, "x1": 2.0}
    assert index(found, "at_high") == {"x0": 2.5, "x1": -2.0}
    # The luck is large, but the same at every point.
    assert index(found, "at_high_error") == pytest.approx({"x0": 0.0, "x1": 0.0})
    assert found.means == pytest.approx((100.5,))


@pytest.mark.parametrize("method", ["morris", "sobol", "oat"])
def test_output_that_never_changes_has_no_indices(method: str) -> None:
    found = study.analyse(plan(of_three(), method, 4), lambda v, _: np.ones((len(v), 1)), ["y"])
    assert set(index(found, study.RANK[method]).values()) == {0.0}


# --- luck -----------------------------------------------------------------------------------------------------------


def test_luck_takes_its_share_of_the_variance() -> None:
    """Half of the variance is luck's: 0.5 from the factor, 0.5 from the number of the luck."""

    def noisy(values: Values, luck: NDArray[np.int64]) -> Values:
        noise = np.array([np.random.default_rng(int(k)).normal() for k in luck])
        return (values[:, 0] + noise)[:, None]

    factors = [F.uniform("x", -math.sqrt(3), math.sqrt(3)), F.uniform("idle", 0, 1)]
    found = study.analyse(plan(factors, "sobol", 1024, with_luck=True), noisy, ["y"])
    assert found.names == ["x", "idle", "luck"]
    assert index(found, "s1") == pytest.approx({"x": 0.5, "idle": 0.0, "luck": 0.5}, abs=0.08)
    assert index(found, "st") == pytest.approx({"x": 0.5, "idle": 0.0, "luck": 0.5}, abs=0.08)


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_every_way_and_block_has_two_lucks_of_its_own(method: str) -> None:
    from khingan.experiments.sensitivity import morris, sobol

    maker = {"morris": morris, "sobol": sobol}[method]
    design = maker.sample(["a", "b", "c"], 8, 1, True)
    blocks = design.luck.reshape(8, -1)
    assert [sorted(set(block.tolist())) for block in blocks] == [[2 * i, 2 * i + 1] for i in range(8)]
    # Luck is no column of the factors.
    assert design.u.shape == (maker.cost(3, 8, True), 3)


# --- what is asked for ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "factors", "n", "campaigns"),
    [("morris", 10, 8, 96), ("sobol", 10, 64, 832), ("oat", 10, 5, 105)],
)
def test_cost_is_told_before_the_work(method: str, factors: int, n: int, campaigns: int) -> None:
    asked = study.make_plan([F.uniform(f"x{i}", 0, 1) for i in range(factors)], method, n)
    assert asked.campaigns == campaigns
    told: list[int] = []

    def count(values: Values, _luck: Any) -> Values:
        told.append(len(values))
        return values[:, :1]

    study.analyse(asked, count, ["y"])
    assert told == [campaigns]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"method": "soboll"}, "did you mean sobol"),
        ({"n": 0}, "2 or more"),
        ({"n": -3}, "2 or more"),
        ({"method": "sobol", "n": 100}, "a power of two, 4 or more, such as 64 or 128"),
        ({"method": "sobol", "n": 0}, "a power of two"),
        ({"method": "oat", "n": 1}, "2 or more"),
        ({"method": "oat", "replicates": 2}, "n is the number of campaigns a point"),
        ({"replicates": 0}, "1 or more"),
        ({"seed": -1}, "out of range"),
        ({"grouping": "sections"}, "did you mean section"),
        ({"most": 39}, "the design costs 40 campaigns"),
    ],
)
def test_bad_requests_are_refused(more: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        study.make_plan(of_three(), **({"n": 8} | more))


def test_missing_salib_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib.sample.morris", None)
    with pytest.raises(InputError, match=r"khingan\[analysis\]"):
        study.analyse(plan(of_three(), "morris", 4), ishigami, ["y"])


# --- factors --------------------------------------------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.floats(-10, 10), st.floats(0.1, 5)), min_size=1, max_size=6),
    st.lists(st.floats(0, 1), min_size=1, max_size=20),
)
def test_categorical_factor_takes_only_its_levels(levels: list[tuple[float, float]], u: list[float]) -> None:
    values, weights = [v for v, _ in levels], [w for _, w in levels]
    found = F.categorical(values, weights)(np.array(u))
    assert set(found.tolist()) <= set(values)


def test_rivals_are_as_wide_as_their_weights() -> None:
    shape = F.categorical([1.0, 2.0, 3.0], [2, 1, 1])
    u = (np.arange(400) + 0.5) / 400
    assert [int((shape(u) == value).sum()) for value in (1.0, 2.0, 3.0)] == [200, 100, 100]


def test_coefficients_are_spread_as_ensembles_draw_them(tiny: Compiled) -> None:
    (factor,) = F.choose(tiny.scenario, ["x_tanks"])
    u = np.linspace(0, 1, 11)
    assert factor.quantile(u).tolist() == two_triangles(u, factor.low, factor.stated, factor.high).tolist()
    row = F.coefficients_of(tiny.scenario, [factor], F.values_of([factor], u[:, None]))
    assert row.shape == (11, len(NAMES))
    assert row[0, NAMES.index("x_tanks")] == factor.low
    others = np.delete(row, NAMES.index("x_tanks"), axis=1)
    assert (others == np.delete(tiny.parameters, NAMES.index("x_tanks"))).all()


def test_factors_go_by_name_pattern_section_and_family(tiny: Compiled) -> None:
    sc = tiny.scenario
    names = [factor.name for factor in F.choose(sc)]
    assert not any(name.startswith("switch_") for name in names)
    assert len(names) > 300
    assert {f.section for f in F.choose(sc, ["rail"])} == {"rail"}
    assert [f.name for f in F.choose(sc, ["x_tanks", "x_gun*"])] == ["x_tanks", "x_guns"]
    switches = F.choose(sc, ["switches"])
    assert all(f.levels == ("off", "on") for f in switches)
    assert F.groups_of(F.choose(sc, ["x_tanks", "march_foot_*"]), "word") == ["x"] + ["march"] * 7


@pytest.mark.parametrize(
    ("pattern", "words"), [("x_tnks", "did you mean x_tanks"), ("zz*", "there is no such parameter")]
)
def test_unknown_factor_is_told(tiny: Compiled, pattern: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        F.choose(tiny.scenario, ["x_guns", pattern])


def test_disputed_inputs_of_the_library_are_factors() -> None:
    from khingan.scenario import load

    sc = load(default_name())
    disputed = F.choose(sc, ["disputed"])
    rivals = [factor for factor in disputed if factor.levels]
    assert rivals
    for factor in rivals:
        assert len(factor.levels) > 1
        got = factor.quantile(np.linspace(0, 1, 101))
        assert (np.diff(got) >= 0).all()
        assert (got[0], got[-1]) == (factor.low, factor.high)
    # The stated figure of every dispute leaves the coefficients as they are.
    stated = np.array([[factor.stated for factor in disputed]])
    from khingan.scenario.compile import parameter_vector

    assert F.coefficients_of(sc, disputed, stated)[0] == pytest.approx(parameter_vector(sc))


# --- campaigns ------------------------------------------------------------------------------------------------------


def test_campaigns_are_fought_in_one_batch_with_the_luck_of_the_design(tiny: Compiled) -> None:
    ruler = Ruler(tiny, find(tiny.scenario, ["red_killed"]))
    factors = F.choose(tiny.scenario, ["z_base", "alpha"])
    asked = study.make_plan(factors, "morris", 3, replicates=2)
    done: list[int] = []
    evaluate = study.fought(ruler, asked, done.append)
    values = np.array([[f.stated for f in factors], [f.high for f in factors]])
    got = evaluate(values, np.array([0, 4]))
    assert sum(done) == 4
    changed = np.array(tiny.parameters)
    for factor in factors:
        changed[NAMES.index(factor.name)] = factor.high
    plain = play(ruler, tiny.parameters, np.array(1), np.array([0, 1])).values.mean(axis=0)
    other = play(ruler, changed, np.array(1), np.array([8, 9])).values.mean(axis=0)
    assert got.tolist() == [plain.tolist(), other.tolist()]


def test_intensity_drives_the_killed(tiny: Compiled) -> None:
    """The coefficient that multiplies all casualties moves the killed; one of an idle mechanism does not."""
    found = study.sensitivity(
        tiny.scenario, "oat", 4, parameters=["campaign_intensity", "rail_*_km_day"], measures=["red_killed"]
    )
    (name, row), *_ = found.ranked(0)
    assert name == "campaign_intensity"
    assert row["at_low"] < 0 < row["at_high"]
    table = found.table()
    assert table["rank"].to_pylist() == list(range(1, len(table) + 1))
