"""``khingan aftermath``: what the end of the campaigns of a run means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from khingan.cli.common import AsJson, OwnScenario, RunDir, make_console

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from khingan.aftermath import Entry, Fates, Ledger, Spread

FATES = {
    "start": "at the start",
    "killed": "killed",
    "noncombat_dead": "dead from other causes",
    "wounded": "wounded, evacuated",
    "sick": "sick, evacuated",
    "missing": "missing or at large",
    "captured": "taken prisoner",
    "deserted": "deserted",
    "under_arms": "under arms at the end",
}
ARMS = {
    "tanks_start": "tanks at the start",
    "tanks_lost": "tanks lost or handed over",
    "tanks_end": "tanks at the end",
    "guns_start": "guns and mortars at the start",
    "guns_lost": "guns lost or handed over",
    "guns_given_up": "  of them at most handed over",
    "guns_end": "guns at the end",
}
HEADINGS = {"prisoners": "Prisoners", "civilians": "Civilians", "plant": "Industrial plant", "arms": "Arms"}


def register(app: typer.Typer) -> None:
    """Add ``aftermath`` to the application."""
    app.command("aftermath")(aftermath)


def aftermath(
    run_dir: RunDir,
    scenario: OwnScenario = None,
    as_json: AsJson = False,
) -> None:
    """Draw up the aftermath of a run: men, ground, prisoners, civilians, plant, arms."""
    from khingan.aftermath import RunTables, draw_ledger, wanted_columns
    from khingan.cli.run_folder import read_run

    run = read_run(run_dir, scenario, wanted_columns())
    ledger = draw_ledger(run.scenario, RunTables(run.overlays, run.seed, **run.tables))
    if as_json:
        import json
        from dataclasses import asdict

        typer.echo(json.dumps(asdict(ledger), ensure_ascii=False, indent=2, allow_nan=False))
        return

    print_ledger(make_console(), ledger)


def print_ledger(console: Console, ledger: Ledger) -> None:
    """Print a ledger as tables."""
    changed = f", changed by {', '.join(ledger.overlays)}" if ledger.overlays else ""
    console.print(f"[bold]{ledger.title}[/bold]: aftermath of {ledger.campaigns} campaign(s){changed}")
    console.print("Quantities are 5 / 50 / 95 % over the campaigns.")
    for whole in (fates for fates in ledger.fates if not fates.contingent):
        parts = [f for f in ledger.fates if f.side == whole.side and f.contingent]
        console.print(men_table(whole, parts))
    console.print(
        "Every man of every campaign is in exactly one line; the totals are those of the run's summary.\n"
        "Means add up, quantiles need not. A contingent has the men of its own units and formations; troops of\n"
        "a mixed formation that are listed as a whole stand with the contingent of that formation."
    )
    console.print(ground_table(ledger))
    if any(area.later_owner for area in ledger.ground):
        console.print(owner_table(ledger))
    for heading, title in HEADINGS.items():
        entries = [entry for entry in ledger.entries if entry.heading == heading]
        if entries:
            console.print(entry_table(title, entries))
    console.print(
        "Accounting, not simulation: what the run gives is scaled with the printed figure; where that is marked "
        "as printed, nothing is. "
        "Lines of one name are rival accounts, none of them preferred.\n"
        "khingan claims explain ID names the source of a claim."
    )


def men_table(whole: Fates, parts: list[Fates]) -> Table:
    """Men and arms of a side, and by contingent."""
    table = _table(
        f"Men and arms, {whole.side}", "", "#whole side", "#mean", *(f"#{f.contingent}" for f in parts)
    )
    for names, of in ((FATES, "men"), (ARMS, "arms")):
        for name, text in names.items():
            found = getattr(whole, of)[name]
            each = [f"{getattr(part, of)[name].q50:,.0f}" for part in parts]
            table.add_row(text, _span(found), f"{found.mean:,.0f}", *each)
        table.add_section()
    return table


def ground_table(ledger: Ledger) -> Table:
    """Who holds each area at the end."""
    holders = list(ledger.ground[0].held) if ledger.ground else []
    names = [f"#by {holder}, %" for holder in holders if any(g.held[holder].q95 > 0 for g in ledger.ground)]
    shown = [name.removeprefix("#by ").removesuffix(", %") for name in names]
    first = shown[0] if shown else ""
    table = _table("Ground on which the model moves", "area", "#size", *names, f"#towns of {first}")
    for area in ledger.ground:
        shares = [_span(area.held[holder], 100.0 / area.size if area.size else 0.0) for holder in shown]
        towns = f"{_span(area.towns[first])} of {area.town_count}"
        size = f"{area.size:,.0f} {area.unit}"
        table.add_row(area.name, size, *shares, towns)
    return table


def owner_table(ledger: Ledger) -> Table:
    """Who held each area after the war, as documented: no outcome of the run."""
    table = _table("After the war, as documented", "area", "later owner", "until", "claims")
    for area in ledger.ground:
        table.add_row(area.name, area.later_owner, area.until, " ".join(area.claims))
    return table


def entry_table(title: str, entries: list[Entry]) -> Table:
    """Entries of one heading, rivals beside each other."""
    table = _table(title, "what", "#5 / 50 / 95 %", "unit", "printed figure", "claims")
    for entry in entries:
        # What is not scaled has no quantiles: it stands in the last columns only, as printed.
        found, figure = (
            (_span(entry.spread), entry.figure) if entry.scaled else ("-", f"{entry.figure}, as printed")
        )
        table.add_row(entry.name, found, entry.unit, figure, " ".join(entry.claims))
    return table


def _span(found: Spread, scale: float = 1.0) -> str:
    low, middle, high = (f"{value * scale:,.0f}" for value in (found.q05, found.q50, found.q95))
    return middle if low == high else f"{low} / {middle} / {high}"


def _table(title: str, *columns: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        number = name.startswith("#")
        table.add_column(name.lstrip("#"), justify="right" if number else "left", no_wrap=number)
    return table
