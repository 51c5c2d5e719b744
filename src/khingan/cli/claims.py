"""``khingan claims``: what the sources state, where they disagree, and which sums lie behind a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from khingan.cli.common import default_scenario

if TYPE_CHECKING:
    from rich.table import Table

    from khingan.claims import Claim, ClaimSet, Explanation, Sum

ScenarioOption = Annotated[
    str | None,
    typer.Option(
        "--scenario", help="Library scenario or folder; default is the one that comes with khingan."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]


def register(app: typer.Typer) -> None:
    """Add the ``claims`` group to the application."""
    group = typer.Typer(
        name="claims", help="What the sources state, and where they disagree.", no_args_is_help=True
    )
    group.command("list")(list_claims)
    group.command("conflicts")(list_conflicts)
    group.command("explain")(explain_claim)
    app.add_typer(group)


def list_claims(
    subject: Annotated[str | None, typer.Option(help="Part of the quantity id, such as killed.")] = None,
    side: Annotated[str | None, typer.Option(help="Nation: USSR, MPR, JPN, MAN, MENG, both.")] = None,
    source: Annotated[str | None, typer.Option(help="Source id, such as seed-war.")] = None,
    scenario: ScenarioOption = None,
    as_json: JsonOption = False,
) -> None:
    """List claims, all or by subject, side and source."""
    from khingan.claims import load_claims

    chosen = load_claims(scenario or default_scenario()).select(subject, side, source)
    if as_json:
        _print_json([_as_dict(claim) for claim in chosen])
        return
    table = _table(f"{len(chosen)} claims", "id", "subject", "figure", "counts", "source", "in our words")
    for claim in chosen:
        table.add_row(
            claim.claim_id,
            claim.subject,
            claim.figure,
            claim.definition.replace("+", " + ") or claim.scope,
            claim.source_id,
            claim.paraphrase,
        )
    _print(table)


def list_conflicts(
    subject: Annotated[str | None, typer.Option(help="Only groups with this in a quantity id.")] = None,
    scenario: ScenarioOption = None,
    as_json: JsonOption = False,
) -> None:
    """List groups of claims that disagree."""
    from khingan.claims import conflict_groups, load_claims

    groups = [
        group
        for group in conflict_groups(load_claims(scenario or default_scenario()))
        if subject is None or any(subject in claim.subject for claim in group.claims)
    ]
    if as_json:
        _print_json([[_as_dict(claim) for claim in group.claims] for group in groups])
        return
    table = _table(
        f"{len(groups)} groups of claims that disagree", "id", "quantity", "figure", "against", "in our words"
    )
    for group in groups:
        for (name, definition), members in group.quantities.items():
            for claim in members:
                quantity = f"{name} ({definition.replace('+', ' + ')})" if definition else name
                against = " ".join(claim.conflicts_with)
                table.add_row(claim.claim_id, quantity, claim.figure, against, claim.paraphrase)
        table.add_section()
    _print(table)


def explain_claim(
    claim_id: Annotated[str, typer.Argument(help="Claim id, such as C191.")],
    max_terms: Annotated[int, typer.Option(min=1, max=6, help="Longest sum tried.")] = 4,
    limit: Annotated[int, typer.Option(min=1, help="Sums printed; all are counted.")] = 20,
    scenario: ScenarioOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the rivals of a claim and all sums of other claims that reproduce its figure."""
    from khingan.claims import explain, load_claims, trace

    claims = load_claims(scenario or default_scenario())
    found = explain(claims, claim_id, max_terms)
    if as_json:
        _print_json(_explanation(found))
        return
    for line in trace(claims, claim_id).lines():
        typer.echo(line)
    typer.echo("")
    if found.reason:
        typer.echo(f"No sums: {found.reason}.")
        return
    low, high = found.target or (0.0, 0.0)
    span = f"{low:,.10g}" if low == high else f"{low:,.10g} to {high:,.10g}"
    typer.echo(
        f"{len(found.sums)} of {found.tried} sums of up to {max_terms} other claims of class "
        f"{found.claim.class_id} give {span}; {len(found.clean)} of them count nothing twice."
    )
    if found.sums:
        _print(_sums_table(claims, found.sums[:limit]))
    if len(found.sums) > limit:
        typer.echo(f"{len(found.sums) - limit} more; use --limit {len(found.sums)} to see all.")


def _sums_table(claims: ClaimSet, sums: tuple[Sum, ...]) -> Table:
    table = _table(None, "sum", "figures", "result", "gap", "kinds that differ", "remarks")
    for entry in sums:
        unit = f" {claims[entry.terms[0]].unit.replace('_', ' ')}"
        remarks = [f"{one} and {other} count the same kind" for one, other in entry.double_counts]
        remarks += [f"{term} is itself derived" for term in entry.derived]
        result = f"{entry.low:,.10g}" + ("" if entry.low == entry.high else f" to {entry.high:,.10g}")
        table.add_row(
            " + ".join(entry.terms),
            " + ".join(claims[term].figure.removesuffix(unit) for term in entry.terms),
            result,
            f"{entry.gap:,.10g}",
            str(entry.definition_distance),
            "; ".join(remarks),
        )
    return table


def _explanation(found: Explanation) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "claim": _as_dict(found.claim),
        "target": found.target,
        "rivals": [_as_dict(claim) for claim in found.rivals],
        "tried": found.tried,
        "count": len(found.sums),
        "count_without_double": len(found.clean),
        "reason": found.reason or None,
        "sums": [asdict(entry) for entry in found.sums],
    }


def _as_dict(claim: Claim) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(claim)


def _table(title: str | None, *columns: str) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for name in columns:
        # Ids and figures must stay whole to be copied; only prose may wrap.
        table.add_column(name, no_wrap=name in ("id", "figure", "result"))
    return table


def _print(table: Table) -> None:
    from khingan.cli.common import make_console

    make_console().print(table)


def _print_json(value: Any) -> None:
    import json

    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
