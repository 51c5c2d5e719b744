"""Our own exp, log and normal agree with the libraries'; their bits are pinned in test_bits.py."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from khingan.campaign import portable


@given(st.floats(-690.0, 690.0))
def test_exp_agrees_with_the_c_library(x: float) -> None:
    assert portable.exp(x) == pytest.approx(math.exp(x), rel=1e-14)


@given(st.floats(-290.0, 290.0))
def test_pow10_agrees_with_the_c_library(x: float) -> None:
    assert portable.pow10(x) == pytest.approx(10.0**x, rel=1e-14)


@given(st.floats(1e-300, 1e300))
def test_log_agrees_with_the_c_library(x: float) -> None:
    assert portable.log(x) == pytest.approx(math.log(x), rel=1e-14, abs=0.0)


@given(st.floats(0.5, 2.0))
def test_log_keeps_its_relative_accuracy_near_one(x: float) -> None:
    assert portable.log(x) == pytest.approx(math.log(x), rel=1e-14, abs=0.0)


@given(st.floats(1e-300, 1e300))
def test_log10_agrees_with_the_c_library(x: float) -> None:
    assert portable.log10(x) == pytest.approx(math.log10(x), rel=1e-14, abs=1e-16)


@given(st.floats(1e-6, 1e6), st.floats(0.01, 4.0))
def test_power_agrees_with_the_c_library(x: float, exponent: float) -> None:
    assert portable.power(x, exponent) == pytest.approx(x**exponent, rel=1e-13)


@given(st.floats(2.0**-33, 1.0 - 2.0**-33))
def test_normal_is_the_inverse_normal_distribution(u: float) -> None:
    assert portable.normal(u) == pytest.approx(float(ndtri(u)), rel=1e-13, abs=1e-16)


def test_the_ends_of_the_range_are_defined() -> None:
    assert portable.exp(-1000.0) == 0.0
    assert portable.exp(1000.0) == math.inf
    assert portable.pow10(-400.0) == 0.0
    assert portable.pow10(400.0) == math.inf
    assert portable.log(0.0) == -math.inf
    assert portable.power(0.0, 0.55) == 0.0
    assert portable.normal(0.0) == portable.normal(2.0**-33)


def test_halves_are_rounded_upward() -> None:
    assert [portable.rounded(x) for x in (-1.5, -0.5, 0.5, 1.5, 2.5)] == [-1, 0, 1, 2, 3]


def test_logistic_is_symmetric() -> None:
    assert portable.logistic(0.0) == 0.5
    assert portable.logistic(2.0) + portable.logistic(-2.0) == pytest.approx(1.0, rel=1e-15)
