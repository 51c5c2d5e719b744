"""Columns of the tables that a run writes: name, type, unit and meaning, in one place.

The unit and the meaning travel inside each Parquet file as field metadata.
"""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa

from khingan.campaign.codes import SINKS


class Column(NamedTuple):
    """One column of an output table.

    Attributes
    ----------
    name : str
        Column name.
    type : pyarrow.DataType
        Arrow type.
    unit : str
        Unit of measurement; empty for ids and names.
    description : str
        Meaning, in one sentence.
    nullable : bool
        Whether the value can be absent.
    """

    name: str
    type: pa.DataType
    unit: str
    description: str
    nullable: bool = False


_CAMPAIGN = Column("campaign", pa.int32(), "", "Number of the campaign within the run, from 0.")
_STEP = Column("step", pa.int32(), "", "Step since the start, from 0.")
_SIDE = Column("side", pa.string(), "", "Side of the war.")
_CELL = Column("cell", pa.uint64(), "", "H3 cell, resolution 5.")

MEASURES: dict[str, tuple[str, str]] = {
    "strength": ("men", "Men present."),
    "killed": ("men", "Killed in action."),
    "wounded": ("men", "Wounded."),
    "sick": ("men", "Sick, evacuated."),
    "missing": ("men", "Missing."),
    "captured": ("men", "Taken prisoner."),
    "noncombat_dead": ("men", "Dead from other causes than combat."),
    "deserted": ("men", "Deserted."),
    "tanks": ("vehicles", "Tanks and self-propelled guns present."),
    "tanks_lost": ("vehicles", "Tanks and self-propelled guns lost."),
    "guns_lost": ("pieces", "Guns and mortars lost."),
    "fuel": ("t", "Fuel with the units."),
    "ammunition": ("t", "Ammunition with the units."),
    "isolated_units": ("units", "Units without a supply trace."),
    "out_of_contact": ("units", "Units that do not hear their superior."),
    "flown_in": ("t", "Fuel flown in."),
    "sorties": ("sorties", "Sorties flown."),
    "aircraft_lost": (
        "aircraft",
        "Aircraft lost in the air or on the ground; those left behind at a lost base are not counted.",
    ),
    "craft_lost": ("craft", "Landing craft lost with the formation's men aboard."),
    "units_by_rail": ("units", "Units that entrain, ride or detrain."),
    "captured_supplies": ("t", "Food and fuel drawn from captured depots."),
}
"""Measures by formation and day: unit and meaning. Losses are those of the day, stocks those at its end.

A new daily column of the engine needs a line here; how its numbers are read follows from the unit.
"""

PRESENT = ("strength", "tanks", "fuel", "ammunition", "isolated_units", "out_of_contact", "units_by_rail")
"""Measures that tell how things stand at the end of a day; all others count what the day brought."""

# Men are whole, other shares of things and of weight are not; what has no line here is counted whole.
_TYPES = {
    "men": pa.int64(),
    **dict.fromkeys(("vehicles", "pieces", "aircraft", "sorties", "t"), pa.float64()),
}

DAILY: tuple[Column, ...] = (
    _CAMPAIGN,
    Column("day", pa.int16(), "d", "Day of the campaign, 1 = the first."),
    Column("formation_id", pa.string(), "", "Formation at army echelon or above, its subordinates included."),
    _SIDE,
    *(
        Column(
            name,
            _TYPES.get(unit, pa.int32()),
            unit,
            description,
        )
        for name, (unit, description) in MEASURES.items()
    ),
)

PLACES: tuple[Column, ...] = (
    _CAMPAIGN,
    Column("place_id", pa.string(), "", "Place of the gazetteer."),
    _SIDE,
    Column(
        "reached_h",
        pa.float64(),
        "h",
        "Hours after the start when a unit of the side first stood there.",
        True,
    ),
    Column(
        "captured_h", pa.float64(), "h", "Hours after the start when the side took control for good.", True
    ),
    Column(
        "cleared_h",
        pa.float64(),
        "h",
        "Hours after the start when the side had captured it and no enemy able to fight was left there, nor "
        "where the works that guard it lie.",
        True,
    ),
    Column(
        "disarmed_h",
        pa.float64(),
        "h",
        "Hours after the start when the side had captured it and no enemy under arms was left there or in the cells "
        "next to it, those who keep a cease-fire included.",
        True,
    ),
    Column("formation_id", pa.string(), "", "Formation of the unit that reached it first.", True),
)

_FATES = {
    "start": "Men at the start.",
    "under_arms": "Men under arms at the end.",
    **{name: MEASURES[name][1] for name in MEASURES if name in SINKS},
}
_ARMS = {
    "tanks": ("vehicles", "Tanks and self-propelled guns"),
    "guns": ("pieces", "Guns and mortars"),
}

BALANCE: tuple[Column, ...] = (
    _CAMPAIGN,
    _SIDE,
    Column("contingent", pa.string(), "", "Army of which state."),
    *(Column(name, pa.float64(), "men", text) for name, text in _FATES.items()),
    *(
        Column(f"{kind}_{name}", pa.float64(), unit, f"{what} {words}.")
        for kind, (unit, what) in _ARMS.items()
        for name, words in (
            ("start", "at the start"),
            ("end", "at the end"),
            ("lost", "lost or handed over"),
        )
    ),
    Column(
        "guns_given_up",
        pa.float64(),
        "pieces",
        "Guns and mortars lost by units that laid down their arms in the end: an upper bound of those handed over.",
    ),
)


def area_columns(sides: tuple[str, ...]) -> tuple[Column, ...]:
    """Columns of the table of areas, which has one for each side.

    Parameters
    ----------
    sides : tuple of str
        Ids of the sides.
    """
    return (
        _CAMPAIGN,
        Column("area_id", pa.string(), "", "Area of the scenario, or its territory."),
        Column("unit", pa.string(), "", "km2 of land, or km of railway."),
        *(
            Column(f"{name}_{side}", kind, unit, text.format(side))
            for name, kind, unit, text in (
                ("held", pa.float64(), "km2 or km", "Land or railway held by {} at the end."),
                ("towns", pa.int64(), "places", "Places of the gazetteer in it held by {} at the end."),
                ("people", pa.int64(), "persons", "People of 1940, where known, of the places held by {}."),
            )
            for side in (*sides, "nobody")
        ),
    )


EVENTS: tuple[Column, ...] = (
    _CAMPAIGN,
    _STEP,
    Column("hour", pa.float64(), "h", "Hours after the start."),
    Column("kind", pa.string(), "", "What happened."),
    _SIDE,
    Column("place_id", pa.string(), "", "Place, if the cell holds one.", True),
    Column("cell", pa.uint64(), "", "H3 cell; empty for what happens off the map.", True),
    Column("region_id", pa.string(), "", "Region of the cell, if the scenario has regions.", True),
    Column("lat", pa.float64(), "deg", "Latitude of the cell's centre.", True),
    Column("lon", pa.float64(), "deg", "Longitude of the cell's centre.", True),
    Column("unit_id", pa.string(), "", "Unit it happened to.", True),
    Column("formation_id", pa.string(), "", "Formation of that unit, or whose headquarters it is.", True),
    Column("value", pa.float64(), "", "Size of the event in its own unit.", True),
)

TRACE: tuple[Column, ...] = (
    _CAMPAIGN,
    _STEP,
    Column("unit_id", pa.string(), "", "Unit."),
    _CELL,
    Column("men", pa.float64(), "men", "Men present."),
    Column("tanks", pa.float64(), "vehicles", "Tanks and self-propelled guns present."),
    Column("guns", pa.float64(), "pieces", "Guns and mortars present."),
    Column("cohesion", pa.float32(), "", "Cohesion, 0 to 1."),
    Column("fatigue", pa.float32(), "", "Fatigue, 0 to 1."),
    Column("fuel_t", pa.float64(), "t", "Fuel with the unit."),
    Column("food_t", pa.float64(), "t", "Food and fodder with the unit."),
    Column("ammunition_t", pa.float64(), "t", "Ammunition with the unit."),
    Column("posture", pa.string(), "", "Posture ordered."),
    Column("status", pa.string(), "", "State of the unit: active, invested, isolated, surrendered ..."),
)


def schema(columns: tuple[Column, ...]) -> pa.Schema:
    """Return the Arrow schema of a table, with unit and description as field metadata.

    Parameters
    ----------
    columns : tuple of Column
        Such as `DAILY`.

    Returns
    -------
    pyarrow.Schema
        Fields in the given order.
    """
    return pa.schema(
        [
            pa.field(
                column.name,
                column.type,
                nullable=column.nullable,
                metadata={"unit": column.unit, "description": column.description},
            )
            for column in columns
        ]
    )


def conform(table: pa.Table, columns: tuple[Column, ...]) -> pa.Table:
    """Bring a table into its fixed form: columns in order, types, no null where none may be.

    Parameters
    ----------
    table : pyarrow.Table
        Table with at least the wanted columns; others are dropped.
    columns : tuple of Column
        Wanted form.

    Returns
    -------
    pyarrow.Table
        Table of exactly ``schema(columns)``.

    Raises
    ------
    ValueError
        If a column is missing, does not fit its type, or has a null that it must not have.
    """
    present = set(table.column_names)
    missing = [column.name for column in columns if column.name not in present]
    if missing:
        raise ValueError(f"the table lacks the columns {', '.join(missing)}")
    for column in columns:
        if not column.nullable and table.column(column.name).null_count:
            raise ValueError(f"the column {column.name} has empty values")
    return table.select([column.name for column in columns]).cast(schema(columns))


def summary_columns(table: pa.Table, sides: tuple[str, ...]) -> tuple[Column, ...]:
    """Describe the summary table, whose measures are named ``<side>_<measure>``.

    Parameters
    ----------
    table : pyarrow.Table
        Summary as the engine made it, a row a campaign.
    sides : tuple of str
        Ids of the sides.

    Returns
    -------
    tuple of Column
        A column for each of the table's, in its order, types kept.
    """
    fixed = {
        "campaign": ("", _CAMPAIGN.description),
        "seed": ("", "Seed of the run."),
        "decided_h": ("h", "Hours after the start when the council decided to end the war."),
        "ceasefire_h": ("h", "Hours after the start of the order to cease fire that followed."),
    }
    columns = []
    for field in table.schema:
        unit, description = fixed.get(field.name, ("", ""))
        for side in sides:
            measure = field.name.removeprefix(f"{side}_")
            if measure != field.name and measure in MEASURES:
                unit, description = MEASURES[measure]
                description = f"{description[:-1]}, side {side}, over the whole run."
        columns.append(Column(field.name, field.type, unit, description, field.nullable))
    return tuple(columns)
