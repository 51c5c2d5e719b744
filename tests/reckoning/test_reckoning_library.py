"""The library's table: every figure of the founding documents has a definition or a reason."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from khingan.claims import ClaimSet
from khingan.reckoning import Definition, Reading, read_readings
from khingan.reckoning.simulated import Holder, belongs, holders_of
from khingan.scenario import Scenario


@pytest.fixture(scope="module")
def readings(flagship: Scenario, claims: ClaimSet) -> tuple[Reading, ...]:
    return read_readings(flagship, claims)


@pytest.fixture(scope="module")
def holders(flagship: Scenario) -> tuple[Holder, ...]:
    return holders_of(flagship)


def test_every_number_of_both_documents_is_reckoned(readings: tuple[Reading, ...], claims: ClaimSet) -> None:
    numbers = {c.claim_id for c in claims.claims.values() if c.basis == "founding" and c.is_number}
    assert len(numbers) >= 80
    assert numbers - {reading.claim_id for reading in readings} == set()
    assert {claims[r.claim_id].source_id for r in readings} == {"seed-war", "seed-memorial"}


def test_every_figure_of_a_class_is_about_the_forces(readings: tuple[Reading, ...], claims: ClaimSet) -> None:
    # Additive classes hold losses, captures and strengths; none of them may be waved off as something else.
    waved = {r.claim_id for r in readings if r.topic == "other" and claims[r.claim_id].class_id}
    assert {claims[name].class_id for name in waved} <= {"landings-to-0818"}


def test_at_least_forty_readings_are_compared(readings: tuple[Reading, ...]) -> None:
    assert sum(reading.definition is not None for reading in readings) >= 40


def test_the_news_article_comes_first(readings: tuple[Reading, ...], claims: ClaimSet) -> None:
    sources = [claims[reading.claim_id].source_id for reading in readings]
    last = max(i for i, source in enumerate(sources[:10]) if source == "seed-memorial")
    assert {*sources[: last + 1]} == {"seed-memorial"}
    assert {r.claim_id for r in readings[: last + 1]} == {"C191", "C193", "C194"}


def test_rivals_count_the_same_in_the_claims_tables_words(
    readings: tuple[Reading, ...], claims: ClaimSet
) -> None:
    # Nothing is compared across definitions: rows of one definition agree in side and unit, and where both
    # claims define their kinds, in these. C191 defines none: its text says dead, the table's word is a reading.
    by_definition = defaultdict(list)
    for reading in readings:
        if reading.definition is not None:
            by_definition[reading.definition].append(claims[reading.claim_id])
    for members in by_definition.values():
        assert len({(c.side, c.unit) for c in members}) == 1
        assert len({c.definition for c in members if c.claim_id != "C191"}) <= 1


def test_the_columns_are_the_kinds_that_a_claim_defines(
    readings: tuple[Reading, ...], claims: ClaimSet
) -> None:
    kinds = {"killed", "missing", "wounded", "sick", "captured", "noncombat_dead"}
    checked = 0
    for reading in readings:
        claim = claims[reading.claim_id]
        if reading.definition is None or reading.topic not in ("losses", "captivity"):
            continue
        stated = {kind.split(".")[0] for kind in claim.kinds} & kinds
        # The two readings that depart from the table's word for an undefined figure say so in their title.
        if stated and "read as" not in reading.title and "no prisoners" not in reading.title:
            assert set(reading.definition.what) == stated, reading.row_id
            checked += 1
    assert checked >= 15


def test_a_period_ends_on_the_day_of_the_claim(
    readings: tuple[Reading, ...], claims: ClaimSet, flagship: Scenario
) -> None:
    for reading in readings:
        definition, day = reading.definition, claims[reading.claim_id].as_of_date
        if definition is None or definition.measure != "sum" or len(day) < 10:
            continue
        number = (date.fromisoformat(day) - flagship.start.date()).days + 1
        days = round(flagship.steps * flagship.meta["step_hours"] / 24)
        assert (definition.last_day or days) == min(number, days), reading.row_id


def test_rows_without_a_number_have_a_reason_and_no_definition(readings: tuple[Reading, ...]) -> None:
    for reading in readings:
        assert reading.counts
        if reading.definition is None:
            assert reading.note
            assert not reading.note.endswith(".")


def test_calibrated_rows_say_on_what(readings: tuple[Reading, ...]) -> None:
    marked = [r for r in readings if r.basis in ("calibrated", "partly")]
    assert all(reading.calibrated_on for reading in marked)
    assert "C024" in {reading.claim_id for reading in marked if reading.basis == "calibrated"}


def test_strength_on_the_eve_is_that_of_the_documents(
    holders: tuple[Holder, ...],
) -> None:
    def total(definition: Definition, name: str) -> float:
        return sum(holder.holds.get(name, 0.0) for holder in holders if belongs(holder, definition))

    combat = Definition("eve", ("aircraft",), "japanese")
    assert total(combat, "aircraft") == 627
    brigades = Definition("eve", ("units",), "japanese", echelons=("brigade",), kinds=("tank-brigade",))
    assert total(brigades, "units") == 2
    men = Definition("eve", ("men",), "japanese", contingents=("MENG",))
    assert total(men, "men") == pytest.approx(44_000)
