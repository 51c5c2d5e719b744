"""Forward detachments: parts of attacking units that run ahead of them (rules.md R16)."""

from __future__ import annotations

from dataclasses import dataclass

from khingan.scenario.model import Row, Scenario
from khingan.scenario.placing import degrees_away
from khingan.scenario.strengths import army_of

SUFFIX = "-forward"
OFFENSIVE = ("attack", "pursue")
MANOEUVRE = ("tank-brigade", "mech", "motor-rifle")


@dataclass(frozen=True)
class Ahead:
    """A unit, or a part of one, that runs ahead of a main body.

    Parameters
    ----------
    unit_id : str
        The detachment; the unit itself when the whole of it runs ahead.
    main : str
        Unit ahead of which it runs.
    men, tanks, guns, trucks : float
        Shares of the unit it was taken from; 1 for whole units.
    lead_km : float
        How far ahead it goes at most.
    """

    unit_id: str
    main: str
    men: float
    tanks: float
    guns: float
    trucks: float
    lead_km: float

    @property
    def whole(self) -> bool:
        """Whether a whole unit runs ahead."""
        return not self.unit_id.endswith(SUFFIX)


def first_postures(sc: Scenario) -> dict[str, str]:
    """Posture of the first plan of every formation or unit that has one."""
    return {r["formation_id"]: r["posture"] for r in sc.tables["plans"] if r["phase"] == 1}


def first_posture(sc: Scenario, unit: Row, postures: dict[str, str]) -> str | None:
    """Posture of the first plan that governs a unit: its own, else its nearest command's."""
    holders = (unit["unit_id"], *sc.ancestors(unit["formation_id"]))
    return next((postures[holder] for holder in holders if holder in postures), None)


def _row_for(sc: Scenario, unit: Row, part: str) -> Row | None:
    rows = {(r["formation_id"], r["part"]): r for r in sc.tables["detachments"]}
    holders = (unit["unit_id"], *sc.ancestors(unit["formation_id"]))
    return next((rows[h, part] for h in holders if (h, part) in rows), None)


def _nearest(unit: Row, others: list[Row]) -> str | None:
    # Of equals the first in the table: a name decides nothing.
    def far(other: Row) -> float:
        return degrees_away(other, unit["start_lat"], unit["start_lon"])

    return str(min(others, key=far)["unit_id"]) if others else None


def forward_detachments(sc: Scenario) -> list[Ahead]:
    """Detachments of all attacking units, by the table of detachments.

    Divisions and corps keep what they do not send ahead. Brigades run ahead as a whole, of the nearest attacking
    division of their army.

    Parameters
    ----------
    sc : Scenario
        Checked scenario.

    Returns
    -------
    list of Ahead
        In the order of the table of units.
    """
    postures = first_postures(sc)
    ground = [u for u in sc.tables["units"] if u["arm"] == "ground"]
    attacking = [u for u in ground if first_posture(sc, u, postures) in OFFENSIVE]
    divisions: dict[str, list[Row]] = {}
    for u in attacking:
        if u["echelon"] in ("division", "corps"):
            divisions.setdefault(army_of(sc, u["formation_id"]), []).append(u)
    found = []
    for u in attacking:
        if u["echelon"] == "brigade" and u["kind"] in MANOEUVRE:
            row = _row_for(sc, u, "brigades")
            main = _nearest(u, divisions.get(army_of(sc, u["formation_id"]), []))
            if row is not None and main is not None:
                found.append(Ahead(u["unit_id"], main, 1.0, 1.0, 1.0, 1.0, row["lead_km"]))
        elif u["echelon"] in ("division", "corps") and u["kind"] not in ("fortified-region", "cavalry"):
            row = _row_for(sc, u, "divisions" if u["echelon"] == "division" else "corps")
            if row is not None:
                shares = (row["men_share"], row["tank_share"], row["gun_share"], row["truck_share"])
                found.append(Ahead(u["unit_id"] + SUFFIX, u["unit_id"], *shares, row["lead_km"]))
    return found
