"""khingan: executable history.

>>> import khingan as kh
>>> scenario = kh.load("manchuria-1945")            # doctest: +SKIP
>>> run = kh.simulate(scenario, seed=1)             # doctest: +SKIP
>>> run.places                                      # doctest: +SKIP

Names are imported when they are first used, so that ``import khingan`` and the command line start at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from khingan.errors import InputError, SystemFault
    from khingan.experiments.results import Run
    from khingan.experiments.simulate import simulate
    from khingan.scenario import Scenario, load

_HOME = {
    "InputError": "khingan.errors",
    "Run": "khingan.experiments.results",
    "Scenario": "khingan.scenario",
    "SystemFault": "khingan.errors",
    "load": "khingan.scenario",
    "simulate": "khingan.experiments.simulate",
}

__all__ = ["InputError", "Run", "Scenario", "SystemFault", "load", "simulate"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'khingan' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
