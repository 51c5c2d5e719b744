"""What a run is, with the names of everything in it."""

from __future__ import annotations

from typing import Any

from khingan.experiments.results import formation_table, unit_table
from khingan.report.dispositions import Tree
from khingan.server.models import FormationInfo, RunDescription, SideInfo, UnitInfo


def sides_of(scenario: Any) -> list[SideInfo]:
    """Sides of a scenario in their order."""
    return [
        SideInfo(side_id=side.side_id, name=side.name, contingents=list(side.contingents))
        for side in scenario.sides
    ]


def describe_run(results: Any, compiled: Any, run_id: str) -> RunDescription:
    """Describe a finished run or ensemble.

    Parameters
    ----------
    results : Results
    compiled : Compiled
        Its scenario as it is now; if it has changed since, campaigns cannot be fought again, which is said.
    run_id : str
    """
    sc = compiled.scenario
    units, formations = unit_table(compiled).to_pylist(), formation_table(compiled).to_pylist()
    tree = Tree(units, formations, sc.side_ids)
    identity = results.description.get("identity", {})
    reason = None
    if compiled.digest != identity.get("compiled"):
        reason = "the scenario or khingan has changed since it was fought"
    elif "uncertainty" not in identity:
        reason = "an older version fought it, which did not write down what it drew"
    return RunDescription(
        run_id=run_id,
        kind=results.kind,
        scenario_id=sc.scenario_id,
        title=sc.title,
        start=sc.start.isoformat(),
        steps=int(identity.get("steps", sc.steps)),
        seed=results.seed,
        campaigns=results.campaigns,
        overlays=list(results.overlays),
        uncertainty=list(identity.get("uncertainty", ())),
        result_version=identity.get("result_version"),
        sides=sides_of(sc),
        units=[_unit(row, tree) for row in units],
        formations=[_formation(row, tree) for row in formations],
        tables=sorted(results.tables),
        replayable=reason is None,
        replayable_reason=reason,
    )


def _unit(row: dict[str, Any], tree: Tree) -> UnitInfo:
    face = tree.faces[row["unit_id"]]
    army, corps, _ = tree.groups[row["unit_id"]]
    return UnitInfo(
        unit_id=row["unit_id"],
        name=row["name"],
        label=face.label,
        side=row["side"],
        contingent=row["contingent"],
        kind=row["kind"],
        arm=face.arm,
        echelon=row["echelon"],
        marks=face.marks,
        formation_id=row["formation_id"],
        corps_id=corps,
        army_id=army,
        rear=bool(row["rear"]),
        garrison=bool(row["garrison"]),
        motor=row["unit_id"] in tree.motor,
    )


def _formation(row: dict[str, Any], tree: Tree) -> FormationInfo:
    face = tree.faces[row["formation_id"]]
    return FormationInfo(
        formation_id=row["formation_id"],
        name=row["name"],
        label=face.label,
        side=row["side"],
        contingent=row["contingent"] or "",
        echelon=row["echelon"] or "",
        marks=face.marks,
        parent_id=row["parent_id"],
    )
