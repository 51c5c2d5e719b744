"""Rows of any further table of a scenario that name a unit or formation, so that a new table appears by itself."""

from __future__ import annotations

from typing import Any

from khingan.scenario.attributes import COMPONENTS, attributes, key_of
from khingan.scenario.model import Row
from khingan.scenario.portrait.model import HAS, KNOWS, TOLD, Section, Sources
from khingan.scenario.portrait.scene import Scene
from khingan.scenario.syntax import parse_scope

# Told in full by other sections, or nothing but numbers and names.
_ELSEWHERE = {
    "units",
    "formations",
    "plans",
    "establishments",
    "parameters",
    "registry",
    "totals",
    "exogenous",
}
# What an enemy hides is no part of what a side expects.
_NOT_KNOWN = ("side", "region_id", "hidden")
_NOT_SAID = {"source_id", "claim", "basis", "confidence", "note", "below"}


def table_sections(scene: Scene, holder: str, sources: Sources) -> list[Section]:
    """Sections on what the smaller tables and the given inputs say."""
    chain = [holder, *scene.above(holder)]
    found = [
        _named(scene, table, chain, sources)
        for table in COMPONENTS
        if table not in _ELSEWHERE and table in scene.sc.tables
    ]
    return [*found, *_expected(scene, chain, sources), _given(scene, chain, sources)]


def _named(scene: Scene, table: str, chain: list[str], sources: Sources) -> Section:
    columns = [a.name for a in attributes(table) if {"units", "formations"} & set(a.refers_to)]
    rows = tuple(
        (str(row[key_of(table)]), _said(table, row), sources.of(row))
        for row in scene.sc.tables[table]
        if _names(row, columns, chain)
    )
    return Section(HAS, table.replace("_", " ").capitalize(), ("name", "what", "where from"), rows)


def _names(row: Row, columns: list[str], chain: list[str]) -> bool:
    for column in columns:
        value = row[column]
        for name in value if isinstance(value, tuple) else (value,):
            # What is said of a command above holds below it only where the row says so.
            if name == chain[0] or (name in chain and row.get("below")):
                return True
    return False


def _said(table: str, row: Row, without: tuple[str, ...] = ()) -> str:
    """Cells of a row that say something, with their columns; what is bounded below and above is said as a span."""
    names = [a.name for a in attributes(table) if a.type != "key" and a.name not in (*_NOT_SAID, *without)]
    cells = []
    for name in names:
        stem = name.removesuffix("_low")
        if name.endswith("_high") and name.removesuffix("_high") + "_low" in names:
            continue
        text = _text(row[name])
        high = _text(row.get(f"{stem}_high")) if stem != name else ""
        if high and high != text:
            text += f" to {high}"
        if text:
            cells.append(f"{stem.removesuffix('_id').replace('_', ' ')} {text}")
    return "; ".join(cells) or str(row.get("note") or "")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _expected(scene: Scene, chain: list[str], sources: Sources) -> list[Section]:
    """What the side expects before the first hour: tables with a row for a side and a region."""
    row = scene.row(chain[0])
    side = row["side"] if row else scene.sc.side_ids[scene.entries[chain[0]].side]
    names = {str(r["region_id"]): str(r["name"]) for r in scene.sc.tables["regions"]}
    found = []
    for table in COMPONENTS:
        columns = {a.name for a in attributes(table)}
        if table in scene.sc.tables and {"side", "region_id"} <= columns:
            rows = tuple(
                (names.get(str(r["region_id"]), ""), _said(table, r, _NOT_KNOWN), sources.of(r))
                for r in scene.sc.tables[table]
                if r["side"] == side
            )
            title = f"{table.replace('_', ' ').capitalize()} of its side before the first hour"
            note = ". ".join(_meanings(table)) + "."
            found.append(Section(KNOWS, title, ("region", "what", "where from"), rows, note))
    return found


def _meanings(table: str) -> list[str]:
    """What the spans of a table mean."""
    return [
        f"{a.name.removesuffix('_low')}: {a.description.removesuffix(', least')}"
        for a in attributes(table)
        if a.name.endswith("_low")
    ]


def _given(scene: Scene, chain: list[str], sources: Sources) -> Section:
    rows = []
    for row in scene.sc.tables["exogenous"]:
        scope = parse_scope(row["scope"]) if row["scope"] else {}
        if scope.get("formation") in chain:
            value = f"{row['value']:g} {row['unit']}"
            rows.append((str(row["name"]), value, str(row["description"]), sources.of(row)))
    heads = ("input", "value", "what", "where from")
    return Section(TOLD, "Given to the model, not produced by it", heads, tuple(rows))
