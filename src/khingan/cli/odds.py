"""``khingan odds``: attacker against defender, played many times, and where each factor comes from."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from khingan.battles.odds import Situation
    from khingan.scenario import Scenario
    from khingan.scenario.compile import Compiled

MOST_DAYS = 100
MOST_DRAWS = 1_000_000

SIDES, PLACE, SCHEME, RUN = "Sides", "Ground and posture", "Scheme and circumstances", "How it is played"


class Posture(StrEnum):
    """Postures of the defender."""

    hasty = "hasty"
    prepared = "prepared"
    fortified = "fortified"
    concrete = "concrete"
    delay = "delay"


class Ground(StrEnum):
    """Relief, with the degrees that the campaign gives to plain, hills and mountain."""

    open = "open"
    rolling = "rolling"
    rugged = "rugged"


class Cover(StrEnum):
    """What grows on it."""

    bare = "bare"
    mixed = "mixed"
    wooded = "wooded"


_RUGGED = {Ground.open: 0.0, Ground.rolling: 0.5, Ground.rugged: 1.0}
# Options that are fields of a situation under the same name.
_FIELDS = (
    *(
        f"{side}{item}"
        for side in ("attacker", "defender")
        for item in ("s", "_tanks", "_guns", "_sorties", "_anti_tank", "_rating", "_supply", "_cohesion")
    ),
    *("urban", "marsh", "wet", "river", "landing", "envelopment", "two_sides", "surprise", "air", "last_man"),
)


def register(app: typer.Typer) -> None:
    """Add ``odds`` to the application."""
    app.command("odds")(odds)


def _option(panel: str, text: str, metavar: str | None = None) -> Any:
    return typer.Option(help=text, metavar=metavar, rich_help_panel=panel, show_default=False)


def _flag(panel: str, name: str, text: str) -> Any:
    return typer.Option(f"--{name}", help=text, rich_help_panel=panel, show_default=False)


_Number = float | None
_Flag = bool | None


def odds(
    ctx: typer.Context,
    attackers: Annotated[_Number, _option(SIDES, "Men who attack.", "MEN")] = None,
    defenders: Annotated[_Number, _option(SIDES, "Men who defend.", "MEN")] = None,
    attacker_unit: Annotated[str | None, _option(SIDES, "Unit of the scenario that attacks.", "ID")] = None,
    defender_unit: Annotated[str | None, _option(SIDES, "Unit of the scenario that defends.", "ID")] = None,
    attacker_tanks: Annotated[_Number, _option(SIDES, "Tanks of the attacker.", "N")] = None,
    defender_tanks: Annotated[_Number, _option(SIDES, "Tanks of the defender.", "N")] = None,
    attacker_guns: Annotated[_Number, _option(SIDES, "Guns and mortars of the attacker.", "N")] = None,
    defender_guns: Annotated[_Number, _option(SIDES, "Guns and mortars of the defender.", "N")] = None,
    attacker_sorties: Annotated[_Number, _option(SIDES, "Close air support sorties a day.", "N")] = None,
    defender_sorties: Annotated[_Number, _option(SIDES, "Close air support sorties a day.", "N")] = None,
    attacker_anti_tank: Annotated[_Number, _option(SIDES, "Anti-tank guns per 1,000 men.", "N")] = None,
    defender_anti_tank: Annotated[_Number, _option(SIDES, "Anti-tank guns per 1,000 men.", "N")] = None,
    attacker_rating: Annotated[
        _Number, _option(SIDES, "Share of a first-rate division (default 1).", "SHARE")
    ] = None,
    defender_rating: Annotated[
        _Number, _option(SIDES, "Share of a first-rate division (default 1).", "SHARE")
    ] = None,
    attacker_supply: Annotated[
        _Number, _option(SIDES, "Supplied to this share (default 1).", "SHARE")
    ] = None,
    defender_supply: Annotated[
        _Number, _option(SIDES, "Supplied to this share (default 1).", "SHARE")
    ] = None,
    attacker_cohesion: Annotated[_Number, _option(SIDES, "1 sound (default), 0 broken.", "SHARE")] = None,
    defender_cohesion: Annotated[_Number, _option(SIDES, "1 sound (default), 0 broken.", "SHARE")] = None,
    place: Annotated[str | None, _option(PLACE, "Place of the scenario that gives the ground.", "ID")] = None,
    front: Annotated[_Number, _option(PLACE, "Width attacked (default: room for all).", "KM")] = None,
    posture: Annotated[
        Posture | None, _option(PLACE, f"{', '.join(Posture)} (default hasty).", "POSTURE")
    ] = None,
    ground: Annotated[Ground | None, _option(PLACE, f"{', '.join(Ground)} (default open).", "RELIEF")] = None,
    cover: Annotated[Cover | None, _option(PLACE, f"{', '.join(Cover)} (default mixed).", "COVER")] = None,
    urban: Annotated[_Flag, _option(PLACE, "Built-up ground.")] = None,
    marsh: Annotated[_Flag, _option(PLACE, "Marsh.")] = None,
    wet: Annotated[_Flag, _flag(PLACE, "wet", "Wet weather.")] = None,
    river: Annotated[_Flag, _flag(PLACE, "river", "Attack across a river.")] = None,
    landing: Annotated[_Flag, _flag(PLACE, "landing", "Attack from the sea.")] = None,
    envelopment: Annotated[_Flag, _flag(SCHEME, "envelopment", "The attacker's scheme envelops.")] = None,
    two_sides: Annotated[_Flag, _flag(SCHEME, "two-sides", "Attack from two or more sides.")] = None,
    surprise: Annotated[
        _Number, _option(SCHEME, "3 complete by the attacker, -3 by the defender.", "LEVEL")
    ] = None,
    air: Annotated[_Number, _option(SCHEME, "Air superiority: 1 attacker, -1 defender.", "-1|0|1")] = None,
    last_man: Annotated[_Flag, _option(SCHEME, "The defender fights to the last man.")] = None,
    probe: Annotated[bool, _flag(SCHEME, "probe", "The attacker only feels forward.")] = False,
    days: Annotated[
        int, typer.Option(min=1, max=MOST_DAYS, help="Within so many days.", rich_help_panel=RUN)
    ] = 5,
    draws: Annotated[
        int, typer.Option(min=1, max=MOST_DRAWS, help="How often it is played.", rich_help_panel=RUN)
    ] = 10_000,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Luck.", rich_help_panel=RUN)] = 1,
    start_hour: Annotated[
        int, typer.Option(help="Hour at which the attack begins: 0, 6, 12, 18.", rich_help_panel=RUN)
    ] = 6,
    scenario: Annotated[
        str | None,
        _option(RUN, "Library scenario or folder with units and coefficients; default is the flagship."),
    ] = None,
    what_if: Annotated[list[str] | None, _option(RUN, "What-if to lay over it.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.", rich_help_panel=RUN)] = False,
) -> None:
    """Say how an attack would go: chance, casualties, duration, advance, and where each factor comes from."""
    from khingan.battles import odds as battles
    from khingan.cli.common import default_scenario, make_console
    from khingan.scenario import load
    from khingan.scenario.compile import parameter_vector

    given = {name: value for name, value in ctx.params.items() if value is not None}
    _demand_sides(given)
    loaded = load(scenario or default_scenario(), tuple(what_if or ()))
    situation, names = _situation(loaded, given)
    p = parameter_vector(loaded)
    found = battles.odds(situation, p, days, draws, seed)
    x, z = battles.explain(situation, p), battles.explain_intensity(situation, p)

    from khingan.cli import odds_view as show

    bases = show.bases(loaded)
    if as_json:
        document = show.as_dict(situation, names, found, x, z, bases)
        document["days"], document["draws"], document["seed"] = days, draws, seed
        show.print_json(document)
        return
    show.print_odds(make_console(), situation, names, found, x, z, bases)


def _demand_sides(given: dict[str, Any]) -> None:
    """Refuse a fight in which a side is missing before anything is loaded."""
    from khingan.errors import InputError, Problem

    problems = [
        Problem(
            f"nobody {verb}",
            field=f"--{role}s",
            expected=f"--{role}s MEN or --{role}-unit ID",
        )
        for role, verb in (("attacker", "attacks"), ("defender", "defends"))
        if f"{role}s" not in given and f"{role}_unit" not in given
    ]
    if problems:
        raise InputError(problems)


def _situation(scenario: Scenario, given: dict[str, Any]) -> tuple[Situation, dict[str, str]]:
    """Return the situation and the names of units and place; what is given goes before what units bring."""
    from khingan.battles import units
    from khingan.battles.odds import Situation
    from khingan.scenario.compile import compile_scenario

    keys = ("attacker_unit", "defender_unit", "place")
    named: dict[str, str] = {key: given[key] for key in keys if key in given}
    values: dict[str, Any] = {}
    names: dict[str, str] = {}
    if named:
        compiled: Compiled = compile_scenario(scenario)
        for role in ("attacker", "defender"):
            if f"{role}_unit" in named:
                values |= units.unit_values(compiled, named[f"{role}_unit"], role)
                names[role] = units.unit_name(compiled, named[f"{role}_unit"])
        if "place" in named:
            values |= units.place_values(compiled, named["place"])
            names["place"] = named["place"]
    values |= {field: float(given[field]) for field in _FIELDS if field in given}
    if "front" in given:
        values["front_km"] = given["front"]
    if "posture" in given:
        values["posture"] = given["posture"].value
    if "ground" in given:
        values["rugged"] = _RUGGED[given["ground"]]
    if "cover" in given:
        values["wooded"] = float(given["cover"] is Cover.wooded)
        values["open_ground"] = float(given["cover"] is Cover.bare)
    return Situation(**values, probe=given["probe"], start_hour=given["start_hour"]), names
