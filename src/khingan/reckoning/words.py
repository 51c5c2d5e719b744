"""A row of the reckoning in words that can be quoted."""

from __future__ import annotations

from math import floor, log10

from khingan.claims import Claim
from khingan.reckoning.judge import AGREES, DISPUTED, OUTSIDE, TOO_WIDE, Row
from khingan.verdict.losses import MAX_RATIO

DIGITS = 3
"""Significant digits of a simulated number in a sentence; more would claim more than a model knows."""

NO_EVIDENCE = {
    "calibrated": "calibrated",
    "input": "input",
}
"""Bases whose agreement is no evidence, and the words that say so behind the verdict."""

PARTLY = "a coefficient or rule behind it was set on a related figure or changed on seeing early runs"
"""What a star behind a verdict says."""

HOW_TO_READ = {
    AGREES: "nine campaigns of ten span a range that meets the figure, and no rival by the same definition "
    "contradicts it",
    DISPUTED: "figures by the same definition exclude each other, and the simulated range meets one of them or "
    "lies between them",
    OUTSIDE: "the simulated range misses the figure; where rivals exclude each other, it misses the span of them all",
    TOO_WIDE: f"the range meets it but spans more than a factor of {MAX_RATIO:g}: it would meet nearly anything",
}


def plain(value: float) -> str:
    """Write a number: whole from 100 on, a digit after the point below unless it is whole."""
    if abs(value) >= 100 or abs(value - round(value)) < 0.05:
        return f"{value:,.0f}"
    return f"{value:,.1f}"


def rounded(value: float) -> str:
    """Write a simulated number with `DIGITS` significant digits."""
    if value == 0:
        return "0"
    return plain(round(value, DIGITS - 1 - floor(log10(abs(value)))))


def figure_text(claim: Claim) -> str:
    """The figure as printed; the unit only where it is not persons."""
    return claim.figure.removesuffix(" persons")


def simulated_text(row: Row) -> str:
    """5, 50 and 95 % of the campaigns, or the one number where they do not differ."""
    if row.simulated is None:
        return ""
    span = row.simulated
    if span.q05 == span.q95:
        return plain(span.q50)
    return " / ".join(plain(value) for value in (span.q05, span.q50, span.q95))


def verdict_text(row: Row) -> str:
    """The verdict; behind it whether the number is simulated freely, see `NO_EVIDENCE` and `PARTLY`."""
    if row.simulated is None:
        return row.verdict
    why = NO_EVIDENCE.get(row.reading.basis)
    if why:
        return f"{row.verdict} ({why})"
    return f"{row.verdict} *" if row.reading.basis == "partly" else row.verdict


def rivals_text(row: Row) -> str:
    """Figures by the same definition, with their claims."""
    return ", ".join(f"{rival.figure.removesuffix(' persons')} ({rival.claim_id})" for rival in row.rivals)


def sentences(row: Row) -> str:
    """Say what the run has by the figure's definition, and how the two stand to each other.

    Parameters
    ----------
    row : Row

    Returns
    -------
    str
        Two or three sentences; without a simulated number the reason why there is none.
    """
    if row.simulated is None or row.allowed is None:
        return f"Not compared: {row.reason}."
    span, (low, high) = row.simulated, row.allowed
    unit = "" if row.claim.unit == "persons" else f" {row.claim.unit.replace('_', ' ')}"
    if row.reading.basis == "input":
        text = f"The scenario starts with {plain(span.q50)}{unit}."
    elif span.q05 == span.q95:
        text = f"The run has {rounded(span.q50)}{unit}."
    else:
        text = (
            f"The simulation has {rounded(span.q50)}{unit}; nine campaigns of ten lie between {rounded(span.q05)} "
            f"and {rounded(span.q95)}."
        )
    if low != high:
        text += f" The words of the figure allow {plain(low)} to {plain(high)}."
    if row.reading.tolerance:
        text += f" A difference of up to {row.reading.tolerance:.0%} counts as meeting it."
    return f"{text} {_judged(row)}"


def _judged(row: Row) -> str:
    if row.verdict == DISPUTED:
        if not row.meets:
            where = "the simulated range lies between them"
        else:
            where = f"the simulated range meets {' and '.join(row.meets)}"
        return f"By this definition the documents exclude each other ({rivals_text(row)}); {where}."
    if row.verdict == TOO_WIDE:
        return "The range meets the figure, but it is so wide that this says nothing."
    if row.verdict == AGREES:
        return "The two agree." if not row.rivals else f"The two agree, and so does {rivals_text(row)}."
    return f"The simulated range lies {_gap(row)}."


def _gap(row: Row) -> str:
    assert row.simulated is not None
    assert row.allowed is not None
    lows = [row.allowed[0], *(rival.low for rival in row.rivals)]
    highs = [row.allowed[1], *(rival.high for rival in row.rivals)]
    low, high = (min(lows), max(highs)) if row.apart else row.allowed
    name = "all of them" if row.apart else "it"
    if row.simulated.q95 < low:
        return f"below {name}: its upper end has {row.simulated.q95 / low:.0%} of the figure"
    return f"above {name}: its lower end has {row.simulated.q05 / high:.0%} of the figure"
