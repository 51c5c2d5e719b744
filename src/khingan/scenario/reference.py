"""The reference of the scenario format as Markdown, made from the attribute tables."""

from __future__ import annotations

from khingan.scenario.attributes import COMPONENTS, REQUIRED, Attribute, attributes

_HEAD = """# Scenario tables

A scenario is a folder with `scenario.toml` and the CSV tables below (UTF-8, one header line, at most 20 MB
each). This page is made from the attribute tables that the reader and the checks use.

An **axis** is a list of place ids joined by `>`; several axes are joined by `;`.
A **condition** is a list of terms joined by `|` (any) or `&` (all): `captured:PLACE` (the own side holds it),
`lost:PLACE` (the enemy holds it), `threatened:PLACE` (a known enemy is near), `front_won:COMMAND` (that
command holds the first place of its own axis that began in enemy hands), `day>=N`, `exogenous:NAME` (the hour
of that input has come), `ceasefire:SIDE` (that side has ordered its forces to cease fire). Besides, `lift:sea`,
`lift:river` or `lift:air` says that units are carried along the axis by lifts of that kind, and
`by:rail` that they go by rail where that is quicker than marching; such terms are no conditions.
A **scope** is a list of pairs joined by `;` with the keys `side`, `attacker`, `defender`, `formation`,
`box` (south,west,north,east in degrees), `from` and `to` (hours after the start).

Sources, claims, the record and the reckoning lie in the same folder but are described by its `datapackage.json`: see
[Claims](claims.md), [Verdict](verdict.md) and [Reckoning](reckoning.md).
"""


def markdown() -> str:
    """Return the reference page of the scenario format."""
    parts = [_HEAD]
    for component in COMPONENTS:
        needed = "required" if component in REQUIRED else "optional"
        parts.append(f"\n## {component}.csv ({needed})\n")
        parts.append("| column | type | unit | default | accepted | meaning |")
        parts.append("| --- | --- | --- | --- | --- | --- |")
        parts.extend(_line(attribute) for attribute in attributes(component))
    return "\n".join(parts) + "\n"


def _line(attribute: Attribute) -> str:
    accepted = attribute.expected
    if attribute.refers_to:
        accepted += " (" + " or ".join(attribute.refers_to) + ")"
    cells = (
        f"`{attribute.name}`",
        attribute.type,
        attribute.unit,
        attribute.default,
        accepted,
        attribute.description,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
