"""Command: formations with their headquarters, absences, and the way of the cease-fire order, as World arrays."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.atlas import Atlas
from khingan.campaign import codes as K
from khingan.scenario import placing, strengths
from khingan.scenario.compile.ground import Ground
from khingan.scenario.compile.supply import parse_scope
from khingan.scenario.compile.units import Entry, stable_id
from khingan.scenario.model import Row, Scenario
from khingan.scenario.syntax import parse_condition
from khingan.staff.historical import OFFENSIVE, Where, is_modelled

Array = NDArray[Any]

#: Echelons of a formation by their level in the chain of orders.
LEVEL_OF = {
    "supreme": K.SUPREME,
    "theatre": K.SUPREME,
    "general-army": K.FRONT,
    "front": K.FRONT,
    "area-army": K.FRONT,
    "army": K.ARMY,
    "air-army": K.ARMY,
    "fleet": K.ARMY,
    "flotilla": K.ARMY,
    "corps": K.CORPS,
    "air-corps": K.CORPS,
}
#: How the war ends (`ceasefire` of exogenous.csv).
NO_CEASEFIRE, DATED, DECIDED = range(3)
#: Echelons of a unit that have the signals of a division.
FAR_RADIO = ("corps", "division", "brigade", "army-troops", "flotilla", "air-corps", "air-division")


def _whole_hours(value: float | None) -> int:
    return K.NEVER if value is None else round(value)


def absences_of(sc: Scenario, kind: str, holder: str, formation_id: str | None) -> list[Row]:
    """Rows of a kind that speak of a unit or formation, or of a command above it and all below."""
    above = sc.ancestors(formation_id)
    return [
        row
        for row in sc.tables["absences"]
        if row["kind"] == kind
        and (row["formation_id"] == holder or (row["below"] and row["formation_id"] in above))
    ]


def _absence(rows: list[Row]) -> tuple[int, int]:
    """First and last hour of the absence that lasts longest."""
    if not rows:
        return 0, 0
    row = max(rows, key=lambda r: _whole_hours(r["until_hour"]))
    return _whole_hours(row["from_hour"]), _whole_hours(row["until_hour"])


def _radio_to(rows: list[Row]) -> int:
    return min((_whole_hours(row["from_hour"]) for row in rows), default=K.NEVER)


def opening_sides(sc: Scenario) -> set[str]:
    """Sides that open the campaign: their plans begin with an attack that waits for nothing but the clock."""
    attack = [K.POSTURES[code] for code in OFFENSIVE]
    return {
        row["side"]
        for row in sc.tables["plans"]
        if row["phase"] == 1 and row["posture"] in attack and is_modelled(row) and _by_the_clock(row)
    }


def _by_the_clock(row: Row) -> bool:
    terms = parse_condition(row["condition"]).terms if row["condition"] else ()
    return all(term.op in ("day", "exogenous") for term in terms)


def ceasefire_mode(sc: Scenario) -> int:
    """How the war ends: not at all, by dates, or by the decision of a council."""
    row = sc.tables["exogenous"].by_id.get("ceasefire")
    return NO_CEASEFIRE if row is None else round(row["value"])


class CeaseFire:
    """Who starts the order to cease fire, when it binds, and who was told to fight on."""

    def __init__(self, sc: Scenario) -> None:
        rows = {r["name"]: r for r in sc.tables["exogenous"]}
        self.side = ""
        self.origin = ""
        self.order = self.talks = self.laydown = K.NEVER
        self.speaker = (
            parse_scope(rows["ceasefire_talks"]["scope"]).get("formation")
            if "ceasefire_talks" in rows
            else None
        )
        self.refusing = {
            parse_scope(row["scope"])["formation"]
            for name, row in rows.items()
            if name.startswith("ceasefire_refused") and row["value"] >= 0.5
        }
        mode = ceasefire_mode(sc)
        if mode == NO_CEASEFIRE or "ceasefire_order" not in rows:
            return
        scope = parse_scope(rows["ceasefire_order"]["scope"])
        self.side = scope["side"]
        theatres = {side["id"]: side.get("theatre", "") for side in sc.meta["sides"]}
        self.origin = scope.get("formation", theatres[self.side])
        if mode == DECIDED:
            # Nothing but the council holds them back.
            self.order = self.talks = self.laydown = 0
            return
        self.order = math.ceil(sc.exogenous("ceasefire_order"))
        self.laydown = (
            math.ceil(sc.exogenous("ceasefire_deadline") / 6.0) if "ceasefire_deadline" in rows else 0
        )
        self.talks = (
            math.ceil(sc.exogenous("ceasefire_talks") / 6.0) if "ceasefire_talks" in rows else self.laydown
        )

    def terms(self, sc: Scenario, e: Entry) -> tuple[int, int, bool]:
        """Step of the talks and of the deadline for a unit, and whether it was told to fight on."""
        refuses = bool(self.refusing & {e.unit_id, *sc.ancestors(e.formation_id)})
        if refuses or not self.side or sc.side_index(self.side) != e.side:
            return K.NEVER, K.NEVER, refuses
        return self.talks, self.laydown, False

    def stands_outside(self, sc: Scenario, e: Entry) -> bool:
        """Whether a unit stands outside the command that holds the talks for its side."""
        if self.speaker is None or not self.side or sc.side_index(self.side) != e.side:
            return False
        return self.speaker not in sc.ancestors(e.formation_id)


def _seats(sc: Scenario, atlas: Atlas, ground: Ground) -> list[int]:
    """Engine cell of every formation's headquarters, -1 = off the map or outside the extent."""
    rows = sc.tables["formations"].rows
    holder = placing.cell_sides(sc, atlas)
    known = [r for r in rows if r["hq_lat"] is not None and r["hq_lon"] is not None]
    near = placing.nearest_cells(atlas, [r["hq_lat"] for r in known], [r["hq_lon"] for r in known])
    found = {}
    for row, cell in zip(known, near, strict=True):
        own = placing.own_cell(atlas, holder, int(cell), sc.side_index(row["side"]))
        found[row["formation_id"]] = int(ground.cell_of[own]) if own >= 0 else -1
    return [found.get(r["formation_id"], -1) for r in rows]


def _move(rows: list[Row], places: dict[str, Where]) -> tuple[int, int, int]:
    """Hours between which a headquarters is on the way, and the cell it goes to."""
    if not rows or places[rows[0]["to_place"]].cell < 0:
        return K.NEVER, K.NEVER, 0
    row = rows[0]
    return _whole_hours(row["from_hour"]), _whole_hours(row["until_hour"]), places[row["to_place"]].cell


def formation_arrays(
    sc: Scenario, atlas: Atlas, ground: Ground, places: dict[str, Where]
) -> tuple[dict[str, Array], list[str], list[str]]:
    """The formation arrays of World, all formations in order, and those with a daily row."""
    rows = sc.tables["formations"].rows
    ids = [r["formation_id"] for r in rows]
    index = {f: i for i, f in enumerate(ids)}
    reporting = [r["formation_id"] for r in rows if r["echelon"] in strengths.ARMY_LEVELS]
    line = {f: i for i, f in enumerate(reporting)}
    terms = CeaseFire(sc)
    opening = opening_sides(sc)
    away = [_absence(absences_of(sc, "absent", r["formation_id"], r["parent_id"])) for r in rows]
    moves = [_move(absences_of(sc, "moving", r["formation_id"], None), places) for r in rows]
    silent = [_radio_to(absences_of(sc, "no_radio", r["formation_id"], r["parent_id"])) for r in rows]

    def ints(values: list[int]) -> NDArray[np.int64]:
        return np.array(values, np.int64)

    arrays: dict[str, Array] = {
        "f_parent": ints([index.get(r["parent_id"] or "", -1) for r in rows]),
        "f_report": ints([line.get(f, -1) for f in ids]),
        "f_side": ints([sc.side_index(r["side"]) for r in rows]),
        "f_sid": ints([stable_id(sc, f) for f in ids]),
        "f_hq": ints(_seats(sc, atlas, ground)),
        "f_level": ints([LEVEL_OF.get(r["echelon"], K.DIVISION) for r in rows]),
        "f_absent_from": ints([a for a, _ in away]),
        "f_absent_to": ints([b for _, b in away]),
        "f_move_from": ints([a for a, _, _ in moves]),
        "f_move_to": ints([b for _, b, _ in moves]),
        "f_move_cell": ints([c for _, _, c in moves]),
        "f_radio_to": ints(silent),
        "f_ceasefire": ints([terms.order if f == terms.origin else K.NEVER for f in ids]),
        "f_knows": np.array([r["side"] in opening for r in rows], np.uint8),
        "f_refuses": np.array([f in terms.refusing for f in ids], np.uint8),
    }
    return arrays, ids, reporting


def command_arrays(sc: Scenario, entries: list[Entry]) -> dict[str, Array]:
    """What the unit arrays of World hold on command and the cease-fire."""
    away = [_absence(absences_of(sc, "absent", e.unit_id, e.formation_id)) for e in entries]
    silent = [_radio_to(absences_of(sc, "no_radio", e.unit_id, e.formation_id)) for e in entries]
    cease_fire = CeaseFire(sc)
    terms = [cease_fire.terms(sc, e) for e in entries]
    return {
        "u_absent_from": np.array([a for a, _ in away], np.int64),
        "u_absent_to": np.array([b for _, b in away], np.int64),
        "u_radio_to": np.array(silent, np.int64),
        "u_talks": np.array([t for t, _, _ in terms], np.int64),
        "u_laydown": np.array([d for _, d, _ in terms], np.int64),
        "u_outside": np.array([cease_fire.stands_outside(sc, e) for e in entries], np.uint8),
        "u_far_radio": np.array([e.echelon in FAR_RADIO for e in entries], np.uint8),
        "u_refuses": np.array([r for _, _, r in terms], np.uint8),
    }
