"""Small claim sets: ``make("A", 10, "killed")`` is one claim of the class ``losses``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from khingan.claims import Claim, ClaimClass, ClaimSet, Source, load_claims
from khingan.cli.common import default_scenario


def make_claim(claim_id: str, low: float | str = "", definition: str = "killed", **changes: Any) -> Claim:
    values: dict[str, Any] = {
        "claim_id": claim_id,
        "source_id": "book",
        "locator": "",
        "subject": "dead",
        "side": "USSR",
        "relation": "equals",
        "value_low": str(low),
        "value_high": str(low),
        "unit": "persons",
        "as_of_date": "1945-09",
        "scope": "",
        "definition": definition,
        "paraphrase": "a statement",
        "confidence": "sourced",
        "conflicts_with": (),
        "class_id": "losses",
        "basis": "founding",
    }
    return Claim(**(values | changes))


def make_set(*claims: Claim) -> ClaimSet:
    sources = {c.source_id: Source(c.source_id, "Title", "Author", 1950, "monograph", "read") for c in claims}
    classes = {
        "losses": ClaimClass("losses", "Losses", "soviet", "losses", "persons", "1945-08", "1945-09", "all")
    }
    return ClaimSet({c.claim_id: c for c in claims}, sources, classes)


@pytest.fixture(scope="session")
def make() -> Callable[..., Claim]:
    return make_claim


@pytest.fixture(scope="session")
def collect() -> Callable[..., ClaimSet]:
    return make_set


@pytest.fixture(scope="session")
def library() -> ClaimSet:
    return load_claims(default_scenario())
