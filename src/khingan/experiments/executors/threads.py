"""The threads of this machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from khingan.experiments.executors.task import Job, OnCampaigns, Task, fight_task
from khingan.experiments.store.parts import Receipt


@dataclass(frozen=True)
class Threads:
    """Fight one task after the other, each with all threads.

    Parameters
    ----------
    threads : int, optional
        How many; all cores by default.
    """

    threads: int | None = None

    def fight(self, job: Job, tasks: Iterable[Task], on_campaigns: OnCampaigns) -> Iterator[Receipt]:
        """See :class:`~khingan.experiments.executors.task.Executor`."""
        for task in tasks:
            yield fight_task(job, task, self.threads, on_campaigns)
