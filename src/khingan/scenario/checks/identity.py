"""Ids: unique, and known where they are used."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from khingan.errors import Problem
from khingan.scenario.attributes import Attribute, attributes, key_of
from khingan.scenario.model import Scenario

#: Lists that live on the map; they are looked up by the checks of places.
ON_THE_MAP = ("places", "features", "territories")


def ids_are_unique(sc: Scenario) -> Iterator[Problem]:
    """No two rows of a table share an id, and no unit has the id of a command."""
    taken: dict[str, tuple[str, int]] = {}
    for name in sc.tables:
        seen: dict[str, int] = {}
        key = key_of(name)
        for row in sc.tables[name]:
            value = row[key]
            if value is None:
                continue
            earlier = seen.get(value)
            other = taken.get(value) if name in ("units", "formations", "components") else None
            if earlier is not None or other is not None:
                where = f"row {earlier}" if earlier is not None else "{} row {}".format(*other or ("", 0))
                yield Problem(
                    f"the id is used before, in {where}",
                    file=sc.tables[name].file,
                    row=row["_row"],
                    field=key,
                    value=value,
                    expected="a unique id",
                    mend="rename or remove one of the rows",
                )
            seen.setdefault(value, row["_row"])
            if name in ("units", "formations", "components"):
                taken.setdefault(value, (sc.tables[name].file, row["_row"]))


def stable_ids_are_unique(sc: Scenario) -> Iterator[Problem]:
    """No two names share the number that stands for them in draws and in the order of turns."""
    table = sc.tables["registry"]
    seen: dict[int, str] = {}
    for row in table:
        number = row["stable_id"]
        if number is not None and number in seen:
            yield Problem(
                f"the number is taken by {seen[number]}",
                file=table.file,
                row=row["_row"],
                field="stable_id",
                value=str(number),
                expected="a number that no other name has",
                mend="give the newer name the next free number",
            )
        seen.setdefault(number, row["name"])


def known_ids(sc: Scenario) -> dict[str, set[str] | None]:
    """Ids by the name used in ``refers_to``; ``None`` where the scenario does not keep such a list."""
    known: dict[str, set[str] | None] = {
        name: {row[key_of(name)] for row in table} for name, table in sc.tables.items()
    }
    known["sides"] = set(sc.side_ids)
    known["contingents"] = {item for side in sc.sides for item in side.contingents}
    known["assumption"] = {"assumption"}
    known["sources"] = _first_column(sc.path / "sources.csv", "source_id")
    known["claims"] = _first_column(sc.path / "claims.csv", "claim_id")
    return known


def _first_column(path: Path, column: str) -> set[str] | None:
    if not path.is_file():
        return None
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return {row.get(column) or "" for row in csv.DictReader(handle)}


def references_are_known(sc: Scenario) -> Iterator[Problem]:
    """Every id that points somewhere points at something that exists."""
    known = known_ids(sc)
    for name, table in sc.tables.items():
        for attribute in attributes(name):
            lists = [known[target] for target in attribute.refers_to if target not in ON_THE_MAP]
            if not lists or any(entry is None for entry in lists):
                continue
            accepted = set().union(*(entry for entry in lists if entry is not None))
            for row in table:
                for value in _values(row[attribute.name]):
                    if value not in accepted:
                        yield _unknown(table.file, row["_row"], attribute, value, accepted)


def _values(cell: object) -> tuple[str, ...]:
    if cell is None:
        return ()
    return cell if isinstance(cell, tuple) else (str(cell),)


def _unknown(file: str, line: int, attribute: Attribute, value: str, accepted: set[str]) -> Problem:
    where = " or ".join(attribute.refers_to)
    near = get_close_matches(value, sorted(accepted), n=1)
    return Problem(
        f"the id is not known among {where}",
        file=file,
        row=line,
        field=attribute.name,
        value=value,
        expected=", ".join(sorted(accepted)) if len(accepted) <= 8 else f"an id of {where}",
        mend=f"did you mean {near[0]}?" if near else f"correct the id or add it to {where}",
    )
