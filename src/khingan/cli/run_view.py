"""What ``khingan run`` prints: the days, places beside the record, losses beside the claims, the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rich import box
from rich.table import Table
from rich.text import Text

from khingan.atlas import load_atlas
from khingan.claims.package import load_package, read_table
from khingan.experiments.writer import CONTENTS
from khingan.report.bulletin import Bulletin, Names, bulletin, run_names
from khingan.report.dates import EVENT_WORDS, Works, hour_words, works_apart, works_words
from khingan.report.doings import day_parts, doings
from khingan.report.losses import LOSS_COLUMNS, Daily, loss_claims
from khingan.report.outcome import LossLine, loss_lines
from khingan.report.text import NONE, day_name, number, short_moment, signed
from khingan.scenario.compile.command import DECIDED, ceasefire_mode
from khingan.verdict import judge

if TYPE_CHECKING:
    from rich.console import Console

    from khingan.experiments.results import Run
    from khingan.verdict import DateVerdict, Verdict
    from khingan.verdict.score import DateRowScore

DAY = 24.0
STEP_HOURS = 6.0
HOUR_KNOWN = 2.0
COLD_S = 10.0  # loading compiled code takes a second or two
STYLES = {
    "fell": "bold",
    "works": "bold",
    "link_up": "bold green",
    "cut_off": "yellow",
    "out_of_fuel": "magenta",
    "counted": "dim",
    "council": "bold cyan",
}
QUIET = "nothing of note"
MORE_DAYS = 20  # offered where a war is not over at the end
MOST_UNITS = 2  # named in one statement
RULERS = ("constant date", "planned rate", "best rate")


class RunView:
    """A run with what is printed beside it: names, the record's verdict, the claims.

    Parameters
    ----------
    run : Run
        A finished run.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.sides = {side: side.capitalize() for side in run.scenario.side_ids}
        self.names: Names = run_names(
            load_atlas().places, run.units, self.sides, run.scenario.tables.get("regions", ())
        )

    @property
    def days(self) -> int:
        """Days that were fought."""
        return int(np.max(self.run.daily.column("day").to_numpy(), initial=0))

    def bulletins(self) -> Iterator[Bulletin]:
        """Yield the bulletin of each day of the first campaign."""
        counted = doings(self._daily(), list(self.sides))
        for day in range(1, self.days + 1):
            more = day_parts(counted, self.sides, day)
            yield bulletin(
                self.run.events,
                day,
                self.run.scenario.start,
                list(self.sides),
                self.names,
                most_units=MOST_UNITS,
                more=more,
            )

    def verdict(self) -> Verdict:
        """Hold the run against the calibration part of the record."""
        return judge(self.run.scenario, self.run.places, self.run.daily)

    def without_ceasefire(self) -> int:
        """Campaigns in which the council decides and has ordered no cease-fire by the end of the run."""
        if ceasefire_mode(self.run.scenario) != DECIDED:
            return 0
        return int(self.run.summary.column("ceasefire_h").null_count)

    def works(self) -> Works:
        """Hours of the places whose works fell after the town."""
        return works_apart(self.run.places, self.run.count)

    def losses(self) -> list[LossLine]:
        """Put the losses beside the rival claims."""
        package = load_package(self.run.scenario.path)
        produced, _ = loss_claims(read_table(package, "claims"), read_table(package, "claims_classes"))
        return loss_lines(
            produced, self._daily(), self.run.scenario.start.date(), list(self.sides), LOSS_COLUMNS
        )

    def _daily(self) -> Daily:
        return Daily(self.run.daily, self.run.formations.to_pylist())


def print_days(console: Console, view: RunView) -> None:
    """Print a line per day: what fell, who is cut off, who is out of fuel."""
    for made in view.bulletins():
        # A grid per day instead of one for all: each line appears by itself and wraps under its own text.
        grid = Table.grid(padding=(0, 2))
        grid.add_column(width=6, no_wrap=True)
        grid.add_column(width=12, no_wrap=True)
        grid.add_column(overflow="fold")
        said = Text(" · ").join(Text(part.text, style=STYLES.get(part.kind, "")) for part in made.parts)
        day, date = f"Day {made.day}", day_name(made.date).rsplit(" ", 1)[0]
        grid.add_row(day, date, said if made.parts else Text(QUIET, style="dim"))
        console.print(grid)


def print_outcome(console: Console, view: RunView) -> None:
    """Print places beside the record with its rulers, and losses beside the rival claims."""
    found = view.verdict()
    console.print()
    if found.dates is None:
        console.print("No dated row of the record lies within this run.")
    else:
        console.print(place_table(found.dates, view.names, view.run.scenario.start, view.works()))
        skill = found.dates.skill_error
        console.print(
            f"Skill over the best ruler ({skill.best}): {signed(skill.value, 2)}, 90 % of resamples "
            f"{signed(skill.low, 2)} to {signed(skill.high, 2)}; 1 is perfect, 0 no better than the ruler.\n"
            f"Compared is the {found.part} part of the record; its {found.closed_rows} test rows stay closed."
        )
    console.print()
    console.print(loss_table(view.losses(), view.sides))
    console.print("~ marks a claim with another scope. Explain a claim: khingan claims explain ID")
    if view.days * DAY < view.run.scenario.steps * STEP_HOURS:
        console.print(f"The run ended after day {view.days}; the claims count the whole campaign.")
    elif endless := view.without_ceasefire():
        console.print(
            f"In {endless} of {view.run.count} campaign(s) no cease-fire had been ordered by the end: "
            f"their prisoners are few. --days {view.days + MORE_DAYS} lets all go on."
        )


def documented_words(start: datetime, low_h: float, high_h: float) -> str:
    """Write an observed interval: ``14 Aug``, ``13-15 Aug``, or with the hour where it is known."""
    if high_h - low_h <= HOUR_KNOWN:
        return short_moment(start, (low_h + high_h) / 2)
    first = short_moment(start, low_h)[:-6]
    # The end of a day is midnight, which would print as the next day.
    last = short_moment(start, max(low_h, high_h - 0.01))[:-6]
    if first == last:
        return first
    (one, month), (two, other) = first.split(), last.split()
    return f"{one}-{two} {other}" if month == other else f"{first} - {last}"


def _off(days: float, row: DateRowScore) -> str:
    return f"{signed(days - row.observation.mid_h / DAY)} d"


def place_table(found: DateVerdict, names: Names, start: datetime, works: Works) -> Table:
    """Return the places of the record: documented, simulated, off by, and how far off each ruler is.

    The rulers are one constant date for everything, and the distance from the unit's start at the planned
    rate and at the best rate. Where works fell after the town, both moments are told.
    """
    table = Table(title="Places of the record", title_justify="left", box=box.SIMPLE_HEAD, show_footer=True)
    scores = [found.model, *found.baselines]
    errors = [f"{entry.mean_error:.1f} d" for entry in scores]
    table.add_column("place", "mean error")
    table.add_column("documented", no_wrap=True)
    table.add_column("simulated", no_wrap=True)
    for name, error in zip(("difference", *(f"by {name}" for name in RULERS)), errors, strict=True):
        table.add_column(name, error, justify="right")
    for row in found.rows:
        seen = row.observation
        place = f"{names.places.get(seen.place_id, seen.place_id)} {EVENT_WORDS[seen.measure]}"
        captured, cleared = works.get((seen.place_id, seen.side), (None, None))
        if captured is not None and seen.measure == "captured_h":
            place += f", {works_words(start, captured, cleared)}"
        elif captured is not None and seen.measure == "cleared_h":
            place += f", captured {hour_words(start, captured)}"
        never = row.never > 0.5
        table.add_row(
            place,
            documented_words(start, seen.low_h, seen.high_h),
            "never" if never else short_moment(start, row.simulated * DAY),
            f"{'> ' if never else ''}{signed(row.error)} d",
            *(_off(days, row) if np.isfinite(days) else NONE for days in row.baselines),
        )
    return table


def loss_table(lines: list[LossLine], sides: dict[str, str]) -> Table:
    """Return losses in the claims' categories with the rival claims beside them."""
    table = Table(title="Losses over the run", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("side")
    table.add_column("loss")
    table.add_column("simulated", justify="right", no_wrap=True)
    table.add_column("claims")
    previous = ""
    for line in lines:
        if previous and line.side != previous:
            table.add_section()
        rivals = " · ".join(rival.words for rival in line.rivals) or NONE
        table.add_row(
            "" if line.side == previous else sides[line.side], line.what, number(line.simulated), rivals
        )
        previous = line.side
    return table


def print_timings(console: Console, timings: Mapping[str, float]) -> None:
    """Print how long each stage took, compilation apart from the rest."""
    stages = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in timings.items())
    console.print(f"\nTimes: {stages}.", style="dim")
    if timings.get("compilation", 0.0) > COLD_S:
        console.print("The engine was compiled for this machine; later runs load it.", style="dim")


def print_files(console: Console, folder: Path, files: list[str]) -> None:
    """Print where the files are and what is in them."""
    console.print(f"\nWritten to {folder}:")
    grid = Table.grid(padding=(0, 2))
    for name in files:
        grid.add_row(f"  {name}", CONTENTS[name])
    console.print(grid)


def as_document(view: RunView, folder: Path, files: list[str]) -> dict[str, Any]:
    """Return the outcome as plain values ready for JSON."""
    run, found = view.run, view.verdict()
    return {
        "scenario": run.scenario.scenario_id,
        "seed": run.seed,
        "overlays": list(run.scenario.overlays),
        "identity": run.identity,
        "timings": run.timings,
        "days": [{**asdict(made), "date": made.date.date().isoformat()} for made in view.bulletins()],
        "places": [_place(row) for row in found.dates.rows] if found.dates else [],
        "losses": [asdict(line) for line in view.losses()],
        "folder": str(folder),
        "files": files,
    }


def _place(row: DateRowScore) -> dict[str, Any]:
    seen = row.observation
    never = row.never > 0.5
    return {
        "place_id": seen.place_id,
        "side": seen.side,
        "event": EVENT_WORDS[seen.measure],
        "documented_h": [seen.low_h, seen.high_h],
        "simulated_h": None if never else row.simulated * DAY,
        "difference_d": None if never else row.error,
        "rulers_d": {
            name: days - seen.mid_h / DAY if np.isfinite(days) else None
            for name, days in zip(RULERS, row.baselines, strict=True)
        },
    }
