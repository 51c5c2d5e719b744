"""A task: some campaigns of an ensemble, fought and written as parts. A function of the job and the task alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import process_time
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from khingan.campaign.parameters import NAMES
from khingan.experiments import results, schema
from khingan.experiments.batch import Batch, simulate_batch
from khingan.experiments.cores import cores
from khingan.experiments.ending import Ending, Survey, areas_table, balance_table
from khingan.experiments.schema import Column
from khingan.experiments.store.folder import Folder
from khingan.experiments.store.parts import Part, Receipt, write_part, write_receipt
from khingan.experiments.uncertainty import draw, luck_keys
from khingan.scenario.compile import Compiled

COUNTED = 32
"""Campaigns between two reports of progress; it is also how long an interruption may have to wait."""
OnCampaigns = Callable[[int], None]


@dataclass(frozen=True)
class Job:
    """What all tasks of an ensemble have in common.

    Attributes
    ----------
    compiled : Compiled
        What is fought.
    where : str
        Folder or address of the store.
    seed : int
        Seed of the ensemble.
    kinds : tuple of str
        Kinds of uncertainty that are drawn.
    steps : int
        Steps of a campaign.
    daily : bool
        Whether daily rows are kept.
    """

    compiled: Compiled
    where: str
    seed: int
    kinds: tuple[str, ...]
    steps: int
    daily: bool


@dataclass(frozen=True)
class Task:
    """Campaigns ``first`` to ``first + count - 1``."""

    first: int
    count: int


class Executor(Protocol):
    """Who fights the tasks of a job."""

    def fight(self, job: Job, tasks: Iterable[Task], on_campaigns: OnCampaigns) -> Iterator[Receipt]:
        """Yield the receipts of tasks as they are done, in any order; closing it ends the work.

        Parameters
        ----------
        job : Job
            What they have in common.
        tasks : iterable of Task
            In the order of the campaigns.
        on_campaigns : callable
            Called with the number of further campaigns that were fought.
        """
        ...


def tasks_of(campaigns: int, part: int) -> list[Task]:
    """Split campaigns into tasks of ``part`` campaigns; the last may be smaller."""
    return [Task(first, min(part, campaigns - first)) for first in range(0, campaigns, part)]


def fight_task(job: Job, task: Task, threads: int | None, on_campaigns: OnCampaigns) -> Receipt:
    """Fight the campaigns of a task and write its parts and its receipt.

    Parameters
    ----------
    job : Job
    task : Task
    threads : int or None
        Worker threads; all cores by default.
    on_campaigns : callable
        Called with the number of further campaigns that were fought.

    Raises
    ------
    SystemFault
        If a part cannot be written.
    """
    folder = Folder(job.where)
    began = process_time()
    numbers = np.arange(task.first, task.first + task.count, dtype=np.int64)
    drawn = draw(job.compiled.scenario, job.seed, numbers, job.kinds)
    batch = _fight(job, numbers, drawn, threads, on_campaigns)
    fought = process_time()

    def write(made: tuple[str, pa.Table, tuple[Column, ...]]) -> Part:
        name, table, columns = made
        moved = table.set_column(0, "campaign", _shifted(table, task.first))
        return write_part(folder, name, moved, columns, task.first, task.count)

    with ThreadPoolExecutor(threads or cores()) as pool:
        parts = list(pool.map(write, tables_of(job, batch, drawn)))
    receipt = Receipt(task.first, task.count, tuple(parts), fought - began, process_time() - fought)
    write_receipt(folder, receipt)
    return receipt


def _fight(
    job: Job,
    numbers: NDArray[np.int64],
    drawn: NDArray[np.float64],
    threads: int | None,
    on_campaigns: OnCampaigns,
) -> Batch:
    seeds, keys = luck_keys(job.seed, numbers, job.kinds)
    survey = Survey(job.compiled)
    batches = []
    for first in range(0, len(numbers), COUNTED):
        some = slice(first, first + COUNTED)
        batches.append(
            simulate_batch(
                job.compiled,
                seeds[some],
                keys[some],
                drawn[some],
                steps=job.steps,
                threads=threads,
                daily=job.daily,
                survey=survey,
            )
        )
        on_campaigns(len(seeds[some]))
    return Batch(
        np.concatenate([b.summary for b in batches]),
        np.concatenate([b.places for b in batches]),
        np.concatenate([b.daily for b in batches]),
        Ending.joined([b.ending for b in batches if b.ending is not None]),
    )


def tables_of(
    job: Job, batch: Batch, drawn: NDArray[np.float64]
) -> Iterator[tuple[str, pa.Table, tuple[Column, ...]]]:
    """Yield the tables of a batch, campaigns numbered from 0, each with its form."""
    compiled = job.compiled
    sides = compiled.scenario.side_ids
    survey = Survey(compiled)
    ending = batch.ending or Ending.empty(survey, 0)
    summary = results.summary_table(compiled, job.seed, batch.summary)
    yield "summary", summary, schema.summary_columns(summary, sides)
    yield "places", results.places_table(compiled, batch.places), schema.PLACES
    yield "balance", balance_table(survey, ending), schema.BALANCE
    yield "areas", areas_table(survey, ending, sides), schema.area_columns(sides)
    yield "coefficients", coefficients_table(drawn), coefficient_columns(compiled)
    if job.daily:
        yield "daily", results.daily_table(compiled, batch.daily), schema.DAILY


def coefficients_table(drawn: NDArray[np.float64]) -> pa.Table:
    """One row a campaign: the coefficients that it was fought with."""
    columns: dict[str, Any] = {"campaign": np.arange(len(drawn), dtype=np.int32)}
    return pa.table(columns | {name: drawn[:, i] for i, name in enumerate(NAMES)})


def coefficient_columns(compiled: Compiled) -> tuple[Column, ...]:
    """Form of the table of coefficients; unit and meaning are those of the scenario's table of parameters."""
    rows = compiled.scenario.tables["parameters"].by_id
    return (
        schema.DAILY[0],
        *(
            Column(name, pa.float64(), str(rows[name]["unit"]), str(rows[name]["description"]))
            for name in NAMES
        ),
    )


def _shifted(table: pa.Table, first: int) -> pa.Array:
    return pa.array(table.column("campaign").to_numpy() + np.int32(first), pa.int32())
