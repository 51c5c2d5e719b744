"""What ``khingan ensemble`` prints: how far it is, and in the end what the campaigns say in short."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table

from khingan.cli.common import progress
from khingan.report.ensemble import hours_of, losses_of
from khingan.report.text import NONE, number, short_moment

if TYPE_CHECKING:
    from rich.console import Console

    from khingan.experiments.ensemble import Ensemble
    from khingan.report.outcome import LossLine

MOST_RIVALS = 3
LOADING = "Loading the engine; the first time on a machine it is compiled"


class Bar:
    """A bar of progress; see :class:`khingan.experiments.ensemble.Watcher`.

    Parameters
    ----------
    console : Console
        On standard error.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar = progress("campaigns")
        self._task = self._bar.add_task("Preparing the scenario", total=None)
        self._where = ""

    def __enter__(self) -> Bar:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()
        if self._where and isinstance(error, (KeyboardInterrupt, SystemExit)):
            self._console.print(
                f"What is done is kept. To complete it: khingan ensemble --resume --out {self._where}",
                markup=False,
                soft_wrap=True,
            )

    def begun(self, where: str, done: int, total: int) -> None:
        """Campaigns are there already."""
        self._where = where
        if done:
            self._console.print(f"{done:,} of {total:,} campaigns are there already.")
        # The bar counts what is fought now, so that its speed is the engine's.
        self._bar.reset(self._task, total=max(0, total - done), description=LOADING)

    def advanced(self, campaigns: int) -> None:
        """More have been fought."""
        self._bar.update(self._task, advance=campaigns, description="Campaigns")

    def told(self, message: str) -> None:
        """Something to know."""
        self._console.print(message, markup=False, soft_wrap=True)


def print_ensemble(console: Console, found: Ensemble) -> None:
    """Print losses and moments with their spread, why it stopped and where it is."""
    results = found.results
    start = datetime.fromisoformat(results.description["start"])
    console.print(loss_table(losses_of(results, found.scenario)))
    console.print("~ marks a claim with another scope. Explain a claim: khingan claims explain ID")
    for hour in hours_of(results):
        never = f", never in {hour.never:.0%}" if hour.never else ""
        console.print(
            f"{hour.what.capitalize()}: {short_moment(start, hour.middle)}, 90 % of the campaigns "
            f"{short_moment(start, hour.low)} to {short_moment(start, hour.high)}{never}.",
            markup=False,
        )
    console.print(f"\nStopped: {found.stopped}.", markup=False)
    console.print(f"Written to {found.where}", markup=False, soft_wrap=True)
    console.print(
        f'Ask it: khingan query {found.where} "SELECT median(link_up_h) FROM summary"',
        markup=False,
        soft_wrap=True,
    )


def loss_table(lines: list[LossLine]) -> Table:
    """Return losses with their spread and the rival claims; what never happens and nobody counted is left out."""
    table = Table(title="Losses: median and 90 % of the campaigns", title_justify="left", box=box.SIMPLE_HEAD)
    for name in ("side", "loss", "median", "5 %", "95 %", "claims"):
        table.add_column(name, justify="right" if name in ("median", "5 %", "95 %") else "left")
    previous = ""
    for line in lines:
        if not line.rivals and line.high == 0.0:
            continue
        if previous and line.side != previous:
            table.add_section()
        words = [rival.words for rival in line.rivals[:MOST_RIVALS]]
        more = len(line.rivals) - len(words)
        table.add_row(
            "" if line.side == previous else line.side.capitalize(),
            line.what,
            number(line.simulated),
            number(line.low),
            number(line.high),
            (" · ".join(words) or NONE) + (f" and {more} more" if more else ""),
        )
        previous = line.side
    return table


def as_document(found: Ensemble) -> dict[str, Any]:
    """Return what an ensemble says as plain values ready for JSON."""
    results = found.results
    description = results.description
    return {
        **{
            key: description[key] for key in ("scenario", "seed", "overlays", "uncertainty", "until", "asked")
        },
        "campaigns": results.campaigns,
        "fought_now": found.fought,
        "stopped": description["stopped"],
        "identity": description["identity"],
        "losses": [asdict(line) for line in losses_of(results, found.scenario)],
        "moments_h": [asdict(line) for line in hours_of(results)],
        "folder": found.where,
    }
