"""What a unit or formation is told before the first hour: plans with their conditions, and how long an order takes."""

from __future__ import annotations

from khingan.campaign.codes import DIVISION, LEVELS
from khingan.scenario.compile.command import LEVEL_OF
from khingan.scenario.model import Row
from khingan.scenario.portrait.model import TOLD, Section, Sources
from khingan.scenario.portrait.scene import Scene
from khingan.scenario.syntax import parse_axis, parse_condition

_CONDITIONS = {
    "captured": "{name} is taken",
    "lost": "{name} is lost",
    "threatened": "an enemy is known near {name}",
    "front_won": "{name} has broken in",
    "exogenous": "the hour of {name} has come",
    "lift": "lift by {name}",
}


def order_sections(scene: Scene, holder: str, sources: Sources) -> list[Section]:
    """Plans of the unit or formation or of the nearest commands above it that have one, and the delay of orders."""
    chain = [holder, *scene.above(holder)]
    rows: dict[str, list[Row]] = {}
    for row in sorted(scene.sc.tables["plans"], key=lambda r: (r["phase"], r["plan_id"])):
        rows.setdefault(row["formation_id"], []).append(row)
    planned = [name for name in chain if name in rows][:2]
    cells = tuple(_plan(scene, row, holder, sources) for name in planned for row in rows[name])
    note = ""
    if len(planned) > 1:
        note = f"The plans of {scene.name(planned[0])} come first; those of {scene.name(planned[1])} go on from there."
    heads = ("plan", "posture", "along", "when", "where from")
    return [Section(TOLD, "Plans", heads, cells, note), _delays(scene, chain, sources)]


def _plan(scene: Scene, row: Row, holder: str, sources: Sources) -> tuple[str, ...]:
    whose = "" if row["formation_id"] == holder else f" of {row['formation_id']}"
    axes = parse_axis(row["axis"] or "")
    along = "; ".join(" > ".join(scene.where.name(place) for place in axis) for axis in axes)
    return (
        f"{row['plan_id']}{whose}, phase {row['phase']}",
        str(row["posture"]),
        "\n".join(text for text in (along, str(row["mission"] or "")) if text),
        _when(scene, row),
        sources.of(row),
    )


def _when(scene: Scene, row: Row) -> str:
    if not row["condition"]:
        if row["start"] is not None:
            return f"{row['start'].day} {row['start']:%b %H:%M}"
        return "at once" if row["phase"] == 1 else f"after phase {row['phase'] - 1}"
    condition = parse_condition(row["condition"])
    words = [
        f"from day {term.number}"
        if term.op == "day"
        else _CONDITIONS.get(term.op, f"{term.op} {{name}}").format(name=scene.where.name(term.name))
        for term in condition.terms
    ]
    return (" and " if condition.all_of else " or ").join(words)


def _delays(scene: Scene, chain: list[str], sources: Sources) -> Section:
    """Hours that an order takes at every level on its way down."""
    parameters = scene.sc.tables["parameters"].by_id
    rows = []
    for name in reversed(chain):
        row = scene.formations.get(name)
        level = LEVELS[LEVEL_OF.get(str(row["echelon"]), DIVISION) if row else DIVISION]
        delay = parameters.get(f"order_delay_{level}")
        if delay is not None:
            rows.append((scene.name(name), f"{delay['value']:g} h", sources.of(delay)))
    return Section(TOLD, "An order takes", ("at", "#for", "where from"), tuple(rows))
