"""What ``khingan surrender`` prints: a table for every course of events, what the record tells apart, limits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table

from khingan.experiments.surrender import SEPARATED, Answer, Estimate, pairs
from khingan.politics.schools import School
from khingan.politics.settings import Settings
from khingan.report.text import NONE
from khingan.scenario.model import Scenario

if TYPE_CHECKING:
    from rich.console import Console

MOSTLY = 0.5  # share of lower bounds from which a number of dead is one
NOTES = (
    "Every school is scaled until the documented course of events puts the same share of decisions before the end of "
    "the documented window. That the schools fit the record is therefore true by construction, no result: history "
    "alone cannot tell them apart.",
    "How much each cause weighs is an assumption within a school; a claim says at most which weighed more. The "
    "intervals hold nine tenths of what these assumptions leave open, dates those of luck as well. They are those of "
    "drawn numbers: the value before them is that of the stated ones, and need not lie between.",
    "Dead: killed and dead of other causes, both sides' forces, in this theatre alone, until the order to cease "
    "fire; no civilians. From campaigns of this model that nobody ends, fought for twelve weeks; where the war "
    "outlasts them, or the last session, the number is a lower bound (≥).",
    "A guarantee of the throne works in two ways: as a weight, and because an offer then needs no second round.",
    "A what-if of the campaign itself is fought anew. A later entry moves the campaign of August as it is, weather "
    "included; without an entry there is no campaign.",
)


@dataclass(frozen=True)
class View:
    """What was asked and answered."""

    scenario: Scenario
    settings: Settings
    schools: list[School]
    titles: dict[str, str]
    answers: list[Answer]
    seed: int
    campaigns: int
    numbers: int

    @property
    def names(self) -> dict[str, str]:
        """Titles of the schools."""
        return {school.name: school.title for school in self.schools}


def day_words(moment: datetime | None) -> str:
    """Write a date without its year."""
    return "later" if moment is None else f"{moment.day} {moment:%b}"


def percent(share: float) -> str:
    """Write a share; what is not quite nothing or all is not called so."""
    if 0.0 < share < 0.005:
        return "<1"
    if 0.995 <= share < 1.0:
        return ">99"
    return f"{100.0 * share:.0f}"


def chance_words(chance: Estimate, unit: str = "") -> str:
    """Write a chance with its interval, in percent."""
    return f"{percent(chance.value)}{unit} ({percent(chance.low)}-{percent(chance.high)})"


def thousands(number: float) -> str:
    """Write a number of men in thousands, with two digits that count."""
    if number < 50.0:
        return "0"
    return f"{number / 1000.0:.1f}" if number < 9950.0 else f"{number / 1000.0:.0f}"


def dead_words(answer: Answer, side: int) -> str:
    """Write the dead of a side."""
    dead = answer.dead[side]
    if dead.high == 0.0:
        return NONE
    least = "≥ " if answer.bound >= MOSTLY else ""
    return f"{least}{thousands(dead.value)} ({thousands(dead.low)}-{thousands(dead.high)})"


def date_words(answer: Answer) -> str:
    """Write the median date with its interval."""
    middle, low, high = answer.date
    return f"{day_words(middle)} ({day_words(low)}-{day_words(high)})"


def _table(view: View, course: str) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD,
        title=view.titles[course],
        title_justify="left",
        title_style="bold",
        pad_edge=False,
        padding=(0, 1),
    )
    table.add_column("School", no_wrap=True)
    for day in view.settings.by:
        table.add_column(f"by {day.day} {day:%b}\n%", justify="right", no_wrap=True)
    table.add_column("announced\nmedian", justify="right", no_wrap=True)
    for side in view.scenario.sides:
        table.add_column(f"1000 dead\n{side.side_id}", justify="right", no_wrap=True)
    for answer in view.answers:
        if answer.course == course:
            table.add_row(
                answer.school,
                *(chance_words(chance) for chance in answer.by),
                date_words(answer),
                *(dead_words(answer, side) for side in range(len(answer.dead))),
            )
    return table


def sentences(view: View) -> list[str]:
    """One sentence for every school that can be quoted."""
    said = []
    settings = view.settings
    k = min(1, len(settings.by) - 1)
    day = settings.by[k]
    for school in view.schools:
        parts = [
            f"{view.titles[a.course]} {chance_words(a.by[k], ' %')}"
            for a in view.answers
            if a.school == school.name and a.course
        ]
        if parts:
            said.append(
                f"{school.title} ({school.claim}) - chance that the surrender is announced by {day.day} {day:%B}: "
                + "; ".join(parts)
                + "."
            )
    return said


def record_words(view: View) -> str:
    """Say which schools the record tells apart."""
    found = pairs(view.answers)
    if not found:
        return "One school alone: nothing to tell apart."
    apart = [pair for pair in found if pair.separated]
    rule = f"(ratio of likelihoods of at least {SEPARATED:g}, on the decision or on the first offer)"
    if not apart:
        return f"The record separates none of the {len(found)} pairs of schools {rule}."
    words = ", ".join(" and ".join(pair.schools) for pair in apart)
    return f"The record separates {len(apart)} of {len(found)} pairs of schools {rule}: {words}; no other."


def _pair_table(view: View) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD,
        title="What would tell the schools apart: where their chances differ most",
        title_justify="left",
        title_style="bold",
        pad_edge=False,
    )
    for name in ("Schools", "in the record"):
        table.add_column(name, no_wrap=True)
    table.add_column("course of events", no_wrap=True)
    table.add_column("date", justify="right", no_wrap=True)
    table.add_column("differ by", justify="right", no_wrap=True)
    for pair in pairs(view.answers):
        day = view.settings.by[pair.date]
        table.add_row(
            " / ".join(pair.schools),
            "separated" if pair.separated else "not separated",
            view.titles[pair.course],
            f"{day.day} {day:%b}",
            f"{100 * pair.gap:.0f} points",
        )
    return table


def print_answers(console: Console, view: View) -> None:
    """Print everything."""
    s = view.settings
    console.print(
        f"[bold]{view.scenario.title}[/bold]: when the surrender is announced, by schools of thought"
    )
    console.print(
        f"{view.campaigns} decisions of each school and course; seed {view.seed}; intervals of nine tenths over "
        f"{view.numbers} sets of numbers, each conditioned on the record"
        + (
            f", of which each school keeps at least {min(a.draws for a in view.answers)}."
            if view.numbers
            else ": none drawn."
        )
    )
    for course in view.titles:
        console.print()
        console.print(_table(view, course))
    documented = [a for a in view.answers if not a.course]
    console.print()
    console.print("[bold]What the record says[/bold]")
    first, last = s.window
    shares = ", ".join(f"{a.school} {math.log(max(a.window, 1e-4)):.2f}" for a in documented)
    console.print(
        f"Log-likelihood of the documented decision ({first.day} to {last.day} {last:%B}), made equal by construction: "
        f"{shares}."
    )
    offers = ", ".join(f"{a.school} {math.log(max(a.offer, 1e-4)):.2f}" for a in documented)
    first, last = s.offer
    console.print(
        f"Of the first offer ({first.day} to {last.day} {last:%B}), not used to make them equal: {offers}."
    )
    console.print(record_words(view))
    if len(view.titles) > 1 and len(view.schools) > 1:
        console.print()
        console.print(_pair_table(view))
    said = sentences(view)
    if said:
        console.print()
        console.print("[bold]To be quoted[/bold]")
        for line in said:
            console.print(f"- {line}")
    console.print()
    for note in NOTES:
        console.print(f"- {note}", style="dim")


def _estimate(e: Estimate) -> dict[str, float]:
    return {"value": e.value, "low": e.low, "high": e.high}


def as_document(view: View) -> dict[str, Any]:
    """All of it as one JSON document."""
    s = view.settings
    sides = view.scenario.side_ids
    answers = [
        {
            "school": a.school,
            "what_if": a.course or None,
            "title": view.titles[a.course],
            "announced_by": {day.isoformat(): _estimate(e) for day, e in zip(s.by, a.by, strict=True)},
            "announced": {
                key: None if moment is None else moment.isoformat()
                for key, moment in zip(("median", "low", "high"), a.date, strict=True)
            },
            "dead_until_order": {side: _estimate(e) for side, e in zip(sides, a.dead, strict=True)},
            "dead_lower_bound_share": a.bound,
            "share_in_window": a.window,
            "share_of_offers_in_window": a.offer,
            "sets_of_numbers_kept": a.draws,
        }
        for a in view.answers
    ]
    told = [
        {
            "schools": list(pair.schools),
            "log_ratio_decision": pair.window,
            "log_ratio_offer": pair.offer,
            "separated_by_the_record": pair.separated,
            "differ_most_in": pair.course or None,
            "by": s.by[pair.date].isoformat(),
            "differ_by": pair.gap,
        }
        for pair in pairs(view.answers)
    ]
    return {
        "scenario": view.scenario.scenario_id,
        "seed": view.seed,
        "decisions": view.campaigns,
        "sets_of_numbers": view.numbers,
        "schools": {school.name: {"title": school.title, "claim": school.claim} for school in view.schools},
        "window": [day.isoformat() for day in s.window],
        "answers": answers,
        "pairs": told,
        "sentences": sentences(view),
        "notes": list(NOTES),
    }
