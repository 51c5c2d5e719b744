"""Laying what-ifs over a scenario: each is applied to the scenario as read, then their changes are put together.

So the order in which they are named changes nothing, and two that want different things of one cell are refused
before anything runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from khingan.errors import Problem
from khingan.scenario.attributes import COMPONENTS, Attribute, attributes, key_of
from khingan.scenario.checks.identity import known_ids
from khingan.scenario.model import Row, Scenario, Table
from khingan.scenario.overlays import Overlay, did_you_mean
from khingan.scenario.posterior import Posterior, read_posterior
from khingan.scenario.values import Unfit, parse_value

Cell = tuple[str, str, str]
_VALUE_TABLES = ("parameters", "exogenous")
_COUNCIL = "politics"  # table of the settings
_SCHOOL = "school"
_POSTERIOR = "posterior"
_KEYS = ("title", "question", "description", "claims", "table", _SCHOOL, _POSTERIOR, *_VALUE_TABLES)
_RULE_KEYS = ("table", "where", "set", "scale", "drop")
_ACTIONS = ("set", "scale", "drop")
_UNDER = "under"


@dataclass
class Changes:
    """What one what-if wants: cells with new values, rows to be dropped, the council's school, drawn coefficients."""

    overlay: Overlay
    cells: dict[Cell, Any] = field(default_factory=dict)
    dropped: set[tuple[str, str]] = field(default_factory=set)
    school: str | None = None
    posterior: Posterior | None = None


def apply_overlays(sc: Scenario, overlays: list[Overlay], problems: list[Problem]) -> Scenario:
    """Lay what-ifs over a scenario.

    Parameters
    ----------
    sc : Scenario
        As read.
    overlays : list of Overlay
        Their order changes nothing.
    problems : list of Problem
        Collects what is wrong with the files, and where they contradict each other.

    Returns
    -------
    Scenario
        A new scenario; ``changes`` says which overlay changed which cell. The scenario as it was, where the
        overlays contradict each other.
    """
    wanted = [_Application(sc, overlay, problems).changes() for overlay in overlays]
    clashes = [
        clash
        for i, one in enumerate(wanted)
        for other in wanted[i + 1 :]
        for clash in _contradiction(one, other)
    ]
    problems += clashes
    return sc if clashes else _together(sc, wanted)


def _together(sc: Scenario, wanted: list[Changes]) -> Scenario:
    """The scenario with the changes of all what-ifs, which do not contradict each other."""
    cells: dict[Cell, Any] = {}
    changes = dict(sc.changes)
    for want in wanted:
        cells.update(want.cells)
        changes.update(dict.fromkeys(want.cells, want.overlay.name))
    dropped = set().union(*(want.dropped for want in wanted))
    tables = {}
    for name, table in sc.tables.items():
        key = key_of(name)
        rows = [dict(row) for row in table.rows if (name, str(row[key])) not in dropped]
        for row in rows:
            row.update(_cells_of(cells, name, str(row[key])))
        tables[name] = Table(name, table.file, rows)
    names = (*sc.overlays, *(want.overlay.name for want in wanted))
    words = (*sc.what_if, *(want.overlay.word(sc.path) for want in wanted))
    meta = dict(sc.meta)
    for want in wanted:
        if want.school is not None:
            meta[_COUNCIL] = sc.meta[_COUNCIL] | {_SCHOOL: want.school}
    drawn = next((want.posterior for want in wanted if want.posterior is not None), sc.posterior)
    return replace(
        sc, meta=meta, tables=tables, overlays=names, changes=changes, what_if=words, posterior=drawn
    )


def _cells_of(cells: dict[Cell, Any], table: str, row: str) -> dict[str, Any]:
    return {column: cells[(table, row, column)] for t, r, column in cells if (t, r) == (table, row)}


def _contradiction(one: Changes, other: Changes) -> list[Problem]:
    """One problem if two what-ifs want different things of the same cell or row."""
    found = [
        f"{row}.{column} of {table} is {one.cells[cell]} by {one.overlay.name} "
        f"and {other.cells[cell]} by {other.overlay.name}"
        for cell in one.cells.keys() & other.cells.keys()
        for table, row, column in (cell,)
        if one.cells[cell] != other.cells[cell]
    ]
    for drops, sets in ((one, other), (other, one)):
        lost = {(table, row) for table, row, _ in sets.cells} & drops.dropped
        found += [
            f"{row} of {table} is dropped by {drops.overlay.name} and changed by {sets.overlay.name}"
            for table, row in lost
        ]
    if one.school and other.school and one.school != other.school:
        found.append(
            f"the school is {one.school} by {one.overlay.name} and {other.school} by {other.overlay.name}"
        )
    if one.posterior and other.posterior and one.posterior.digest != other.posterior.digest:
        found.append(
            f"coefficients are drawn from {one.posterior.file} by {one.overlay.name} "
            f"and from {other.posterior.file} by {other.overlay.name}"
        )
    if not found:
        return []
    more = f", and {len(found) - 1} more such" if len(found) > 1 else ""
    return [
        Problem(
            f"the what-ifs contradict each other: {min(found)}{more}",
            field="what-if",
            value=f"{one.overlay.name}, {other.overlay.name}",
            expected="what-ifs that leave each other's cells alone",
            mend="leave one of the two out",
        )
    ]


class _Application:
    """One overlay on the scenario as read; its own rules act one after another."""

    def __init__(self, sc: Scenario, overlay: Overlay, problems: list[Problem]) -> None:
        self.sc = sc
        self.overlay = overlay
        self.problems = problems
        self.rows = {name: [dict(row) for row in table.rows] for name, table in sc.tables.items()}
        self.found = Changes(overlay)

    def changes(self) -> Changes:
        """Apply every rule and return what changes."""
        for key in self.overlay.content:
            if key not in _KEYS:
                self._complain("the key is unknown", key, None, _KEYS, near=key)
        self._check_claims()
        self._choose_school()
        self._choose_posterior()
        for name in _VALUE_TABLES:
            values = self.overlay.content.get(name, {})
            if not isinstance(values, dict):
                self._complain("the key is not a table", name, values, (f"[{name}] with name = value",))
                continue
            for key, value in values.items():
                self._edit({"table": name, "where": {key_of(name): key}, "set": {"value": value}})
        rules = self.overlay.content.get("table", [])
        for rule in rules if isinstance(rules, list) else [rules]:
            self._edit(rule)
        return self.found

    def _complain(
        self, message: str, where: str, value: object, expected: Iterable[str], near: object = None
    ) -> None:
        words = tuple(expected)
        self.problems.append(
            Problem(
                message,
                file=self.overlay.file,
                field=where,
                value=None if value is None else str(value),
                expected=("one of " if len(words) > 1 else "") + ", ".join(words),
                mend=None if near is None else did_you_mean(near, words),
            )
        )

    def _choose_school(self) -> None:
        school = self.overlay.content.get(_SCHOOL)
        if school is None:
            return
        if isinstance(school, str) and isinstance(self.sc.meta.get(_COUNCIL), dict):
            self.found.school = school
        else:
            self._complain(
                "nobody has a school", _SCHOOL, school, ("the name of one, in a scenario with a council",)
            )

    def _choose_posterior(self) -> None:
        name = self.overlay.content.get(_POSTERIOR)
        if name is None:
            return
        if not isinstance(name, str) or Path(name).name != name:
            self._complain("names no table", _POSTERIOR, name, ("the name of a CSV file beside this one",))
            return
        self.found.posterior = read_posterior(self.overlay.folder / name, self.sc, self.problems)

    def _check_claims(self) -> None:
        claims = self.overlay.content.get("claims", [])
        if not isinstance(claims, list):
            self._complain("the claims are no list", "claims", claims, ('such as claims = ["C001"]',))
            return
        known = known_ids(self.sc)
        lists = [known[name] for name in ("claims", "sources", "assumption")]
        if any(entry is None for entry in lists):
            return
        accepted = set().union(*(entry for entry in lists if entry is not None))
        for claim in claims:
            if not isinstance(claim, str) or claim not in accepted:
                self.problems.append(
                    Problem(
                        "the claim is not known",
                        file=self.overlay.file,
                        field="claims",
                        value=str(claim),
                        expected="an id of claims.csv or sources.csv, or the word assumption",
                        mend=did_you_mean(claim, accepted),
                    )
                )

    def _edit(self, rule: Any) -> None:
        name = rule.get("table") if isinstance(rule, dict) else None
        if not isinstance(name, str) or name not in COMPONENTS:
            self._complain("the table is unknown", "table", name, COMPONENTS, near=name)
            return
        if not self._is_sound(rule):
            return
        columns = {item.name: item for item in attributes(name)}
        where, setting, scale = (rule.get(key, {}) for key in ("where", "set", "scale"))
        for key in (*rule, *where, *setting, *scale):
            accepted = _RULE_KEYS if key in rule else (*columns, *((_UNDER,) if key in where else ()))
            if key not in accepted:
                kind = "key of the rule" if key in rule else "column"
                self._complain(f"the {kind} is unknown", key, None, accepted, near=key)
                return
        chosen = [row for row in self.rows[name] if self._fits(row, where)]
        if not chosen:
            self._complain_of_no_row(name, where)
        elif "drop" in rule:
            self.found.dropped |= {(name, str(row[key_of(name)])) for row in chosen}
            self.rows[name] = [row for row in self.rows[name] if not self._fits(row, where)]
        else:
            for row in chosen:
                self._change(name, row, columns, setting, scale)

    def _is_sound(self, rule: dict[str, Any]) -> bool:
        """Whether the parts of a rule are of the right kind and say one thing to do; complains if not."""
        for key in ("where", "set", "scale"):
            value = rule.get(key, {})
            if not isinstance(value, dict):
                self._complain("names no column", key, value, (f"such as {key} = {{ column = value }}",))
                return False
        for column, wanted in rule.get("where", {}).items():
            options = wanted if isinstance(wanted, list) else [wanted]
            if any(isinstance(option, list | dict) for option in options):
                self._complain("is no value of a column", column, wanted, ("a value or a list of values",))
                return False
        if rule.get("drop", True) is not True:
            self._complain("rows are dropped or not named", "drop", rule["drop"], ("drop = true",))
            return False
        named = [key for key in _ACTIONS if rule.get(key)]
        if any(key not in _RULE_KEYS for key in rule):
            return True  # A misspelt key is told as such.
        if not named or ("drop" in named and len(named) > 1):
            fault = f"tells to {' and to '.join(named)}" if named else "changes nothing"
            self.problems.append(
                Problem(
                    f"the rule {fault}",
                    file=self.overlay.file,
                    field="table",
                    value=str(rule["table"]),
                    expected="set or scale with columns, or drop = true",
                    mend="leave drop or the others out" if named else "add what it is to change",
                )
            )
            return False
        return True

    def _complain_of_no_row(self, name: str, where: dict[str, Any]) -> None:
        """Say which word fits no row, and what is spelt nearly so."""
        for key, wanted in where.items():
            known = set(self.sc.tables["formations"].by_id) if key == _UNDER else self._words(name, key)
            for option in wanted if isinstance(wanted, list) else [wanted]:
                if option not in known:
                    self.problems.append(
                        Problem(
                            f"no row of {name} fits",
                            file=self.overlay.file,
                            field=key,
                            value=str(option),
                            expected="an existing row",
                            mend=did_you_mean(option, known),
                        )
                    )
                    return
        self._complain(f"no row of {name} fits", "where", where, ("an existing row",))

    def _words(self, name: str, column: str) -> set[Any]:
        values = [row.get(column) for row in self.sc.tables[name]]
        return {value for value in values if value is not None and not isinstance(value, tuple)}

    def _fits(self, row: Row, where: dict[str, Any]) -> bool:
        for key, wanted in where.items():
            options = wanted if isinstance(wanted, list) else [wanted]
            if key == _UNDER:
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
                self._complain(
                    "only a number can be scaled", key, factor, ("a factor on a column of numbers",)
                )
            else:
                self._put(name, row, columns[key], str(row[key] * factor))

    def _put(self, name: str, row: Row, attribute: Attribute, text: str) -> None:
        try:
            value = parse_value(attribute, text, self.sc.start.tzinfo)
        except Unfit as reason:
            self._complain(str(reason), attribute.name, text, (attribute.expected,))
            return
        row[attribute.name] = value
        self.found.cells[(name, str(row[key_of(name)]), attribute.name)] = value
