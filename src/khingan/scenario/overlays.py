"""What-ifs: small TOML files laid over the tables of a scenario.

A file holds ``title`` and ``description``, ``[parameters]`` and ``[exogenous]`` with ``name = value``,
and any number of ``[[table]]`` with ``table``, ``where`` (column = value or list of values; ``under`` = a
command anywhere above) and one of ``set`` (column = value), ``scale`` (column = factor) or ``drop = true``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from khingan.errors import Problem
from khingan.scenario.attributes import COMPONENTS, Attribute, attributes, key_of
from khingan.scenario.model import Row, Scenario, Table
from khingan.scenario.values import Unfit, parse_value

FOLDER = "what_if"
_VALUE_TABLES = ("parameters", "exogenous")


@dataclass(frozen=True)
class Overlay:
    """A what-if as read."""

    name: str
    title: str
    description: str
    file: str
    content: dict[str, Any]


def available(path: Path) -> list[Overlay]:
    """Read the what-ifs that lie in the folder of a scenario, by name, without unreadable ones."""
    found = []
    for file in sorted((path / FOLDER).glob("*.toml")):
        overlay = read_overlay(file, [])
        if overlay is not None:
            found.append(overlay)
    return found


def find_overlay(path: Path, name: str, problems: list[Problem]) -> Overlay | None:
    """Find a what-if by its name in the scenario folder, or by the path of a TOML file."""
    inside = path / FOLDER / f"{name}.toml"
    outside = Path(name)
    if inside.is_file() and outside.name == name:
        return read_overlay(inside, problems)
    if outside.suffix == ".toml" and outside.is_file():
        return read_overlay(outside, problems)
    known = [overlay.name for overlay in available(path)]
    problems.append(
        Problem(
            "there is no such what-if",
            field="what-if",
            value=name,
            expected=("one of " + ", ".join(known) if known else "a TOML file")
            + ", or the path of a TOML file",
        )
    )
    return None


def read_overlay(file: Path, problems: list[Problem]) -> Overlay | None:
    """Read one what-if file; ``None`` and a problem when it is not TOML."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as reason:
        problems.append(Problem(f"the what-if cannot be read: {reason}", file=f"{FOLDER}/{file.name}"))
        return None
    title = str(content.get("title", file.stem))
    description = str(content.get("description", ""))
    return Overlay(file.stem, title, description, f"{FOLDER}/{file.name}", content)


def apply_overlays(sc: Scenario, overlays: list[Overlay], problems: list[Problem]) -> Scenario:
    """Lay what-ifs over a scenario, in order.

    Parameters
    ----------
    sc : Scenario
        As read.
    overlays : list of Overlay
        Later ones win.
    problems : list of Problem
        Collects what is wrong with the files.

    Returns
    -------
    Scenario
        A new scenario; ``changes`` says which overlay changed which cell.
    """
    for overlay in overlays:
        sc = _Application(sc, overlay, problems).result()
    return sc


class _Application:
    """One overlay on one scenario."""

    def __init__(self, sc: Scenario, overlay: Overlay, problems: list[Problem]) -> None:
        self.sc = sc
        self.overlay = overlay
        self.problems = problems
        self.tables = {
            name: Table(name, table.file, [dict(row) for row in table.rows])
            for name, table in sc.tables.items()
        }
        self.changes = dict(sc.changes)

    def result(self) -> Scenario:
        known = {"title", "description", "table", *_VALUE_TABLES}
        for key in self.overlay.content:
            if key not in known:
                self._complain("the key is unknown", key, None, ", ".join(sorted(known)))
        for name in _VALUE_TABLES:
            values = self.overlay.content.get(name, {})
            if not isinstance(values, dict):
                self._complain("the key is not a table", name, values, f"[{name}] with name = value")
                continue
            for key, value in values.items():
                self._edit({"table": name, "where": {key_of(name): key}, "set": {"value": value}})
        rules = self.overlay.content.get("table", [])
        for rule in rules if isinstance(rules, list) else [rules]:
            self._edit(rule)
        return replace(
            self.sc,
            tables=self.tables,
            overlays=(*self.sc.overlays, self.overlay.name),
            changes=self.changes,
        )

    def _complain(self, message: str, field: str, value: object, expected: str) -> None:
        text = None if value is None else str(value)
        self.problems.append(
            Problem(message, file=self.overlay.file, field=field, value=text, expected=expected)
        )

    def _edit(self, rule: Any) -> None:
        name = rule.get("table") if isinstance(rule, dict) else None
        if name not in COMPONENTS:
            self._complain("the table is unknown", "table", name, "one of " + ", ".join(COMPONENTS))
            return
        columns = {item.name: item for item in attributes(name)}
        where, setting, scale = (dict(rule.get(key, {})) for key in ("where", "set", "scale"))
        unknown = [key for key in (*where, *setting, *scale) if key not in columns and key != "under"]
        if unknown:
            self._complain("the column is unknown", unknown[0], None, ", ".join(columns))
            return
        chosen = [row for row in self.tables[name].rows if self._fits(row, where)]
        if not chosen:
            self._complain(f"no row of {name} fits", "where", where, "an existing row")
        elif rule.get("drop") is True:
            kept = [row for row in self.tables[name].rows if not self._fits(row, where)]
            self.tables[name] = Table(name, self.tables[name].file, kept)
        else:
            for row in chosen:
                self._change(name, row, columns, setting, scale)
            self.tables[name] = Table(name, self.tables[name].file, self.tables[name].rows)

    def _fits(self, row: Row, where: dict[str, Any]) -> bool:
        for key, wanted in where.items():
            options = wanted if isinstance(wanted, list) else [wanted]
            if key == "under":
                chain = self.sc.ancestors(row.get("formation_id") or row.get("parent_id"))
                if not any(option in chain for option in options):
                    return False
            elif row.get(key) not in options:
                return False
        return True

    def _change(
        self,
        name: str,
        row: Row,
        columns: dict[str, Attribute],
        setting: dict[str, Any],
        scale: dict[str, Any],
    ) -> None:
        for key, value in setting.items():
            text = str(int(value)) if isinstance(value, bool) else str(value)
            self._put(name, row, columns[key], text)
        for key, factor in scale.items():
            if not isinstance(factor, int | float) or not isinstance(row[key], int | float):
                self._complain("only a number can be scaled", key, factor, "a factor on a column of numbers")
            else:
                self._put(name, row, columns[key], str(row[key] * factor))

    def _put(self, name: str, row: Row, attribute: Attribute, text: str) -> None:
        try:
            row[attribute.name] = parse_value(attribute, text, self.sc.start.tzinfo)
        except Unfit as reason:
            self._complain(str(reason), attribute.name, text, attribute.expected)
            return
        self.changes[(name, str(row[key_of(name)]), attribute.name)] = self.overlay.name
