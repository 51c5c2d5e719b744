"""Disputed inputs: rivals that can be compared, a stated figure that is one of them, coefficients that can move."""

from __future__ import annotations

from collections.abc import Iterator

from khingan.claims import Claim, ClaimSet, load_claims
from khingan.errors import InputError, Problem
from khingan.scenario.disputed import ESTIMATE, stated_weights
from khingan.scenario.model import Row, Scenario

NEAR = 0.5  # of a unit: totals are whole figures


def disputes_are_between_comparable_claims(sc: Scenario) -> Iterator[Problem]:
    """Two claims or more, all with numbers in one unit; for an estimate on one quantity by one definition."""
    if not len(sc.tables["disputed"]):
        return
    claims = _claims(sc)
    if isinstance(claims, Problem):
        yield claims
        return
    for row in sc.tables["disputed"]:
        rivals = [claims.claims[c] for c in row["claims"] if c in claims.claims]
        if len(rivals) == len(row["claims"]):
            yield from _incomparable(sc, row, rivals)


def _claims(sc: Scenario) -> ClaimSet | Problem:
    file = sc.tables["disputed"].file
    if not (sc.path / "datapackage.json").is_file() or not (sc.path / "claims.csv").is_file():
        return Problem(
            "quantities are disputed but the scenario keeps no claims",
            file=file,
            expected="claims.csv, described by datapackage.json",
            mend="add the claims, or remove the table",
        )
    try:
        return load_claims(sc.path)
    except InputError as error:
        return error.problems[0]


def _incomparable(sc: Scenario, row: Row, rivals: list[Claim]) -> Iterator[Problem]:
    ids = " ".join(row["claims"])
    if len(set(row["claims"])) < max(2, len(rivals)):
        expected = "two claims or more, each once"
        yield _problem(sc, row, "claims", ids, "nobody disputes the quantity", expected, "name its rivals")
    wordless = [c.claim_id for c in rivals if not c.is_number]
    if wordless:
        expected = "claims that state a number"
        yield _problem(sc, row, "claims", wordless[0], "the claim states no number", expected, "name another")
        return
    if len({c.unit for c in rivals}) > 1:
        found = ", ".join(sorted({c.unit for c in rivals}))
        yield _problem(sc, row, "claims", found, "the rivals differ in unit", "one unit", "name others")
    wanted = row["definition"]
    strangers = [c for c in rivals if wanted and c.definition != wanted]
    if strangers:
        value = f"{strangers[0].claim_id}: {strangers[0].definition}"
        mend = "correct the definition, or leave it empty for a pick of a source"
        yield _problem(sc, row, "claims", value, "the claim counts something else", str(wanted), mend)
    if row["method"] == ESTIMATE and len({(c.subject, c.definition) for c in rivals}) > 1:
        expected = "claims on one quantity by one definition, or the method source"
        mend = "name the claims that count the same"
        yield _problem(
            sc, row, "claims", ids, "an estimate cannot mix what counts different things", expected, mend
        )
    if row["stated"] is not None and not _is_a_rival(row, rivals):
        value = f"{row['stated']:g}"
        expected = "a figure that one of the claims allows: " + "; ".join(c.figure for c in rivals)
        yield _problem(
            sc, row, "stated", value, "the stated figure is none of the rivals", expected, "correct it"
        )


def _is_a_rival(row: Row, rivals: list[Claim]) -> bool:
    return any(c.allowed[0] <= row["stated"] <= c.allowed[1] for c in rivals)


def weights_fit_the_rivals(sc: Scenario) -> Iterator[Problem]:
    """A pick has as many weights as claims, none below zero; an estimate weighs by itself."""
    for row in sc.tables["disputed"]:
        text = row["weights"]
        if not text:
            continue
        if row["method"] == ESTIMATE:
            expected, mend = "nothing: an estimate weighs by how the claims are known", "empty the cell"
            yield _problem(sc, row, "weights", text, "an estimate takes no weights", expected, mend)
            continue
        try:
            weights = stated_weights(row)
        except ValueError:
            weights = []
        if len(weights) != len(row["claims"]) or min(weights) < 0 or not 0 < sum(weights) < float("inf"):
            expected = f"{len(row['claims'])} numbers of at least 0, separated by blanks, not all 0"
            yield _problem(
                sc, row, "weights", text, "the weights do not fit the claims", expected, "mend them"
            )


def stated_figures_close_on_their_totals(sc: Scenario) -> Iterator[Problem]:
    """The stated figure is the sum of the totals that it names, unless a what-if moved them on purpose."""
    totals = sc.tables["totals"].by_id
    for row in sc.tables["disputed"]:
        rows = [totals[t] for t in row["totals"] if t in totals]
        moved = any(("totals", r["total_id"], "value") in sc.changes for r in rows)
        if not rows or moved or row["stated"] is None or any(r["value"] is None for r in rows):
            continue
        whole = sum(r["value"] for r in rows)
        if abs(whole - row["stated"]) > NEAR:
            value, expected = f"{row['stated']:g}", f"the sum of its totals, {whole:g}"
            message = "the stated figure is not the one on which the scenario closes"
            yield _problem(sc, row, "stated", value, message, expected, "correct the figure or the totals")


def disputes_move_coefficients(sc: Scenario) -> Iterator[Problem]:
    """What a dispute moves is a number of the table of coefficients, not a switch, and its figure is not 0."""
    known = sc.tables["parameters"].by_id
    for row in sc.tables["disputed"]:
        for name in row["parameters"]:
            if name in known and known[name]["unit"] == "flag":
                expected = "coefficients that are no switches"
                yield _problem(
                    sc, row, "parameters", name, "a switch is not disputed", expected, "name another"
                )
        if row["stated"] == 0:
            expected = "a figure above 0, by which the rivals are divided"
            yield _problem(sc, row, "stated", "0", "nothing can be a multiple of 0", expected, "correct it")


def _problem(
    sc: Scenario, row: Row, field: str, value: str | None, message: str, expected: str, mend: str
) -> Problem:
    file = sc.tables["disputed"].file
    return Problem(
        message, file=file, row=row["_row"], field=field, value=value, expected=expected, mend=mend
    )
