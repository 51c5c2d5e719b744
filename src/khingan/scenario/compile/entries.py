"""Entries: every ground unit of the order of battle, border battalions and army troops, before they are numbered."""

from __future__ import annotations

from dataclasses import replace

from khingan.atlas import Atlas
from khingan.campaign import codes as K
from khingan.scenario import placing, strengths
from khingan.scenario.border import BorderBattalion, border_battalions
from khingan.scenario.compile.units import Entry
from khingan.scenario.detachments import first_posture, first_postures, forward_detachments
from khingan.scenario.model import Row, Scenario

REAR_SUFFIX = "-troops"


def _priority(sc: Scenario, unit: Row, plans: dict[str, str]) -> int:
    """Place in the resolve order: forward detachments, attackers, defenders."""
    return {"pursue": 0, "attack": 1}.get(first_posture(sc, unit, plans) or "", 2)


def _pace(sc: Scenario, unit: Row, own: str, mass: dict[str, str], plans: dict[str, str]) -> str:
    """Mobility on the march: support units keep to the pace of the mass of their army.

    Only divisions, corps and units with a plan of their own (forward detachments) run ahead; else a tank
    battalion or an anti-tank brigade would lead its rifle army by days.
    """
    if unit["echelon"] in ("division", "corps") or unit["unit_id"] in plans:
        return own
    army = mass.get(strengths.army_of(sc, unit["formation_id"]), own)
    return min(own, army, key=K.MOBILITY.index)


def fighting_units(sc: Scenario) -> list[Row]:
    """Units that stand and fight on land: ground units, naval units but for crews of ships, air-landed parties."""
    crews = {unit for row in sc.tables["lifts"] for unit in row["unit_ids"]}
    return [
        u
        for u in sc.tables["units"]
        if u["arm"] in ("ground", "naval", "airborne") and u["unit_id"] not in crews
    ]


def _mass_of_armies(sc: Scenario, ground: list[Row], strong: dict[str, strengths.Strength]) -> dict[str, str]:
    """Mobility of most of the men of every army."""
    men: dict[str, dict[str, float]] = {}
    for u in ground:
        s = strong[u["unit_id"]]
        by_class = men.setdefault(strengths.army_of(sc, u["formation_id"]), {})
        by_class[s.mobility] = by_class.get(s.mobility, 0.0) + s.men
    return {army: max(sorted(by_class), key=by_class.__getitem__) for army, by_class in men.items()}


def make_entries(sc: Scenario, atlas: Atlas) -> list[Entry]:
    """Ground units with their army's artillery and separate tanks attached, border battalions, army troops."""
    cells = placing.start_cells(sc, atlas)
    strong = strengths.resolve(sc)
    troops = strengths.army_troops(sc)
    battalions = border_battalions(sc, atlas)
    detached: dict[str, float] = {}
    for b in battalions:
        detached[b.parent_unit] = detached.get(b.parent_unit, 0.0) + b.share
    ground = fighting_units(sc)
    mass = _mass_of_armies(sc, ground, strong)
    men_of: dict[str, float] = {}
    for u in ground:
        army = strengths.army_of(sc, u["formation_id"])
        men_of[army] = men_of.get(army, 0.0) + strong[u["unit_id"]].men
    plans = first_postures(sc)
    found = []
    for u in ground:
        army = strengths.army_of(sc, u["formation_id"])
        s = strong[u["unit_id"]]
        kept = 1.0 - detached.get(u["unit_id"], 0.0)
        pace = _pace(sc, u, s.mobility, mass, plans)
        cell = (cells[u["unit_id"]], u["start_lat"], u["start_lon"])
        # A party in aircraft takes nothing of the army's artillery along.
        behind = None if u["arm"] == "airborne" else troops.get(army)
        found.append(_entry(sc, u, s, kept, behind, s.men / men_of[army], pace, cell, plans))
    by_id = {u["unit_id"]: u for u in ground}
    found += [_battalion_entry(sc, b, by_id[b.parent_unit], strong[b.parent_unit]) for b in battalions]
    found = _send_ahead(sc, found, strong)
    return found + _rear_entries(sc, atlas, troops, {a for a, men in men_of.items() if men > 0})


def _send_ahead(sc: Scenario, entries: list[Entry], strong: dict[str, strengths.Strength]) -> list[Entry]:
    """Split off the forward detachments; brigades that run ahead as a whole march at their own pace."""
    by_id = {e.unit_id: e for e in entries}
    detachments = []
    for a in forward_detachments(sc):
        own = by_id[a.unit_id if a.whole else a.main]
        if a.whole:
            pace = strong[a.unit_id].mobility
            by_id[a.unit_id] = replace(own, mobility=pace, main=a.main, lead_km=a.lead_km, priority=0)
            continue
        part = {"men": a.men, "tanks": a.tanks, "guns": a.guns, "at_guns": a.guns, "trucks": a.trucks}
        for_it = {name: getattr(own, name) * share for name, share in part.items()}
        kept = {name: getattr(own, name) * (1.0 - share) for name, share in part.items()}
        by_id[own.unit_id] = replace(own, **kept)
        detachments.append(
            replace(
                own,
                unit_id=a.unit_id,
                name=f"{own.name}: forward detachment",
                mobility="tank" if own.mobility == "tank" else "motor",
                echelon="battalion" if own.echelon == "division" else "brigade",
                priority=0,
                main=own.unit_id,
                lead_km=a.lead_km,
                **for_it,
            )
        )
    return [by_id[e.unit_id] for e in entries] + detachments


def _entry(
    sc: Scenario,
    u: Row,
    s: strengths.Strength,
    kept: float,
    army: strengths.ArmyTroops | None,
    part: float,
    pace: str,
    cell: tuple[int, float, float],
    plans: dict[str, str],
) -> Entry:
    """Entry of one unit: ``kept`` of its men stay with it, ``part`` of its army's artillery and tanks is attached."""
    return Entry(
        unit_id=u["unit_id"],
        name=u["name"],
        side=sc.side_index(u["side"]),
        contingent=u["contingent"],
        mobility=pace,
        kind=u["kind"],
        echelon=u["echelon"],
        formation_id=u["formation_id"],
        atlas_cell=cell[0],
        lat=cell[1],
        lon=cell[2],
        available_from=u["available_from"],
        men=s.men * kept,
        tanks=s.tanks * kept + (army.tanks * part if army else 0.0),
        guns=s.guns * kept + (army.guns * part if army else 0.0),
        at_guns=s.at_guns * kept,
        trucks=s.trucks * kept,
        rating=s.quality,
        garrison=bool(u["garrison"]),
        last_man=bool(u["last_man"]),
        rear=False,
        priority=_priority(sc, u, plans),
    )


def _battalion_entry(sc: Scenario, b: BorderBattalion, parent: Row, s: strengths.Strength) -> Entry:
    """Entry of a battalion detached into works (R15); it takes its share of everything along."""
    return Entry(
        unit_id=b.unit_id,
        name=b.name,
        side=sc.side_index(parent["side"]),
        contingent=parent["contingent"],
        mobility="foot",
        kind="border",
        echelon="battalion",
        formation_id=parent["formation_id"],
        atlas_cell=b.cell,
        lat=b.lat,
        lon=b.lon,
        available_from=None,
        men=b.men,
        tanks=0.0,
        guns=s.guns * b.share,
        at_guns=s.at_guns * b.share,
        trucks=0.0,
        rating=s.quality,
        garrison=True,
        last_man=False,
        rear=False,
        priority=2,
    )


def _rear_entries(
    sc: Scenario, atlas: Atlas, troops: dict[str, strengths.ArmyTroops], with_units: set[str]
) -> list[Entry]:
    formations = sc.tables["formations"].by_id
    found = []
    holder = placing.cell_sides(sc, atlas)
    for army, record in troops.items():
        f = formations[army]
        if record.men < 1 or f["hq_lat"] is None:
            continue
        side = sc.side_index(f["side"])
        near = placing.nearest_cells(atlas, [f["hq_lat"]], [f["hq_lon"]])
        lone = army not in with_units
        found.append(
            Entry(
                army + REAR_SUFFIX,
                f"{f['name']}: army troops",
                side,
                f["contingent"],
                "foot",
                "army-troops",
                "army-troops",
                army,
                placing.own_cell(atlas, holder, int(near[0]), side),
                f["hq_lat"],
                f["hq_lon"],
                None,
                record.men,
                record.tanks if lone else 0.0,
                record.guns if lone else 0.0,
                0.0,
                record.trucks,
                sc.parameter("quality_garrison"),
                False,
                False,
                True,
                3,
            )
        )
    return found
