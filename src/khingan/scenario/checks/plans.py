"""Plans: one row per phase, targets that exist, axes where the posture needs one."""

from __future__ import annotations

from collections.abc import Iterator

from khingan.errors import Problem
from khingan.scenario.model import Scenario
from khingan.scenario.syntax import parse_condition


def phases_are_unique(sc: Scenario) -> Iterator[Problem]:
    """A command has one row per phase."""
    seen: dict[tuple[str, int], int] = {}
    for row in sc.tables["plans"]:
        key = (row["formation_id"], row["phase"])
        if None in key:
            continue
        if key in seen:
            yield Problem(
                f"the phase is planned before, in row {seen[key]}",
                file="plans.csv",
                row=row["_row"],
                field="phase",
                value=f"{key[0]} phase {key[1]}",
                mend="number the phases 1, 2, 3 ...",
            )
        seen.setdefault(key, row["_row"])


def targets_are_known(sc: Scenario) -> Iterator[Problem]:
    """Commands and inputs named in conditions exist; a plan belongs to the side of its command."""
    units, formations = sc.tables["units"].by_id, sc.tables["formations"].by_id
    inputs = sc.tables["exogenous"].by_id
    known_by = {
        "front_won": (formations, "command", "an id of formations.csv"),
        "exogenous": (inputs, "input", "an id of exogenous.csv"),
        "ceasefire": (sc.side_ids, "side", "one of " + ", ".join(sc.side_ids)),
    }
    for row in sc.tables["plans"]:
        holder = units.get(row["formation_id"]) or formations.get(row["formation_id"])
        if holder is not None and holder["side"] != row["side"]:
            yield Problem(
                f"the side is not that of {row['formation_id']}",
                file="plans.csv",
                row=row["_row"],
                field="side",
                value=row["side"],
                expected=holder["side"],
            )
        if row["condition"] is None:
            continue
        for term in parse_condition(row["condition"]).terms:
            known, what, expected = known_by.get(term.op, (None, "", ""))
            if known is not None and term.name not in known:
                yield Problem(
                    f"the condition names an unknown {what}",
                    file="plans.csv",
                    row=row["_row"],
                    field="condition",
                    value=term.name,
                    expected=expected,
                )


def axes_fit_their_posture(sc: Scenario) -> Iterator[Problem]:
    """Only holding and masking can do without an axis."""
    for row in sc.tables["plans"]:
        if row["axis"] is None and row["posture"] not in ("hold", "mask", None):
            yield Problem(
                f"the posture {row['posture']} needs an axis",
                file="plans.csv",
                row=row["_row"],
                field="axis",
                expected="place ids joined by '>'",
                mend="name the places or choose the posture hold",
            )


def later_knowledge_is_marked(sc: Scenario) -> Iterator[Problem]:
    """A decision of the campaign acts through a condition or a date; what only came out later is no input."""
    for row in sc.tables["plans"]:
        if row["basis"] == "outcome":
            yield Problem(
                "the row states an outcome, which is no input",
                file="plans.csv",
                row=row["_row"],
                field="basis",
                value="outcome",
                expected="prewar or in_campaign",
                mend="remove the row; outcomes belong to the record",
            )
        elif row["basis"] == "in_campaign" and row["condition"] is None and row["start"] is None:
            yield Problem(
                "a decision taken during the campaign has neither a condition nor a date",
                file="plans.csv",
                row=row["_row"],
                field="condition",
                expected="what had to be so first, or exogenous:NAME of a dated input",
                mend="add a condition, or a row to exogenous.csv and its name here",
            )
