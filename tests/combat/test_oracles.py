"""Closed forms: the kernel's own rate law, and the laws of Lanchester it contains.

Without noise, matériel and ground, x = log10(A/D), and the kernel's laws are, with k = 10**z,
m = 10**(z + z_defender) and s = T**q the stretched clock,

    dA/ds = -k A (D/A)**alpha        dD/ds = -m D (A/D)**delta

The exponents alpha = delta = 1 make dA/ds = -k D, dD/ds = -m A: each enemy hits alike, Lanchester's square law.
With alpha = delta = 1/2 both rates are proportional to sqrt(A D), so that dA/dD = k/m: the linear law's exchange
of so many for one, whatever the odds. Dividing the two laws gives what any exponents conserve:

    m A**(alpha + delta) - k D**(alpha + delta)
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from combat_fights import day_of, fight
from combat_inputs import Vector
from hypothesis import given
from hypothesis import strategies as st

from khingan.campaign import parameters as P
from khingan.campaign.combat import casualties

A0, D0, Z, DAYS = 10_000.0, 8_000.0, -1.5, 12


def with_exponents(p: Vector, alpha: float, delta: float, clock: float, z_defender: float) -> Vector:
    """The coefficients with a law of losses of one's own."""
    q = p.copy()
    q[P.ALPHA], q[P.DELTA], q[P.CLOCK_EXPONENT], q[P.Z_DEFENDER] = alpha, delta, clock, z_defender
    return q


def men_left(p: Vector, steps_a_day: int) -> tuple[float, float]:
    """Men of both sides after the kernel's twelve days."""
    lost_a, lost_d = fight(A0, D0, 0.0, Z, DAYS, day_of(steps_a_day), 0, False, p)
    return A0 - lost_a, D0 - lost_d


def rates(p: Vector) -> tuple[float, float]:
    """k and m of the laws above."""
    return 10.0**Z, 10.0 ** (Z + p[P.Z_DEFENDER])


def square_law(p: Vector) -> tuple[float, float]:
    """Both sides by Lanchester's square law."""
    k, m = rates(p)
    s = math.sqrt(k * m) * DAYS ** p[P.CLOCK_EXPONENT]
    a = A0 * math.cosh(s) - math.sqrt(k / m) * D0 * math.sinh(s)
    d = D0 * math.cosh(s) - math.sqrt(m / k) * A0 * math.sinh(s)
    return a, d


def linear_law(p: Vector) -> tuple[float, float]:
    """Both sides where losses go as sqrt(A D): sqrt(m A) and sqrt(k D) obey a square law of half the speed."""
    k, m = rates(p)
    s = 0.5 * math.sqrt(k * m) * DAYS ** p[P.CLOCK_EXPONENT]
    a = math.sqrt(m * A0) * math.cosh(s) - math.sqrt(k * D0) * math.sinh(s)
    d = math.sqrt(k * D0) * math.cosh(s) - math.sqrt(m * A0) * math.sinh(s)
    return a * a / m, d * d / k


LAWS = {"square": (1.0, square_law), "linear": (0.5, linear_law)}
every_law = pytest.mark.parametrize("law", LAWS)
every_clock = pytest.mark.parametrize("clock", [1.0, 0.55])
every_bias = pytest.mark.parametrize("z_defender", [0.0, 0.1, -0.3])


@given(
    x=st.floats(-2.0, 2.0),
    z=st.floats(-2.5, -1.0),
    cuts=st.lists(st.floats(0.001, 2.0), min_size=1, max_size=20),
)
def test_constant_advantage_gives_the_closed_form_for_any_cutting(
    p: Vector, x: float, z: float, cuts: list[float]
) -> None:
    left_a = left_d = 1.0
    tau = 0.0
    for dtau in cuts:
        share_a, share_d = casualties.engagement_step(x, z, tau, dtau, 0.0, 0.0, 0.0, 0.0, p)
        left_a *= 1.0 - share_a
        left_d *= 1.0 - share_d
        tau += dtau
    stretched = tau ** p[P.CLOCK_EXPONENT]
    attacker = math.exp(-(10.0 ** (z - p[P.ALPHA] * x)) * stretched)
    defender = math.exp(-(10.0 ** (z + p[P.Z_DEFENDER] + p[P.DELTA] * x)) * stretched)
    assert (left_a, left_d) == pytest.approx((attacker, defender), rel=1e-9)


@every_law
@every_clock
@every_bias
def test_given_its_exponents_the_kernel_reproduces_lanchesters_law(
    p: Vector, law: str, clock: float, z_defender: float
) -> None:
    exponent, solution = LAWS[law]
    q = with_exponents(p, exponent, exponent, clock, z_defender)
    coarse, fine = (np.array(men_left(q, steps)) for steps in (200, 400))
    assert fine == pytest.approx(solution(q), rel=1e-4)
    if clock == 1.0:
        # The error is of first order in the step: extrapolated to steps of no length, it goes.
        assert 2.0 * fine - coarse == pytest.approx(solution(q), rel=1e-7)


def ratios(values: list[tuple[float, float]], limit: tuple[float, float] | None = None) -> Vector:
    """Error of each entry over that of the entry before; without a limit, change over change."""
    men = np.array(values)
    errors = np.abs(np.diff(men, axis=0) if limit is None else men - np.array(limit))
    return errors[1:] / errors[:-1]


@every_law
def test_halving_the_step_halves_the_error_against_lanchesters_law(p: Vector, law: str) -> None:
    exponent, solution = LAWS[law]
    q = with_exponents(p, exponent, exponent, 1.0, 0.1)
    found = ratios([men_left(q, steps) for steps in (8, 16, 32, 64)], solution(q))
    assert found == pytest.approx(np.full((3, 2), 0.5), abs=0.01)


# The clock T**0.55 starts infinitely fast: a step of h costs the first one h**1.1, and the ratio nears a half slowly.
def test_under_the_models_own_law_the_ratio_nears_a_half_from_above(p: Vector) -> None:
    found = ratios([men_left(p, steps) for steps in (1, 2, 4, 8, 16, 32, 64)])
    assert (found < 0.55).all()
    assert (np.diff(found, axis=0) < 0.0).all()


def conserved(a: float, d: float, p: Vector) -> float:
    """What the law of losses conserves, over its first part at the start."""
    k, m = rates(p)
    n = p[P.ALPHA] + p[P.DELTA]
    return (m * a**n - k * d**n) / (m * A0**n)


@pytest.mark.parametrize(
    ("alpha", "delta"), [(1.0, 1.0), (0.5, 0.5), (0.251, 0.516)], ids=["square", "linear", "own"]
)
@every_clock
@every_bias
def test_the_exchange_of_losses_conserves_its_invariant(
    p: Vector, alpha: float, delta: float, clock: float, z_defender: float
) -> None:
    q = with_exponents(p, alpha, delta, clock, z_defender)
    left = men_left(q, 400)
    assert max(left[0] / A0, left[1] / D0) < 0.95
    assert conserved(*left, q) == pytest.approx(conserved(A0, D0, q), abs=1e-4)


def test_the_linear_law_exchanges_so_many_for_one_whatever_the_odds(p: Vector) -> None:
    q = with_exponents(p, 0.5, 0.5, 1.0, 0.1)
    for men in (2e3, 8e3, 64e3):
        lost_a, lost_d = fight(men, 8e3, 0.0, Z, DAYS, day_of(400), 0, False, q)
        assert lost_d / lost_a == pytest.approx(10.0**0.1, rel=5e-4)
