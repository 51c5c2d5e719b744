"""What ``khingan odds`` prints: chances, casualties, and the factors with the coefficients behind them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal

from rich import box
from rich.table import Table

if TYPE_CHECKING:
    from rich.console import Console

    from khingan.battles.odds import Factor, Odds, Situation, Spread
    from khingan.scenario import Scenario

Bases = Mapping[str, str]

_OUTCOMES = {
    "gave_way": "the defender gives way",
    "defender_apart": "the defender falls apart",
    "called_off": "the attack is called off",
    "attacker_apart": "the attacker falls apart",
    "undecided": "still undecided",
}
_ROWS = (
    ("attacker_casualties", "casualties of the attacker", "attackers"),
    ("defender_casualties", "casualties of the defender", "defenders"),
    ("attacker_tanks", "tanks out of action, attacker", "attacker_tanks"),
    ("defender_tanks", "tanks out of action, defender", "defender_tanks"),
    ("attacker_guns", "guns lost, attacker", "attacker_guns"),
    ("defender_guns", "guns lost, defender", "defender_guns"),
)


def bases(scenario: Scenario) -> dict[str, str]:
    """Basis of every coefficient of a scenario (fitted, assumption ...) by name."""
    return {name: str(row["basis"]) for name, row in scenario.tables["parameters"].by_id.items()}


def print_odds(
    console: Console,
    situation: Situation,
    names: Mapping[str, str],
    found: Odds,
    x: Sequence[Factor],
    z: Sequence[Factor],
    basis: Bases,
) -> None:
    """Print the fight, what came of it, and where its factors come from."""
    days = len(found.success_by_day)
    console.print(_fight(situation, names, found), markup=False)
    console.print()
    _print_chances(console, situation, found, days)
    console.print(_outcome_table(situation, found, days))
    ratio = f"{10.0**found.x:.2f} : 1"
    console.print(
        _factor_table(f"Why: advantage at the start, a force ratio of {ratio}", "× ratio", x, basis)
    )
    console.print(_nothing(x), markup=False)
    console.print()
    share = f"{10.0**found.z:.1%}"
    console.print(
        _factor_table(f"Intensity: an even fight costs {share} on its first day", "× losses", z, basis)
    )
    if situation.last_man:
        console.print("The defender fights to the last man: last_man_defender raises his own losses.")
    if not situation.probe:
        console.print(
            f"If the advantage stayed as it is and the clock ran on, the attacker would win with "
            f"{found.logistic:.0%}. Within the days, men, cohesion and surprise change it."
        )
    console.print("Ranges and sources of a coefficient: khingan why NAME.")


def _fight(s: Situation, names: Mapping[str, str], found: Odds) -> str:
    def side(men: float, fighting: float, name: str | None) -> str:
        who = f"{men:,.0f} men" + (f" of {name}" if name else "")
        return who if fighting >= men else f"{who} (room for {fighting:,.0f})"

    verb = "probe" if s.probe else "attack"
    where = f" at {names['place']}" if "place" in names else ""
    front = "" if math.isinf(s.front_km) else f" on {s.front_km:.3g} km"
    return (
        f"{side(s.attackers, found.in_contact[0], names.get('attacker'))} {verb} "
        f"{side(s.defenders, found.in_contact[1], names.get('defender'))}{where}{front} "
        f"from {s.start_hour:02d}:00; defence: {s.posture}."
    )


def _print_chances(console: Console, s: Situation, found: Odds, days: int) -> None:
    within = f"within {days} day{'s' if days > 1 else ''}"
    spread = f" (± {1.96 * found.success_error:.1%} by the number of draws)" if found.success_error else ""
    console.print(f"[bold]Success {within}: {found.success:.1%}[/bold]{spread}")
    if s.probe:
        console.print("A probe drives nobody out; it shows what feeling forward costs.")
    elif days > 1:
        shown = sorted({1, 2, 3, 5, 7, 10, 14, days} & set(range(1, days + 1)))
        console.print("by day " + ", ".join(f"{day}: {found.success_by_day[day - 1]:.0%}" for day in shown))
    if not s.probe:
        console.print(f"Breakthrough: {found.breakthrough:.1%}")
    ends = [f"{text} {_rare(found.outcomes[key])}" for key, text in _OUTCOMES.items() if found.outcomes[key]]
    console.print("How it ends: " + ", ".join(ends) + ".")


def _rare(share: float) -> str:
    return f"{share:.1%}" if share >= 0.0005 else "in under 0.1%"


def _outcome_table(s: Situation, found: Odds, days: int) -> Table:
    table = _table(f"After at most {days} day{'s' if days > 1 else ''}", "", "#median", "#50 %", "#90 %")
    for key, text, whole in _ROWS:
        if getattr(s, whole) > 0:
            men = whole in ("attackers", "defenders")
            table.add_row(text, *_cells(found.spreads[key], ",.0f" if men else ",.1f"))
            if men:
                table.add_row(
                    "  in % of his men", *_cells(_share(found.spreads[key], getattr(s, whole)), ".1f")
                )
    table.add_row("duration, days", *_cells(found.spreads["duration_days"], ".2f"))
    table.add_row("opposed advance, km", *_cells(found.spreads["advance_km"], ".1f"))
    return table


def _share(spread: Spread, whole: float) -> Spread:
    from khingan.battles.odds import Spread

    return Spread(**{key: 100.0 * value / whole for key, value in asdict(spread).items()})


def _cells(s: Spread, form: str) -> tuple[str, str, str]:
    return (
        format(s.median, form),
        f"{s.q25:{form}} to {s.q75:{form}}",
        f"{s.q05:{form}} to {s.q95:{form}}",
    )


def _factor_table(title: str, effect: str, factors: Sequence[Factor], basis: Bases) -> Table:
    table = _table(title, "factor", "given", "#log10", f"#{effect}", "made with")
    for item in factors:
        if item.value:
            table.add_row(item.name, item.given, *_values(item.value), _made_with(item, basis))
    table.add_section()
    table.add_row("sum", "", *_values(sum(item.value for item in factors)), "")
    return table


def _values(value: float) -> tuple[str, str]:
    return f"{value:+.3f}", f"{10.0**value:.3g}"


def _made_with(item: Factor, basis: Bases) -> str:
    if not item.coefficients:
        return "a ratio of numbers"
    groups: dict[str, list[str]] = {}
    for name in item.coefficients:
        groups.setdefault(basis.get(name, "unknown"), []).append(name)
    return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in groups.items())


def _nothing(factors: Sequence[Factor]) -> str:
    idle = [item.name for item in factors if not item.value]
    return f"Without effect here: {', '.join(idle)}." if idle else ""


def as_dict(
    situation: Situation,
    names: Mapping[str, str],
    found: Odds,
    x: Sequence[Factor],
    z: Sequence[Factor],
    basis: Bases,
) -> dict[str, Any]:
    """Return everything that is printed as plain values ready for JSON; an unlimited front is null."""
    fight = asdict(situation)
    if math.isinf(situation.front_km):
        fight["front_km"] = None

    def rows(factors: Sequence[Factor]) -> list[dict[str, Any]]:
        return [
            {
                **asdict(item),
                "factor": item.factor,
                "coefficients": [
                    {"name": name, "basis": basis.get(name, "unknown")} for name in item.coefficients
                ],
            }
            for item in factors
        ]

    return {
        "situation": fight,
        "names": dict(names),
        "odds": asdict(found),
        "force_ratio": 10.0**found.x,
        "advantage": rows(x),
        "intensity": rows(z),
    }


def print_json(document: Mapping[str, Any]) -> None:
    """Print one JSON document."""
    print(json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False))


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        number = column.startswith("#")
        justify: Literal["right", "left"] = "right" if number else "left"
        table.add_column(column.lstrip("#"), justify=justify, no_wrap=number, overflow="fold")
    return table
