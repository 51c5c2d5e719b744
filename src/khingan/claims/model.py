"""What a claim is: one statement of one source about one quantity, by one definition."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from khingan.errors import InputError, Problem

OVER = 1.07
"""Upper end of "over X" as a multiple of X: beyond it the next round figure is printed (assumption)."""

_POINTS_IN_TIME = ("date", "month", "year")
_LOWER_BOUNDS = ("more_than", "at_least")
_UPPER_BOUNDS = ("less_than", "up_to")


@dataclass(frozen=True, slots=True)
class Source:
    """A text that makes claims."""

    source_id: str
    title: str
    author: str
    year: int | None
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class ClaimClass:
    """Figures of one side, kind, unit and period, so that sums of them mean something."""

    class_id: str
    title: str
    side: str
    kind: str
    unit: str
    period_start: str
    period_end: str
    description: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a source.

    Parameters
    ----------
    claim_id, source_id, locator, subject, side, relation, unit : str
    as_of_date, scope, definition, paraphrase, basis : str
        The columns of ``claims.csv``; empty text where nothing is known.
    value_low, value_high : str
        The figures as they stand in the table: numbers, or dates if `unit` is a point in time.
    confidence : str
        ``sourced``, ``derived`` or ``recalled``.
    conflicts_with : tuple of str
        Ids of rival claims.
    class_id : str
        Additive class, or empty.
    """

    claim_id: str
    source_id: str
    locator: str
    subject: str
    side: str
    relation: str
    value_low: str
    value_high: str
    unit: str
    as_of_date: str
    scope: str
    definition: str
    paraphrase: str
    confidence: str
    conflicts_with: tuple[str, ...]
    class_id: str
    basis: str

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds the figure counts; a dot marks a part of a kind."""
        return tuple(self.definition.split("+")) if self.definition else ()

    @property
    def is_number(self) -> bool:
        """Whether the claim states a number (and not a date or a fact without figure)."""
        return bool(self.value_low or self.value_high) and not is_point_in_time(self.unit)

    @property
    def printed(self) -> tuple[float, float]:
        """The figure as printed, low and high; a one-sided claim gives its one figure twice."""
        if not self.is_number:
            raise InputError(
                Problem(
                    "states no number",
                    file="claims.csv",
                    field="claim_id",
                    value=self.claim_id,
                    expected="a claim with a number",
                )
            )
        low = float(self.value_low or self.value_high)
        return low, float(self.value_high or self.value_low)

    @property
    def allowed(self) -> tuple[float, float]:
        """The values its words allow.

        ``more_than`` and ``at_least`` X: X to `OVER` times X. ``less_than`` and ``up_to`` X: X / `OVER` to X.
        ``approx``: half the rounding unit to both sides, 12,000 being 11,500 to 12,500. Everything else is
        exact.
        """
        low, high = self.printed
        if self.relation in _LOWER_BOUNDS and not (self.value_low and self.value_high and low != high):
            return low, low * OVER
        if self.relation in _UPPER_BOUNDS and not (self.value_low and self.value_high and low != high):
            return high / OVER, high
        if self.relation == "approx":
            return low - rounding_unit(self.value_low) / 2, high + rounding_unit(self.value_high) / 2
        return low, high

    @property
    def figure(self) -> str:
        """The figure for people, with its relation and unit."""
        if not (self.value_low or self.value_high):
            return ""
        low, high = (_grouped(text, self.is_number) for text in (self.value_low, self.value_high))
        text = low if low == high else f"{low} to {high}" if low and high else low or high
        sign = {"more_than": "> ", "at_least": "≥ ", "less_than": "< ", "up_to": "≤ ", "approx": "≈ "}
        unit = "" if is_point_in_time(self.unit) else f" {self.unit.replace('_', ' ')}"
        lead = sign.get(self.relation, "") if low == high or not (low and high) else ""
        return f"{lead}{text}{unit}"


@dataclass(frozen=True)
class ClaimSet:
    """All claims of a scenario with their sources and additive classes."""

    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]
    classes: Mapping[str, ClaimClass]
    folder: Path | None = None

    def __getitem__(self, claim_id: str) -> Claim:
        try:
            return self.claims[claim_id]
        except KeyError:
            near = difflib.get_close_matches(claim_id.upper(), self.claims, n=3, cutoff=0.5)
            raise InputError(
                Problem(
                    "unknown claim",
                    field="claim_id",
                    value=claim_id,
                    expected="an id of claims.csv" + (f", such as {', '.join(near)}" if near else ""),
                    mend="khingan claims list shows them all",
                )
            ) from None

    def __len__(self) -> int:
        return len(self.claims)

    def members(self, class_id: str) -> tuple[Claim, ...]:
        """Numeric claims of an additive class, in id order of the table."""
        return tuple(c for c in self.claims.values() if c.class_id == class_id and c.is_number)

    def quantity(self, subject: str, definition: str) -> tuple[Claim, ...]:
        """Claims about one quantity by one definition."""
        return tuple(c for c in self.claims.values() if c.subject == subject and c.definition == definition)

    def select(
        self, subject: str | None = None, side: str | None = None, source: str | None = None
    ) -> tuple[Claim, ...]:
        """Claims whose subject contains a text and whose side and source match; None matches all."""
        return tuple(
            claim
            for claim in self.claims.values()
            if (subject is None or subject in claim.subject)
            and (side is None or side == claim.side)
            and (source is None or source == claim.source_id)
        )


def is_point_in_time(unit: str) -> bool:
    """Whether values of a unit are dates or times and not numbers."""
    return unit in _POINTS_IN_TIME or unit.startswith("datetime")


def rounding_unit(text: str) -> float:
    """Return the unit of a printed figure's last significant digit: 1,000 for 12000, 100 for 1092400."""
    number = Decimal(text).normalize()
    exponent = number.as_tuple().exponent
    return float(Decimal(1).scaleb(exponent)) if isinstance(exponent, int) and number else 1.0


def same_or_part(one: str, other: str) -> bool:
    """Whether two kinds are the same, or one is a part of the other (wounded, wounded.manchuria)."""
    return one == other or one.startswith(other + ".") or other.startswith(one + ".")


def definition_distance(terms: Iterable[str], target: Iterable[str]) -> int:
    """Count in how many kinds a sum differs from a definition.

    Parameters
    ----------
    terms, target : iterable of str
        Kinds with repetition: a kind counted twice in `terms` differs from its single count in `target`.

    Returns
    -------
    int
        Kinds missing or too many; a part standing for the whole kind (or the reverse) counts one.
    """
    have, want = Counter(terms), Counter(target)
    extra = list((have - want).elements())
    missing = list((want - have).elements())
    for kind in extra:
        match = next((other for other in missing if same_or_part(kind, other)), None)
        if match is not None:
            missing.remove(match)
    return len(extra) + len(missing)


def _grouped(text: str, is_number: bool) -> str:
    return f"{Decimal(text):,}" if text and is_number else text
