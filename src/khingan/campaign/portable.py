"""Elementary functions that give the same bits on every machine, compiled or not.

The C library's ``exp`` and ``log`` differ in the last bit between systems, and one bit is enough to part two
campaigns of the same seed. These use only ``+ - * /``, ``sqrt`` (all correctly rounded by IEEE 754) and exact
scaling by powers of two. Fused multiply-add would break the identity, hence never ``fastmath``.
"""

from __future__ import annotations

import math

from numba import njit

_INFINITY = math.inf
_INVERSE_LN2 = 1.4426950408889634
_LN2_HIGH = 0.6931471803691238  # ln 2 in two parts; the upper has 33 bits, so its integer multiples are exact
_LN2_LOW = 1.9082149292705877e-10
_LN10 = 2.302585092994046
_INVERSE_LN10 = 0.4342944819032518
_LOG2_10 = 3.321928094887362
_LOG10_2_HIGH = 0.3010299955494702  # log10 2 likewise
_LOG10_2_LOW = 1.1451100898021838e-10
_SQRT_HALF = 0.7071067811865476


@njit(cache=True)
def _exp_reduced(r: float) -> float:
    """exp(r) for abs(r) <= 0.35: Taylor series to the 13th power, remainder below 1e-17."""
    s = 1.0 / 6227020800.0
    s = s * r + 1.0 / 479001600.0
    s = s * r + 1.0 / 39916800.0
    s = s * r + 1.0 / 3628800.0
    s = s * r + 1.0 / 362880.0
    s = s * r + 1.0 / 40320.0
    s = s * r + 1.0 / 5040.0
    s = s * r + 1.0 / 720.0
    s = s * r + 1.0 / 120.0
    s = s * r + 1.0 / 24.0
    s = s * r + 1.0 / 6.0
    s = s * r + 0.5
    return 1.0 + (r + r * r * s)


@njit(cache=True)
def exp(x: float) -> float:
    """e to the power x; 0 below -700, infinity above 700."""
    if x < -700.0:
        return 0.0
    if x > 700.0:
        return _INFINITY
    k = math.floor(x * _INVERSE_LN2 + 0.5)
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    return math.ldexp(_exp_reduced(r), k)


@njit(cache=True)
def pow10(x: float) -> float:
    """10 to the power x; 0 below -300, infinity above 300."""
    if x < -300.0:
        return 0.0
    if x > 300.0:
        return _INFINITY
    k = math.floor(x * _LOG2_10 + 0.5)
    r = ((x - k * _LOG10_2_HIGH) - k * _LOG10_2_LOW) * _LN10
    return math.ldexp(_exp_reduced(r), k)


@njit(cache=True)
def log(x: float) -> float:
    """Natural logarithm; minus infinity for x <= 0."""
    if x <= 0.0:
        return -_INFINITY
    m, k = math.frexp(x)
    if m < _SQRT_HALF:
        m *= 2.0
        k -= 1
    # ln m = 2 artanh((m - 1) / (m + 1)), series in s**2 <= 0.0295
    s = (m - 1.0) / (m + 1.0)
    q = s * s
    t = 1.0 / 23.0
    t = t * q + 1.0 / 21.0
    t = t * q + 1.0 / 19.0
    t = t * q + 1.0 / 17.0
    t = t * q + 1.0 / 15.0
    t = t * q + 1.0 / 13.0
    t = t * q + 1.0 / 11.0
    t = t * q + 1.0 / 9.0
    t = t * q + 1.0 / 7.0
    t = t * q + 1.0 / 5.0
    t = t * q + 1.0 / 3.0
    return k * _LN2_HIGH + (2.0 * s + (2.0 * s * q * t + k * _LN2_LOW))


@njit(cache=True)
def log10(x: float) -> float:
    """Logarithm to base 10; minus infinity for x <= 0."""
    return log(x) * _INVERSE_LN10


@njit(cache=True)
def power(x: float, exponent: float) -> float:
    """x to a positive exponent, for x >= 0."""
    if x <= 0.0:
        return 0.0
    return exp(exponent * log(x))


@njit(cache=True)
def logistic(x: float) -> float:
    """1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + exp(-x))


@njit(cache=True)
def rounded(x: float) -> int:
    """Nearest integer, halves upward (Python's own rounding and C's differ on halves)."""
    return math.floor(x + 0.5)


@njit(cache=True)
def normal(u: float) -> float:
    """Standard normal deviate of a uniform one: the inverse distribution function.

    Algorithm AS 241 (PPND16) without its outermost branch: ``u`` is kept 2**-33 away from 0 and 1, as far
    as a 32-bit uniform reaches (6.3 standard deviations). Relative error about 1e-15.

    References
    ----------
    .. [1] M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution",
       Applied Statistics 37 (1988), 477-484.
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        a = 2.5090809287301226727e3
        a = a * r + 3.3430575583588128105e4
        a = a * r + 6.7265770927008700853e4
        a = a * r + 4.5921953931549871457e4
        a = a * r + 1.3731693765509461125e4
        a = a * r + 1.9715909503065514427e3
        a = a * r + 1.3314166789178437745e2
        a = a * r + 3.3871328727963666080e0
        b = 5.2264952788528545610e3
        b = b * r + 2.8729085735721942674e4
        b = b * r + 3.9307895800092710610e4
        b = b * r + 2.1213794301586595867e4
        b = b * r + 5.3941960214247511077e3
        b = b * r + 6.8718700749205790830e2
        b = b * r + 4.2313330701600911252e1
        b = b * r + 1.0
        return q * a / b
    tail = u if q < 0.0 else 1.0 - u
    r = math.sqrt(-log(max(tail, 2.0**-33))) - 1.6
    a = 7.74545014278341407640e-4
    a = a * r + 2.27238449892691845833e-2
    a = a * r + 2.41780725177450611770e-1
    a = a * r + 1.27045825245236838258e0
    a = a * r + 3.64784832476320460504e0
    a = a * r + 5.76949722146069140550e0
    a = a * r + 4.63033784615654529590e0
    a = a * r + 1.42343711074968357734e0
    b = 1.05075007164441684324e-9
    b = b * r + 5.47593808499534494600e-4
    b = b * r + 1.51986665636164571966e-2
    b = b * r + 1.48103976427480074590e-1
    b = b * r + 6.89767334985100004550e-1
    b = b * r + 1.67638483018380384940e0
    b = b * r + 2.05319162663775882187e0
    b = b * r + 1.0
    return -a / b if q < 0.0 else a / b
