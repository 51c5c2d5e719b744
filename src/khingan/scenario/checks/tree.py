"""The command tree: no cycles, and one side from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator

from khingan.errors import Problem
from khingan.scenario.model import Scenario


def parents_form_a_tree(sc: Scenario) -> Iterator[Problem]:
    """Nobody commands himself, directly or in a circle. Each circle is reported once."""
    formations = sc.tables["formations"].by_id
    settled: set[str] = set()
    for start in formations:
        chain: list[str] = []
        current = start
        while current in formations and current not in settled and current not in chain:
            chain.append(current)
            current = formations[current]["parent_id"]
        if current in chain:
            circle = chain[chain.index(current) :]
            row = formations[circle[0]]
            yield Problem(
                "the command tree has a circle: " + " > ".join([*circle, circle[0]]),
                file=sc.tables["formations"].file,
                row=row["_row"],
                field="parent_id",
                value=row["parent_id"],
                expected="a superior that is not below",
                mend="correct one parent_id of the circle",
            )
        settled.update(chain)


def sides_agree(sc: Scenario) -> Iterator[Problem]:
    """A contingent fights on its side, and a command and what is below it are on one side."""
    formations = sc.tables["formations"].by_id
    contingents = {item: side.side_id for side in sc.sides for item in side.contingents}
    for name, column in (("formations", "parent_id"), ("units", "formation_id")):
        table = sc.tables[name]
        for row in table:
            expected = contingents.get(row["contingent"], row["side"])
            superior = formations.get(row[column])
            if row["side"] != expected:
                yield _side_problem(
                    table.file, row["_row"], row["side"], expected, f"contingent {row['contingent']}"
                )
            elif superior is not None and superior["side"] != row["side"]:
                yield _side_problem(
                    table.file, row["_row"], row["side"], superior["side"], f"its superior {row[column]}"
                )


def _side_problem(file: str, line: int, value: str | None, expected: str | None, whose: str) -> Problem:
    return Problem(
        f"the side is not that of {whose}",
        file=file,
        row=line,
        field="side",
        value=value,
        expected=expected,
        mend="correct the side, the contingent or the superior",
    )
