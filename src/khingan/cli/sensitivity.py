"""``khingan sensitivity``: which coefficients and disputed inputs the outcome depends on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khingan.cli.common import (
    Measures,
    ScenarioName,
    WhatIfs,
    check_file_name,
    check_png_name,
    default_scenario,
    make_console,
    progress,
)

if TYPE_CHECKING:
    from khingan.experiments.sensitivity.study import Sensitivity

MOST = 20_000


def register(app: typer.Typer) -> None:
    """Add ``sensitivity`` to the application."""
    app.command("sensitivity")(sensitivity)


def sensitivity(
    scenario: ScenarioName = None,
    method: Annotated[
        str,
        typer.Option(
            help="morris screens many factors, sobol splits the variance among few, oat draws a tornado."
        ),
    ] = "morris",
    n: Annotated[
        int | None,
        typer.Option(
            "-n",
            help="Ways of morris (default 8), base points of sobol (64, a power of two), campaigns a point of oat (8).",
            show_default=False,
        ),
    ] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option(
            help="Names, patterns such as 'march_*', coefficients, disputed, switches, or a section such as combat; "
            "separated by commas or given several times. Default: all uncertain coefficients and disputed inputs.",
            show_default=False,
        ),
    ] = None,
    groups: Annotated[
        str, typer.Option(help="none; or vary together: section (of the model), word (first of the name).")
    ] = "none",
    measure: Measures = None,
    what_if: WhatIfs = None,
    replicates: Annotated[int, typer.Option(help="Campaigns averaged at each point; not for oat.")] = 1,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Seed of design and luck.")] = 1,
    most: Annotated[int, typer.Option(min=1, help="Refuse a design that costs more campaigns.")] = MOST,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what the design costs, and end.")] = False,
    top: Annotated[int, typer.Option(min=1, help="Factors that tables and figure show.")] = 12,
    sheet: Annotated[
        Path | None, typer.Option(help="Markdown file for the sheet.", show_default=False)
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(help="CSV file: a row a measure and factor.", show_default=False)
    ] = None,
    png: Annotated[Path | None, typer.Option(help="PNG file for the figure.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")] = False,
) -> None:
    """Find out which coefficients and disputed inputs the outcome depends on.

    Factors vary as ensembles draw them: coefficients within their ranges, disputed inputs among their rivals. Luck is a
    factor of morris and sobol; oat fights every point with the same luck.
    """
    for file, option, ending in ((sheet, "--sheet", ".md"), (csv, "--csv", ".csv")):
        if file is not None:
            check_file_name(file, option, ending)
    from khingan.extras import figure_class, require

    # What is not installed or cannot be written is told before the work, not after it.
    if png is not None:
        figure_class()
        check_png_name(png, "figure")
        check_file_name(png, "--png")
    if method != "oat":
        require("SALib", "analysis", "designs of sensitivity")
    from khingan.scenario import load
    from khingan.scenario.measures import find

    loaded = load(scenario or default_scenario(), tuple(what_if or ()))
    chosen = find(loaded, measure or ())

    from khingan.experiments.sensitivity import study
    from khingan.experiments.sensitivity.factors import choose

    names = [word.strip() for given in parameters or () for word in given.split(",")]
    plan = study.make_plan(
        choose(loaded, names),
        method,
        n,
        grouping=groups,
        replicates=replicates,
        seed=seed,
        most=None if dry_run else most,
    )
    console = make_console(error=True)
    what = "factors" if plan.count == len(plan.factors) else f"groups of {len(plan.factors)} factors"
    console.print(f"{method}: {plan.count} {what}, n = {plan.n}: {plan.campaigns:,} campaigns", markup=False)
    if dry_run:
        return
    found = _fight(plan, loaded, chosen)

    from khingan.report import sensitivity as report

    written = []
    if sheet is not None:
        report.write_sheet(found, sheet, top)
        written.append(sheet)
    if csv is not None:
        report.write_csv(found, csv)
        written.append(csv)
    if png is not None:
        report.draw(found, png, top)
        written.append(png)
    if as_json:
        typer.echo(json.dumps(_as_document(found), ensure_ascii=False, indent=2, allow_nan=False))
        return
    _print(found, top)
    for file in written:
        make_console().print(f"Written: {file}", markup=False, soft_wrap=True)


def _fight(plan: Any, loaded: Any, chosen: Any) -> Sensitivity:
    from khingan.experiments.batch import prepare
    from khingan.experiments.ruler import Ruler
    from khingan.experiments.sensitivity import study
    from khingan.scenario.compile import compile_scenario

    with make_console(error=True).status("Preparing; the first run on a machine compiles the engine"):
        compiled = compile_scenario(loaded)
        prepare(compiled)
    ruler = Ruler(compiled, chosen)
    with progress("campaigns") as bar:
        task = bar.add_task(plan.method, total=plan.campaigns)
        evaluate = study.fought(ruler, plan, lambda count: bar.advance(task, count))
        return study.analyse(plan, evaluate, [measure.name for measure in chosen], ruler.units, loaded)


def _print(found: Sensitivity, top: int) -> None:
    from rich import box
    from rich.table import Table

    from khingan.report import sensitivity as report

    console = make_console()
    for i in range(len(found.outputs)):
        console.print(report.heading(found, i), markup=False, style="bold")
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
        table.add_column("factor")
        for head in report.HEADS[found.plan.method]:
            table.add_column(head, justify="right")
        for name, row in found.ranked(i)[:top]:
            table.add_row(name, *report.cells(found, i, row))
        console.print(table)
        console.print()
    for line in report.notes(found):
        console.print(line, markup=False)


def _as_document(found: Sensitivity) -> dict[str, Any]:
    from khingan.campaign.run import RESULT_VERSION

    plan, sc = found.plan, found.scenario
    return {
        "scenario": sc.scenario_id if sc is not None else None,
        "overlays": list(sc.overlays) if sc is not None else [],
        "result_version": RESULT_VERSION,
        "method": plan.method,
        "n": plan.n,
        "seed": plan.seed,
        "replicates": plan.replicates,
        "campaigns": plan.campaigns,
        "measures": [
            {"name": name, "unit": unit, "mean": mean, "standard_deviation": spread}
            for name, unit, mean, spread in zip(
                found.outputs, found.units, found.means, found.spreads, strict=True
            )
        ],
        "indices": found.table().to_pylist(),
    }
