"""Who fights the campaigns of an ensemble: the threads of this machine, or the nodes of a cluster."""

from __future__ import annotations

from khingan.errors import InputError, Problem
from khingan.experiments.executors.task import Executor

NAMES = ("threads", "ray")


def make_executor(executor: str | Executor, threads: int | None = None) -> Executor:
    """Return an executor by its name.

    Parameters
    ----------
    executor : str or Executor
        ``threads``, ``ray``, or an executor, which is returned as it is.
    threads : int, optional
        Worker threads of this machine; all cores by default. A cluster uses all cores of every node.

    Raises
    ------
    InputError
        If there is none of the name, or what it needs is not installed.
    """
    if not isinstance(executor, str):
        return executor
    if executor == "threads":
        from khingan.experiments.executors.threads import Threads

        return Threads(threads)
    if executor == "ray":
        from khingan.experiments.executors.cluster import Cluster

        return Cluster()
    raise InputError(
        Problem("there is no such executor", field="executor", value=executor, expected=" or ".join(NAMES))
    )
