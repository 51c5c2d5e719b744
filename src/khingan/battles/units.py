"""Two units of a scenario, and a place, as the inputs of a fight: what the campaign itself would fight with."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from khingan.atlas import reader as A
from khingan.campaign import codes as K
from khingan.campaign import intelligence
from khingan.campaign import parameters as P
from khingan.errors import InputError, Problem
from khingan.scenario.compile import Compiled

Values = dict[str, Any]


def unit_values(compiled: Compiled, unit_id: str, role: str) -> Values:
    """Fields of :class:`~khingan.battles.situation.Situation` that a unit fills.

    Parameters
    ----------
    compiled : Compiled
        The scenario. Its units have their share of the army's artillery and tanks, and lack what was detached.
    unit_id : str
        Unit of the order of battle, border battalion or army troops.
    role : str
        ``attacker`` or ``defender``. How far an attack surprises and a fight to the last man are the defender's.

    Raises
    ------
    InputError
        If there is no such unit; it names those with a similar id or name.
    """
    ids = [entry.unit_id for entry in compiled.entries]
    if unit_id not in ids:
        names = {entry.name: entry.unit_id for entry in compiled.entries}
        near = [*get_close_matches(unit_id, ids, n=3), *get_close_matches(unit_id, names, n=2)]
        raise InputError(_unknown("unit", f"{role}-unit", unit_id, [names.get(n, n) for n in near]))
    unit = compiled.world.u[ids.index(unit_id)]
    p, side = compiled.parameters, int(unit["side"])
    men = float(unit["men"]) / K.MAN * p[P.STRENGTH_SCALE_0 + side]
    values: Values = {
        f"{role}s": float(men),
        f"{role}_tanks": float(unit["tanks"]) / K.MAN * float(p[P.TANK_SCALE_0 + side]),
        f"{role}_guns": float(unit["guns"]) / K.MAN,
        f"{role}_anti_tank": float(unit["antitank"]),
        f"{role}_rating": min(1.0, float(unit["rating"]) * float(p[P.RATING_SCALE_0 + side])),
    }
    if role == "defender":
        values["last_man"] = float(unit["lastman"])
        values["surprise"] = _surprise_on_the_eve(compiled, side, int(unit["start"]))
    return values


def _surprise_on_the_eve(compiled: Compiled, side: int, cell: int) -> float:
    """Level with which a first attack surprises a side on a cell, in the middle of what it may have expected."""
    p, world = compiled.parameters, compiled.world
    if p[P.SWITCH_INTELLIGENCE] == 0.0 or cell < 0:
        return 0.0
    expects = world.b[side, int(world.c[cell]["region"])]
    share = (
        0.5 * (float(expects["place_low"]) + float(expects["place_high"])) * (1.0 - float(expects["hidden"]))
    )
    alarm = 0.5 * (float(expects["date_low"]) + float(expects["date_high"]))
    weight = float(p[P.SURPRISE_PLACE_WEIGHT])
    level = intelligence.COMPLETE * (weight * (1.0 - share) + (1.0 - weight) * (1.0 - alarm))
    return min(intelligence.COMPLETE, max(0.0, level))


def unit_name(compiled: Compiled, unit_id: str) -> str:
    """Name of a unit that exists."""
    return next(entry.name for entry in compiled.entries if entry.unit_id == unit_id)


def place_values(compiled: Compiled, place_id: str) -> Values:
    """Fields that the ground of a place fills: terrain, works, and the widest edge as the front.

    Raises
    ------
    InputError
        If there is no such place, or the campaign is not played on its ground.
    """
    if place_id not in compiled.place_ids:
        near = get_close_matches(place_id, compiled.place_ids, n=4)
        raise InputError(_unknown("place", "place", place_id, near))
    row = int(compiled.world.p_cell[compiled.place_ids.index(place_id)])
    if row < 0:
        raise InputError(
            Problem(
                "the place lies outside the ground of the scenario",
                field="place",
                value=place_id,
                expected="a place near the units and their objectives",
            )
        )
    cell = compiled.world.c[row]
    cover = int(compiled.atlas.cover[compiled.atlas_row[row]])
    works = {K.FORTIFIED: "fortified", K.CONCRETE: "concrete"}
    values: Values = {
        "rugged": float(cell["rough"]),
        "wooded": float(cell["wood"]),
        "urban": float(cell["urban"]),
        "marsh": float(cell["marsh"]),
        "open_ground": float(cover in (A.STEPPE, A.DESERT)),
        "front_km": float(compiled.world.e[row]["width"].max()) / 1000.0,
    }
    if int(cell["works"]) in works:
        values["posture"] = works[int(cell["works"])]
    return values


def _unknown(what: str, option: str, value: str, near: list[str]) -> Problem:
    known = ", ".join(dict.fromkeys(near))
    return Problem(
        f"there is no such {what} in the scenario",
        field=option,
        value=value,
        expected=f"an id such as {known}" if known else f"the id of a {what}",
        mend=f"see the {what} ids in the scenario's tables",
    )
