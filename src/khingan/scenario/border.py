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
ZONE = "fortified-zone"  # kind of such features of the atlas
#: A division never gives more than this share of its men to the works.
LARGEST_SHARE = 0.5


@dataclass(frozen=True)
class BorderBattalion:
    """A battalion detached into works.

    Parameters
    ----------
    unit_id, name : str
        Identity, made from the row of the table of garrisons.
    garrison_id : str
        Row of the table of garrisons.
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
    garrison_id: str
    cell: int
    lat: float
    lon: float
    parent_unit: str
    men: float
    share: float


@dataclass(frozen=True)
class WorksAt:
    """Where the works of a row of the table of garrisons lie.

    Attributes
    ----------
    name : str
        Of the zone, or of the place where the works lie in one.
    side : str
        Side of the command responsible.
    cell : int
        Row of the atlas, one that the side holds at the start; -1 = it holds none there.
    """

    name: str
    side: str
    cell: int


def works_of(sc: Scenario, atlas: Atlas) -> list[WorksAt]:
    """Where the works lie, in the order of the table of garrisons."""
    zones = {row["feature_id"]: row for row in atlas.features.to_pylist()}
    places = {row["place_id"]: row for row in atlas.places.to_pylist()}
    holder = cell_sides(sc, atlas)
    found = []
    for row in sc.tables["garrisons"]:
        in_place = row["works_at"] == "place"
        point = places[row["place_id"]] if in_place else zones[row["feature_id"]]
        name = point["name_1945"] if in_place else point["name"]
        side = sc.tables["formations"].by_id[row["formation_id"]]["side"]
        found.append(WorksAt(name, side, own_cell(atlas, holder, int(point["cell"]), sc.side_index(side))))
    return found


def border_battalions(sc: Scenario, atlas: Atlas) -> list[BorderBattalion]:
    """Detach battalions into documented works in which no unit of their side stands.

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
    cells = start_cells(sc, atlas)
    strengths, units = resolve(sc), sc.tables["units"].by_id
    wanted = sc.parameter("border_battalion_men")
    given: dict[str, float] = {}
    found: list[BorderBattalion] = []
    for row, works in zip(sc.tables["garrisons"], works_of(sc, atlas), strict=True):
        cell = works.cell
        held = any(
            cells[u["unit_id"]] == cell and u["side"] == works.side and u["arm"] == "ground"
            for u in units.values()
        )
        if cell < 0 or held or any(other.cell == cell for other in found):
            continue
        lat, lon = float(atlas.lat[cell]), float(atlas.lon[cell])
        parent = row["unit_id"] or _nearest_division(sc, row, lat, lon)
        whole = strengths[parent].men
        men = min(wanted, LARGEST_SHARE * whole - given.get(parent, 0.0))
        if men <= 0:
            continue
        given[parent] = given.get(parent, 0.0) + men
        found.append(
            BorderBattalion(
                unit_id=row["garrison_id"] + SUFFIX,
                name=f"{works.name}: battalion of {units[parent]['name']}",
                garrison_id=row["garrison_id"],
                cell=cell,
                lat=lat,
                lon=lon,
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
