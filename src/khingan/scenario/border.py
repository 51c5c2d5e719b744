"""Battalions in fortified zones where no unit stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from khingan.errors import InputError, Problem
from khingan.scenario.model import Row, Scenario
from khingan.scenario.placing import cell_sides, degrees_away, own_cell, start_cells
from khingan.scenario.strengths import resolve

if TYPE_CHECKING:
    from khingan.atlas import Atlas

SUFFIX = "-battalion"
#: A division never gives more than this share of its men to the works.
LARGEST_SHARE = 0.5


@dataclass(frozen=True)
class BorderBattalion:
    """A battalion detached into works.

    Parameters
    ----------
    unit_id, name : str
        Identity, made from the fortified zone.
    feature_id : str
        Fortified zone.
    cell : int
        Row of the atlas on which it stands.
    lat, lon : float
        Degrees.
    parent_unit : str
        Unit that gives the men and loses them.
    men : float
        Its men.
    share : float
        Its share of the parent's men, by which guns and other means go with it.
    """

    unit_id: str
    name: str
    feature_id: str
    cell: int
    lat: float
    lon: float
    parent_unit: str
    men: float
    share: float


def border_battalions(sc: Scenario, atlas: Atlas) -> list[BorderBattalion]:
    """Detach battalions into documented fortified zones that hold no unit of their side.

    The men come from the unit named in the table of garrisons, else from the nearest division of the command
    responsible; they must be subtracted from it.

    Parameters
    ----------
    sc : Scenario
        Checked scenario.
    atlas : Atlas
        The map.

    Returns
    -------
    list of BorderBattalion
        In the order of the table of garrisons.

    Raises
    ------
    InputError
        If a command responsible for a zone has no division to detach from.
    """
    features = {row["feature_id"]: row for row in atlas.features.to_pylist()}
    cells, holder = start_cells(sc, atlas), cell_sides(sc, atlas)
    strengths, units = resolve(sc), sc.tables["units"].by_id
    wanted = sc.parameter("border_battalion_men")
    given: dict[str, float] = {}
    found = []
    for row in sc.tables["garrisons"]:
        zone = features[row["feature_id"]]
        side = sc.tables["formations"].by_id[row["formation_id"]]["side"]
        cell = own_cell(atlas, holder, int(zone["cell"]), sc.side_index(side))
        held = any(
            cells[u["unit_id"]] == cell and u["side"] == side and u["arm"] == "ground" for u in units.values()
        )
        if cell < 0 or held:
            continue
        parent = row["unit_id"] or _nearest_division(sc, row, float(zone["lat"]), float(zone["lon"]))
        whole = strengths[parent].men
        men = min(wanted, LARGEST_SHARE * whole - given.get(parent, 0.0))
        if men <= 0:
            continue
        given[parent] = given.get(parent, 0.0) + men
        found.append(
            BorderBattalion(
                unit_id=row["feature_id"] + SUFFIX,
                name=f"{zone['name']}: battalion of {units[parent]['name']}",
                feature_id=row["feature_id"],
                cell=cell,
                lat=float(atlas.lat[cell]),
                lon=float(atlas.lon[cell]),
                parent_unit=parent,
                men=men,
                share=men / whole,
            )
        )
    return found


def _nearest_division(sc: Scenario, row: Row, lat: float, lon: float) -> str:
    """Division below the responsible command that stands nearest to the zone; ties go to the smaller id."""
    divisions = [
        unit
        for unit in sc.tables["units"]
        if unit["arm"] == "ground"
        and unit["echelon"] == "division"
        and row["formation_id"] in sc.ancestors(unit["formation_id"])
    ]
    if not divisions:
        raise InputError(
            Problem(
                "the responsible command has no division to detach a battalion from",
                file=sc.tables["garrisons"].file,
                row=row["_row"],
                field="formation_id",
                value=row["formation_id"],
                expected="a command with a division",
                mend="name the unit in unit_id or another command",
            )
        )

    return str(min(divisions, key=lambda unit: (degrees_away(unit, lat, lon), unit["unit_id"]))["unit_id"])
