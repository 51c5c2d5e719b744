"""Many campaigns, kept safely: fought part by part, stopped when enough is known, resumed where they were cut off."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from khingan.errors import SystemFault
from khingan.experiments.executors import make_executor
from khingan.experiments.executors.task import Executor, Task
from khingan.experiments.opening import Where, opened
from khingan.experiments.plan import Order, Plan
from khingan.experiments.precision import Moments
from khingan.experiments.store import catalogue
from khingan.experiments.store import manifest as manifests
from khingan.experiments.store.folder import Folder
from khingan.experiments.store.parts import Receipt, is_whole, part_name, read_receipts, receipts_of
from khingan.experiments.store.reading import (
    ENSEMBLE,
    FINISHED,
    Results,
    open_results,
)
from khingan.files import write_parquet
from khingan.scenario import Scenario


class Watcher(Protocol):
    """Who wants to know how an ensemble gets on."""

    def begun(self, where: str, done: int, total: int) -> None:
        """Campaigns ``done`` of ``total`` are there already."""

    def advanced(self, campaigns: int) -> None:
        """So many more have been fought."""

    def told(self, message: str) -> None:
        """Something that a person should know, and that stops nothing."""


class _Nobody:
    def begun(self, where: str, done: int, total: int) -> None:
        pass

    def advanced(self, campaigns: int) -> None:
        pass

    def told(self, message: str) -> None:
        pass


@dataclass(frozen=True)
class Ensemble:
    """A finished ensemble.

    Attributes
    ----------
    results : Results
        Its folder.
    scenario : Scenario
        What was fought.
    fought : int
        Campaigns that were fought now; the others were there already.
    """

    results: Results
    scenario: Scenario
    fought: int

    @property
    def where(self) -> str:
        """Folder or address."""
        return self.results.folder.where

    @property
    def campaigns(self) -> int:
        """Campaigns in all."""
        return self.results.campaigns

    @property
    def stopped(self) -> str:
        """Why it stopped, in words."""
        return str(self.results.description["stopped"]["words"])

    def table(self, name: str = "summary") -> pa.Table:
        """Return one of its tables; see :meth:`Results.table`."""
        return self.results.table(name)

    def query(self, sql: str) -> pa.Table:
        """Answer a query over its tables in SQL; see :func:`khingan.experiments.store.views.query`."""
        from khingan.experiments.store.views import query

        return query(self.results, sql)

    def to_parquet(self, path: Where, name: str = "summary") -> None:
        """Write one of its tables into one Parquet file."""
        write_parquet(self.table(name), path)

    def plot(self, path: Where | None = None) -> Any:
        """Draw the distributions of its main measures.

        Parameters
        ----------
        path : path-like, optional
            PNG to write.

        Returns
        -------
        matplotlib.figure.Figure
        """
        from khingan.report.ensemble import draw

        return draw(self.results, path)


def ensemble(
    scenario: Scenario | str | None = None,
    n: int | None = None,
    *,
    what_if: Sequence[str] | None = None,
    uncertainty: Collection[str] | None = None,
    seed: int | None = None,
    days: int | None = None,
    until: str | Sequence[str] | None = None,
    out: Where | None = None,
    resume: bool = False,
    executor: str | Executor = "threads",
    threads: int | None = None,
    daily: bool | None = None,
    part: int | None = None,
    watcher: Watcher | None = None,
) -> Ensemble:
    """Fight many campaigns of a scenario and keep them in a folder.

    Parameters
    ----------
    scenario : Scenario or str, optional
        A loaded scenario, or the name of one of the library; the flagship by default, or that of the folder resumed.
    n : int, optional
        Campaigns, 1000 by default; with ``until`` the most that are fought.
    what_if : sequence of str, optional
        What-ifs to lay over a scenario given by name.
    uncertainty : collection of str, optional
        What the campaigns differ in: ``disputed`` inputs, ``coefficients``, ``luck``; all of them by default.
    seed : int, optional
        Seed, 1 by default. Campaign ``i`` of a seed is always the same campaign.
    days : int, optional
        Days to fight; the scenario's own number by default.
    until : str or sequence of str, optional
        Stop as soon as the means of measures are known so well, such as ``"soviet_killed ±2 %"``. Decided at the ends
        of parts.
    out : path-like, optional
        New folder, or address in an object store; ``runs/SCENARIO-ensemble-SEED-TIME`` by default.
    resume : bool
        Complete the ensemble in ``out``: what is whole stays, the rest is fought. Options then may be left out.
    executor : str or Executor
        ``threads`` of this machine, or ``ray`` for a cluster.
    threads : int, optional
        Worker threads; all cores by default.
    daily : bool, optional
        Keep daily rows; by default up to 2,000 campaigns.
    part : int, optional
        Campaigns in a part, 250 by default.
    watcher : Watcher, optional
        Told how it gets on.

    Returns
    -------
    Ensemble

    Raises
    ------
    InputError
        If an argument is not usable, or the folder holds something else or is being written by another process.
    SystemFault
        If the folder cannot be written. What is done is kept and can be resumed.

    Examples
    --------
    >>> import khingan as kh
    >>> many = kh.ensemble("manchuria-1945", 200, seed=1)  # doctest: +SKIP
    >>> many.query("SELECT median(link_up_h) FROM summary")  # doctest: +SKIP
    """
    rules = [until] if isinstance(until, str) else until
    order = Order(scenario, n, seed, what_if, uncertainty, days, rules, daily, part)
    worker = make_executor(executor, threads)
    watch = watcher or _Nobody()
    with opened(order, out, resume) as (folder, plan, manifest):
        return _Work(folder, plan, manifest, watch).done_by(worker)


class _Work:
    """One session of work on the folder of an ensemble, under its lock."""

    def __init__(self, folder: Folder, plan: Plan, manifest: dict[str, Any], watch: Watcher) -> None:
        self.folder, self.plan, self.manifest, self.watch = folder, plan, manifest, watch
        self.tasks = plan.tasks
        self.receipts: dict[int, Receipt] = self._whole()
        self.moments = {rule: Moments() for rule in plan.rules}
        self.counted = 0  # tasks whose measures are in the moments, in order
        self.fought: list[Receipt] = []

    def _whole(self) -> dict[int, Receipt]:
        """Tasks that are done and whose parts are all there and undamaged."""
        wanted = {(task.first, task.count) for task in self.tasks}
        tables = set(manifests.describe(self.plan)["tables"])
        found = {}
        for receipt in (*receipts_of(self.manifest["parts"]), *read_receipts(self.folder)):
            fits = (receipt.first, receipt.count) in wanted and {p.table for p in receipt.parts} == tables
            if fits and all(is_whole(self.folder, part) for part in receipt.parts):
                found[receipt.first] = receipt
        return found

    def done_by(self, worker: Executor) -> Ensemble:
        """Fight what is missing, finish the folder and return the ensemble."""
        began = perf_counter()
        self._enter(self.manifest)
        total = self._ceiling()
        self.watch.begun(self.folder.where, sum(r.count for r in self.receipts.values()), total)
        stop = self._stop()
        if stop is None:
            missing = [task for task in self.tasks if task.first not in self.receipts]
            stop = self._fight(worker, missing)
        kept = [self.receipts[task.first] for task in self.tasks[:stop]]
        finished = manifests.describe_finished(self.manifest, kept, self._reason(stop))
        if finished != self.manifest or self.fought:
            self._write_timings(perf_counter() - began)
            manifests.write_manifest(self.folder, finished)
        manifests.tidy(self.folder, finished)
        self._enter(finished)
        fought = sum(receipt.count for receipt in self.fought)
        return Ensemble(open_results(self.folder), self.plan.compiled.scenario, fought)

    def _ceiling(self) -> int:
        """Campaigns to count towards: those of a finished ensemble, else those asked for."""
        done: int = self.manifest["campaigns"]
        return done if self.manifest["state"] == FINISHED else self.plan.campaigns

    def _fight(self, worker: Executor, missing: list[Task]) -> int:
        fighting = worker.fight(self.plan.job(self.folder.where), iter(missing), self.watch.advanced)
        try:
            for receipt in fighting:
                self._check_seen(receipt)
                self.receipts[receipt.first] = receipt
                self.fought.append(receipt)
                stop = self._stop()
                if stop is not None:
                    return stop
        except SystemFault as fault:
            raise SystemFault(
                f"{fault}\nkhingan: {sum(r.count for r in self.receipts.values()):,} campaigns are kept; "
                f"when that is mended: khingan ensemble --resume --out {self.folder.where}"
            ) from fault
        finally:
            # A generator ends its work when it is closed; other iterators have none to end.
            with suppress(AttributeError):
                fighting.close()  # type: ignore[attr-defined]
        raise SystemFault(f"{self.folder.where}: some campaigns were not fought; resume it with --resume")

    def _check_seen(self, receipt: Receipt) -> None:
        lost = [part.file for part in receipt.parts if not self.folder.has(part.file)]
        if lost:
            raise SystemFault(
                f"{self.folder.where}: {lost[0]} was written by a worker and cannot be seen from here; "
                "choose a folder that all nodes share"
            )

    def _stop(self) -> int | None:
        """Number of tasks that count, as soon as that can be told. Judged part by part, in order."""
        while self.counted < len(self.tasks) and self.tasks[self.counted].first in self.receipts:
            if self.moments:
                self._count(self.tasks[self.counted])
            self.counted += 1
            if self._is_enough():
                return self.counted
        return self.counted if self.counted == len(self.tasks) else None

    def _count(self, task: Task) -> None:
        names = sorted({rule.measure for rule in self.moments})
        file = self.folder.path(part_name("summary", task.first))
        table = pq.read_table(file, columns=names, filesystem=self.folder.system, partitioning=None)
        for rule, moments in self.moments.items():
            self.moments[rule] = moments.with_more(Moments.of(table.column(rule.measure)))

    def _is_enough(self) -> bool:
        return bool(self.moments) and all(rule.is_met(moments) for rule, moments in self.moments.items())

    def _reason(self, stop: int) -> Mapping[str, Any]:
        last = self.tasks[stop - 1]
        known = [rule.words(moments) for rule, moments in self.moments.items()]
        enough = self._is_enough()
        n = f"{last.first + last.count:,}"
        words = f"all {n} campaigns were fought"
        if enough:
            words = f"after {n} campaigns the wanted precision was reached: {'; '.join(known)}"
        elif known:
            words += f", and the wanted precision was not reached: {'; '.join(known)}"
        return {"by": "precision" if enough else "campaigns", "words": words, "known": known}

    def _write_timings(self, wall_s: float) -> None:
        campaigns = sum(receipt.count for receipt in self.fought)
        output = sum(receipt.output_cpu_s for receipt in self.fought)
        manifests.write_timings(
            self.folder,
            {
                "campaigns_fought": campaigns,
                "wall_s": round(wall_s, 3),
                "simulation_cpu_s": round(sum(receipt.simulation_cpu_s for receipt in self.fought), 3),
                "output_cpu_s": round(output, 3),
                "campaigns_per_s": round(campaigns / wall_s, 2),
            },
        )

    def _enter(self, description: Mapping[str, Any]) -> None:
        try:
            catalogue.enter(self.folder, ENSEMBLE, description)
        except SystemFault as fault:
            self.watch.told(str(fault))
