"""A posterior: weighted vectors of coefficients that a what-if lays over their ranges.

The table is CSV: a column ``weight``, then one for each coefficient; a row is a vector. Campaigns that draw
coefficients draw one vector and keep it together, because what a record says of several coefficients at once is lost
when each is drawn by itself.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from khingan.errors import Problem
from khingan.scenario.model import Scenario

WEIGHT = "weight"
MOST_ROWS = 100_000


@dataclass(frozen=True, eq=False)
class Posterior:
    """Weighted vectors of coefficients.

    Attributes
    ----------
    file : str
        Name of the table, for messages.
    names : tuple of str
        Coefficients.
    values : ndarray, [vectors, names]
    weights : ndarray, [vectors]
        Sum 1.
    digest : str
        Of the table's content.
    """

    file: str
    names: tuple[str, ...]
    values: NDArray[np.float64]
    weights: NDArray[np.float64]
    digest: str


def read_posterior(path: Path, sc: Scenario, problems: list[Problem]) -> Posterior | None:
    """Read and check a table of vectors.

    Parameters
    ----------
    path : Path
        CSV file.
    sc : Scenario
        Its table of parameters names the coefficients and their ranges.
    problems : list of Problem
        Collects what is wrong.

    Returns
    -------
    Posterior or None
        None if anything is wrong.
    """
    try:
        content = path.read_bytes()
        text = content.decode("utf-8")
    except OSError as reason:
        problems.append(Problem(f"the posterior cannot be read: {reason.strerror}", file=path.name))
        return None
    except UnicodeDecodeError:
        problems.append(Problem("the posterior is not UTF-8 text", file=path.name))
        return None
    found: list[Problem] = []
    lines = list(csv.reader(io.StringIO(text)))
    names = _names(lines[0] if lines else [], path.name, sc, found)
    if not 2 <= len(lines) <= MOST_ROWS + 1:
        found.append(Problem("has no vector, or too many", file=path.name, expected=f"1 to {MOST_ROWS} rows"))
    if found:
        problems += found
        return None
    ranges = [_range(sc, name) for name in names]
    rows = [_numbers(row, i, [WEIGHT, *names], path.name, found) for i, row in enumerate(lines[1:], 2)]
    for i, row in enumerate(rows, 2):
        _check_row(row, i, names, ranges, path.name, found)
    total = math.fsum(row[0] for row in rows if row)
    if not found and total <= 0:
        found.append(Problem("the weights add up to nothing", file=path.name, field=WEIGHT))
    if found:
        problems += found[:10]
        return None
    table = np.array(rows, np.float64)
    digest = hashlib.sha256(content).hexdigest()
    return Posterior(path.name, names, table[:, 1:], table[:, 0] / total, digest)


def _names(header: list[str], file: str, sc: Scenario, problems: list[Problem]) -> tuple[str, ...]:
    known = sc.tables["parameters"].by_id
    if header[:1] != [WEIGHT] or len(header) < 2 or len(set(header)) != len(header):
        problems.append(
            Problem(
                "the header is not that of a posterior",
                file=file,
                row=1,
                value=",".join(header),
                expected=f"{WEIGHT} and then names of coefficients, each once",
            )
        )
        return ()
    for name in header[1:]:
        if name not in known:
            problems.append(
                Problem(
                    "there is no such coefficient",
                    file=file,
                    row=1,
                    field=name,
                    expected="a name of parameters.csv",
                    mend="calibrate again: the model has changed since",
                )
            )
    return tuple(header[1:])


def _range(sc: Scenario, name: str) -> tuple[float, float]:
    row = sc.tables["parameters"].by_id[name]
    ends = [float(row[key]) for key in ("low", "value", "high") if row[key] is not None]
    return min(ends), max(ends)


def _numbers(
    row: list[str], line: int, names: list[str], file: str, problems: list[Problem]
) -> list[float] | None:
    try:
        numbers = [float(text) for text in row]
    except ValueError:
        numbers = []
    if len(numbers) != len(names) or not all(math.isfinite(number) for number in numbers):
        problems.append(
            Problem("is no row of numbers", file=file, row=line, expected=f"{len(names)} finite numbers")
        )
        return None
    return numbers


def _check_row(
    row: list[float] | None,
    line: int,
    names: tuple[str, ...],
    ranges: list[tuple[float, float]],
    file: str,
    problems: list[Problem],
) -> None:
    if row is None:
        return
    if row[0] < 0:
        problems.append(Problem("a weight is negative", file=file, row=line, field=WEIGHT, value=str(row[0])))
    for name, value, (low, high) in zip(names, row[1:], ranges, strict=True):
        slack = 1e-9 * max(abs(low), abs(high))
        if not low - slack <= value <= high + slack:
            problems.append(
                Problem(
                    "lies outside the range of the coefficient",
                    file=file,
                    row=line,
                    field=name,
                    value=f"{value:g}",
                    expected=f"{low:g} to {high:g}",
                    mend="calibrate again: the range has changed since",
                )
            )
