"""The three kinds of uncertainty by name: what the campaigns of an ensemble may differ in."""

from __future__ import annotations

from collections.abc import Collection

from khingan.errors import InputError, Problem

DISPUTED, COEFFICIENTS, LUCK = "disputed", "coefficients", "luck"
KINDS = (DISPUTED, COEFFICIENTS, LUCK)
NONE = "none"


def kinds_of(kinds: Collection[str]) -> tuple[str, ...]:
    """Kinds of uncertainty in their order, each once.

    Raises
    ------
    InputError
        If one is unknown.
    """
    for kind in kinds:
        if kind not in KINDS:
            raise InputError(
                Problem(
                    "there is no such kind of uncertainty",
                    field="uncertainty",
                    value=kind,
                    expected=f"some of {', '.join(KINDS)}, separated by commas, or {NONE}",
                )
            )
    return tuple(kind for kind in KINDS if kind in kinds)


def parse_kinds(text: str) -> tuple[str, ...]:
    """Kinds of uncertainty from a list separated by commas; ``none`` for none of them.

    Raises
    ------
    InputError
        If one is unknown, or the list is empty.
    """
    words = [part.strip() for part in text.split(",")]
    return () if words == [NONE] else kinds_of(words)
