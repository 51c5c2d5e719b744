"""History's record: dated and counted outcomes, of which the test rows stay closed.

While a model is being tuned only the calibration rows may be seen. A record read without opening it does not
even keep the test rows in memory.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from khingan.claims.package import Row, load_package, read_table
from khingan.errors import InputError, Problem

Part = Literal["calibration", "test"]
RECORD_FILE = "record.csv"
SETTINGS_FILE = "verdict.toml"
LOSS = "loss"
CAPTURE = "place_captured"
SURRENDER = "surrender"


@dataclass(frozen=True, slots=True)
class DateRow:
    """A dated event at a place."""

    record_id: str
    part: str
    kind: str
    side: str
    unit_id: str
    place_id: str
    lat: float
    lon: float
    date: date
    hour_local: str
    uncertainty_days: float
    source_id: str
    confidence: str
    description: str


@dataclass(frozen=True, slots=True)
class LossRow:
    """A count of losses; `low` is None for an upper bound, `high` for a lower one, both if uncounted."""

    record_id: str
    part: str
    side: str
    unit_id: str
    category: str
    low: float | None
    high: float | None
    unit: str
    period_start: str
    period_end: str
    operation: str
    definition: str
    source_id: str
    confidence: str


@dataclass(frozen=True)
class Record:
    """The record of a scenario; see `read_record`.

    Parameters
    ----------
    opened : bool
        Whether the test rows were asked for.
    closed_rows : int
        Test rows that were left out.
    closed_ids : frozenset of str
        Their ids, and nothing else of them.
    """

    _dates: tuple[DateRow, ...]
    _losses: tuple[LossRow, ...]
    opened: bool
    closed_rows: int
    closed_ids: frozenset[str] = frozenset()

    def dates(self, part: Part = "calibration") -> tuple[DateRow, ...]:
        """Dated events of one part, in table order.

        Raises
        ------
        InputError
            If the test part is asked of a record that was not opened.
        """
        self._refuse_closed(part)
        return tuple(row for row in self._dates if row.part == part)

    def losses(self, part: Part = "calibration") -> tuple[LossRow, ...]:
        """Counts of losses of one part, in table order; raises as `dates` does."""
        self._refuse_closed(part)
        return tuple(row for row in self._losses if row.part == part)

    def kind_of(self) -> dict[str, str]:
        """Kind of every row that is not closed, by its id."""
        return {row.record_id: row.kind for row in self._dates} | {
            row.record_id: LOSS for row in self._losses
        }

    def _refuse_closed(self, part: str) -> None:
        if part not in ("calibration", "test"):
            raise InputError(
                Problem(
                    "unknown part of the record", field="part", value=part, expected="calibration or test"
                )
            )
        if part == "test" and not self.opened:
            raise InputError(
                Problem(
                    "the test rows of the record are closed",
                    file=RECORD_FILE,
                    field="part",
                    value=part,
                    expected="calibration",
                    mend="read the record with open_test=True, once, after all tuning is done",
                )
            )


@dataclass(frozen=True, slots=True)
class Opened:
    """An opening of the test part in the work on the scenario: when, and what was held against it."""

    date: str
    what: str


@dataclass(frozen=True, slots=True)
class Settings:
    """How a scenario's record is scored: ``verdict.toml``.

    Parameters
    ----------
    planned_rate_claim : str
        Claim with the planned daily advance, km per day.
    not_scored : frozenset of str
        Loss categories whose rates were calibrated on the outcome.
    not_comparable : dict of str to str
        Loss rows that no formation's count matches, with the reason.
    early_until_day : float, optional
        Places documented by the end of this day (the first is 1) are scored apart as well.
    fortified_zones : frozenset of str
        Captures that date the fall of a fortified zone with its works rather than of a town.
    openings : tuple of Opened
        Openings of the test part in the work on the scenario.
    """

    planned_rate_claim: str
    not_scored: frozenset[str]
    not_comparable: dict[str, str]
    early_until_day: float | None = None
    fortified_zones: frozenset[str] = frozenset()
    openings: tuple[Opened, ...] = ()


def read_record(folder: str | Path, open_test: bool = False) -> Record:
    """Read the record of a scenario folder.

    Parameters
    ----------
    folder : path-like
        Folder with ``datapackage.json`` and ``record.csv``.
    open_test : bool
        Keep the test rows and hand them out. Do so once, after all tuning.

    Returns
    -------
    Record

    Raises
    ------
    InputError
        With every problem of the table. Values of a closed record are not quoted.
    """
    package = load_package(folder)
    if "record" not in package.resources:
        raise InputError(Problem("table is not described", file="datapackage.json", value="record"))
    try:
        rows = read_table(package, "record")
        problems = [problem for row in rows for problem in _missing_cells(row)]
        if problems:
            raise InputError(problems)
    except InputError as error:
        if open_test:
            raise
        hidden = [replace(p, value=None) if p.file == RECORD_FILE else p for p in error.problems]
        raise InputError(hidden) from None
    kept = [row for row in rows if open_test or row["part"] == "calibration"]
    return Record(
        tuple(_date_row(row) for row in kept if row["kind"] != LOSS),
        tuple(_loss_row(row) for row in kept if row["kind"] == LOSS),
        open_test,
        len(rows) - len(kept),
        frozenset(row["record_id"] for row in rows).difference(row["record_id"] for row in kept),
    )


def read_settings(folder: str | Path) -> Settings:
    """Read ``verdict.toml`` of a scenario folder.

    Raises
    ------
    InputError
        If the file is missing or not as expected.
    """
    path = Path(folder) / SETTINGS_FILE
    try:
        with path.open("rb") as stream:
            values = tomllib.load(stream)
        losses = values.get("losses", {})
        return Settings(
            planned_rate_claim=str(values["dates"]["planned_rate_claim"]),
            not_scored=frozenset(losses.get("not_scored", ())),
            not_comparable=dict(losses.get("not_comparable", {})),
            early_until_day=values["dates"].get("early_until_day"),
            fortified_zones=frozenset(_ids(values["dates"].get("fortified_zones", []))),
            openings=tuple(Opened(str(one["date"]), str(one["what"])) for one in values.get("openings", ())),
        )
    except FileNotFoundError:
        raise InputError(
            Problem("is missing", file=SETTINGS_FILE, expected="how the record is scored")
        ) from None
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            Problem(
                f"cannot be read: {type(error).__name__} {error}",
                file=SETTINGS_FILE,
                expected="[dates] planned_rate_claim, [losses] not_scored and not_comparable, [[openings]] date, what",
            )
        ) from error


def _ids(values: Any) -> list[str]:
    if not isinstance(values, list):
        raise TypeError("fortified_zones is no list of row ids")
    return [str(value) for value in values]


def check_zones(record: Record, settings: Settings) -> None:
    """Check that the fortified zones are captures of the record; ids of rows that are still closed pass.

    Raises
    ------
    InputError
        With a problem for each other id.
    """
    kinds = record.kind_of()
    problems = [
        Problem(
            f"is a row of kind {kinds[name]}" if name in kinds else f"is no row of {RECORD_FILE}",
            file=SETTINGS_FILE,
            field="fortified_zones",
            value=name,
            expected=f"ids of rows of kind {CAPTURE}",
        )
        for name in sorted(settings.fortified_zones - record.closed_ids)
        if kinds.get(name) != CAPTURE
    ]
    if problems:
        raise InputError(problems)


_NEEDED = {
    True: ("unit_id", "category", "period_start"),
    False: ("place_id", "lat", "lon", "date", "date_uncertainty_days"),
}


def _missing_cells(row: Row) -> list[Problem]:
    is_loss = row["kind"] == LOSS
    problems = [
        Problem(f"is empty in a row of kind {row['kind']}", file=RECORD_FILE, row=row["_row"], field=name)
        for name in _NEEDED[is_loss]
        if row[name] is None
    ]
    low, high = row["value_low"], row["value_high"]
    if low is not None and high is not None and low > high:
        problems.append(
            Problem("low value above high value", file=RECORD_FILE, row=row["_row"], field="value_low")
        )
    return problems


def _text(row: Row, *names: str) -> dict[str, Any]:
    return {name: row[name] or "" for name in names}


def _date_row(row: Row) -> DateRow:
    return DateRow(
        **_text(row, "record_id", "part", "kind", "side", "unit_id", "place_id", "hour_local"),
        **_text(row, "source_id", "confidence", "description"),
        lat=row["lat"],
        lon=row["lon"],
        date=row["date"],
        uncertainty_days=row["date_uncertainty_days"],
    )


def _loss_row(row: Row) -> LossRow:
    return LossRow(
        **_text(row, "record_id", "part", "side", "unit_id", "category", "unit", "period_start"),
        **_text(row, "period_end", "operation", "definition", "source_id", "confidence"),
        low=row["value_low"],
        high=row["value_high"],
    )
