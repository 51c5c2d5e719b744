"""The verdict on every figure: does the run, measured by the figure's own definition, meet it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from khingan.claims import Claim, ClaimSet, rivals
from khingan.reckoning.model import EVE, UNITS, Definition, Reading
from khingan.reckoning.simulated import Run
from khingan.verdict.losses import MAX_RATIO

AGREES = "agrees"
DISPUTED = "disputed by its own sources"
OUTSIDE = "outside"
TOO_WIDE = "too wide to tell"
NOT_PRODUCED = "not produced by the model"
QUANTILES = (0.05, 0.5, 0.95)
VERDICTS = (AGREES, DISPUTED, OUTSIDE, TOO_WIDE, NOT_PRODUCED)


@dataclass(frozen=True, slots=True)
class Span:
    """5 %, 50 % and 95 % of the campaigns; three times the same number for one campaign."""

    q05: float
    q50: float
    q95: float


@dataclass(frozen=True, slots=True)
class Rival:
    """Another figure for what is counted by the same definition.

    Parameters
    ----------
    claim_id, source_id, figure : str
    low, high : float
        What its words allow.
    """

    claim_id: str
    source_id: str
    figure: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """A figure beside the run.

    Parameters
    ----------
    reading : Reading
    claim : Claim
    source : str
        Title of the claim's source.
    allowed : (float, float) or None
        What the words of the figure allow; None without a number.
    rivals : tuple of Rival
        Figures by the same definition.
    elsewhere : tuple of str
        Claims that contradict this one and count something else; they are named, never compared.
    apart : bool
        The figure and its rivals have no value in common.
    simulated : Span or None
        None if the model does not produce the quantity.
    meets : tuple of str
        Those of the claims, this one and its rivals, that the simulated interval meets.
    verdict : str
        One of `VERDICTS`.
    reason : str
        Why nothing is compared; empty otherwise.
    """

    reading: Reading
    claim: Claim
    source: str
    allowed: tuple[float, float] | None
    rivals: tuple[Rival, ...]
    elsewhere: tuple[str, ...]
    apart: bool
    simulated: Span | None
    meets: tuple[str, ...]
    verdict: str
    reason: str


def reckon(readings: Sequence[Reading], claims: ClaimSet, run: Run) -> tuple[Row, ...]:
    """Put every reading of a figure beside the run.

    Parameters
    ----------
    readings : sequence of Reading
        The table of the scenario.
    claims : ClaimSet
        Claims of the same scenario.
    run : Run
        Tables of a finished run.

    Returns
    -------
    tuple of Row
        In the order of the readings.
    """
    members: dict[Definition, list[Reading]] = {}
    for reading in readings:
        if reading.definition is not None:
            members.setdefault(reading.definition, []).append(reading)
    return tuple(_row(reading, members, claims, run) for reading in readings)


def _row(reading: Reading, members: Mapping[Definition, list[Reading]], claims: ClaimSet, run: Run) -> Row:
    claim = claims[reading.claim_id]
    same: list[Reading] = members[reading.definition] if reading.definition is not None else []
    beside = tuple(
        _rival(claims[name], reading.definition)
        for name in dict.fromkeys(other.claim_id for other in same)
        if name != claim.claim_id
    )
    known = {claim.claim_id, *(rival.claim_id for rival in beside)}
    elsewhere = tuple(c.claim_id for c in rivals(claims, claim.claim_id) if c.claim_id not in known)
    values, reason = None, reading.note
    if reading.definition is not None:
        values, reason = run.values(reading.definition)
    span = None if values is None else span_of(values)
    own = allowed(claim, reading.definition) if claim.is_number else None
    figures = {rival.claim_id: (rival.low, rival.high) for rival in beside}
    if own is not None:
        figures = {claim.claim_id: own, **figures}
    meets = tuple(
        name for name, figure in figures.items() if span is not None and meet(span, figure, reading.tolerance)
    )
    return Row(
        reading=reading,
        claim=claim,
        source=claims.sources[claim.source_id].title,
        allowed=own,
        rivals=beside,
        elsewhere=elsewhere,
        apart=are_apart(list(figures.values())),
        simulated=span,
        meets=meets,
        verdict=verdict(span, own, [(r.low, r.high) for r in beside], reading.tolerance),
        reason=reason if span is None else "",
    )


def _rival(claim: Claim, definition: Definition | None) -> Rival:
    return Rival(claim.claim_id, claim.source_id, claim.figure, *allowed(claim, definition))


def allowed(claim: Claim, definition: Definition | None) -> tuple[float, float]:
    """Return what the words of a claim allow; counts of units are widened to whole ones.

    "No fewer than 13 brigades" ends at 13.9, and there is no such number of brigades.
    """
    low, high = claim.allowed
    if definition is not None and definition.measure == EVE and definition.what == (UNITS,):
        return float(floor(low)), float(ceil(high))
    return low, high


def span_of(values: NDArray[np.float64]) -> Span:
    """Return the quantiles over campaigns."""
    return Span(*(float(q) for q in np.quantile(values, QUANTILES)))


def meet(span: Span, figure: tuple[float, float], tolerance: float = 0.0) -> bool:
    """Whether the simulated interval meets a figure, widened by a share of it."""
    low, high = figure
    return span.q05 <= high * (1 + tolerance) and span.q95 >= low * (1 - tolerance)


def are_apart(figures: Sequence[tuple[float, float]]) -> bool:
    """Whether no value is allowed by all the figures."""
    return len(figures) > 1 and max(low for low, _ in figures) > min(high for _, high in figures)


def verdict(
    span: Span | None,
    own: tuple[float, float] | None,
    beside: Sequence[tuple[float, float]] = (),
    tolerance: float = 0.0,
) -> str:
    """Judge a simulated interval against a figure and its rivals of the same definition.

    Parameters
    ----------
    span : Span or None
        None if the model does not produce it.
    own : (float, float) or None
        What the words of the figure allow.
    beside : sequence of (float, float)
        The same of its rivals.
    tolerance : float
        Share by which the interval may miss.

    Returns
    -------
    str
        Where the figures have no value in common, the hull of them all is what can be met, and to meet it is
        ``disputed by its own sources``; otherwise the figure itself, and to meet it is ``agrees``. An interval
        that spans more than a factor of `MAX_RATIO` meets anything, so it is ``too wide to tell``.
    """
    if span is None or own is None:
        return NOT_PRODUCED
    figures = [own, *beside]
    apart = are_apart(figures)
    target = (min(low for low, _ in figures), max(high for _, high in figures)) if apart else own
    if not meet(span, target, tolerance):
        return OUTSIDE
    if span.q95 > MAX_RATIO * span.q05:
        return TOO_WIDE
    return DISPUTED if apart else AGREES


def tally(rows: Sequence[Row]) -> dict[str, int]:
    """Count the rows by verdict, in the order of `VERDICTS`."""
    found = Counter(row.verdict for row in rows)
    return {name: found[name] for name in VERDICTS}
