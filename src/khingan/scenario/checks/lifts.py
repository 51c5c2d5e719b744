"""Lifts and what meets them: whoever a plan sends by ship or aircraft has some that carry him.

An axis begins where he embarks; guns and mines against ships lie where ships come.
"""

from __future__ import annotations

from collections.abc import Iterator

from khingan.atlas.reader import SEA
from khingan.errors import Problem
from khingan.scenario.model import Scenario
from khingan.scenario.syntax import parse_axis, parse_condition


def _related(sc: Scenario, holder: str) -> set[str]:
    """A unit or command, the commands above it, and all that is below it."""
    units = sc.tables["units"].by_id
    above = {holder, *sc.ancestors(units[holder]["formation_id"] if holder in units else holder)}
    below = {u for u, row in units.items() if holder in sc.ancestors(row["formation_id"])}
    return above | below | {f for f in sc.tables["formations"].by_id if holder in sc.ancestors(f)}


def plans_have_their_lifts(sc: Scenario) -> Iterator[Problem]:
    """A plan by sea, river or air needs a lift of that kind that serves the command, and two places at least."""
    formations = sc.tables["formations"].by_id
    for row in sc.tables["plans"]:
        terms = parse_condition(row["condition"]).terms if row["condition"] else ()
        kinds = {term.name for term in terms if term.op == "lift"}
        flies_itself = str(formations.get(row["formation_id"], {}).get("echelon", "")).startswith("air")
        if not kinds or flies_itself:
            continue
        if any(len(axis) < 2 for axis in parse_axis(row["axis"] or "")) or not row["axis"]:
            yield Problem(
                "an axis by ship or aircraft has no place to land",
                file="plans.csv",
                row=row["_row"],
                field="axis",
                value=row["axis"],
                expected="the place where the units embark, then those where they land",
            )
        related = _related(sc, row["formation_id"])
        if not any(r["kind"] in kinds and related & set(r["serves"]) for r in sc.tables["lifts"]):
            yield Problem(
                f"no lift by {', '.join(sorted(kinds))} carries {row['formation_id']}",
                file="plans.csv",
                row=row["_row"],
                field="condition",
                value=row["condition"],
                expected="a row of lifts.csv of that kind with this command, or one above or below it, in serves",
                mend="add a lift, or the command to the column serves of one",
            )


def batteries_have_a_range(sc: Scenario) -> Iterator[Problem]:
    """A battery without a range would fire at nobody."""
    for row in sc.tables["coast_defences"]:
        if row["kind"] == "battery" and not row["range_km"]:
            yield Problem(
                "a battery has no range",
                file=sc.tables["coast_defences"].file,
                row=row["_row"],
                field="range_km",
                value=row["range_km"],
                expected="kilometres above 0",
                mend="enter how far its guns reach",
            )


def coast_defences_lie_on_the_coast(sc: Scenario) -> Iterator[Problem]:
    """Batteries and minefields lie where ships come: no more than one cell of shore lies before the sea."""
    from khingan.atlas import load_atlas

    atlas = load_atlas()
    cells = dict(zip(atlas.places["place_id"].to_pylist(), atlas.places["cell"].to_pylist(), strict=True))
    for row in sc.tables["coast_defences"]:
        cell = cells.get(row["place_id"])
        if cell is None:
            continue
        near = {cell} if cell >= 0 else set()
        for _ in range(2):
            near |= {int(d) for c in near for d in atlas.neighbor[atlas.offset[c] : atlas.offset[c + 1]]}
        if any(atlas.water[c] == SEA for c in near):
            continue
        yield Problem(
            "the place lies off the map" if cell < 0 else "the place does not lie on the coast",
            file=sc.tables["coast_defences"].file,
            row=row["_row"],
            field="place_id",
            value=row["place_id"],
            expected="a place on the coast of the map",
            mend="correct the place",
        )
