"""khingan: executable history.

>>> import khingan as kh
>>> scenario = kh.load("manchuria-1945")
>>> run = kh.simulate(scenario, seed=1)  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from khingan.errors import InputError, SystemFault
    from khingan.experiments.batch import Batch, simulate_batch
    from khingan.experiments.calibration.calibrate import Calibration, calibrate
    from khingan.experiments.compare import Comparison, compare
    from khingan.experiments.ensemble import Ensemble, ensemble
    from khingan.experiments.results import Run
    from khingan.experiments.sensitivity.study import Sensitivity, sensitivity
    from khingan.experiments.simulate import simulate
    from khingan.experiments.store import Results, open_results
    from khingan.scenario import Scenario, load
    from khingan.scenario.compile import Compiled, compile_scenario
    from khingan.verdict import Verdict
    from khingan.verdict.entry import verdict

__version__ = "0.1.0"

_HOMES = {
    "Batch": "khingan.experiments.batch",
    "Comparison": "khingan.experiments.compare",
    "Calibration": "khingan.experiments.calibration.calibrate",
    "Compiled": "khingan.scenario.compile",
    "Ensemble": "khingan.experiments.ensemble",
    "InputError": "khingan.errors",
    "Results": "khingan.experiments.store",
    "Run": "khingan.experiments.results",
    "Scenario": "khingan.scenario",
    "Sensitivity": "khingan.experiments.sensitivity.study",
    "SystemFault": "khingan.errors",
    "compare": "khingan.experiments.compare",
    "Verdict": "khingan.verdict",
    "calibrate": "khingan.experiments.calibration.calibrate",
    "compile_scenario": "khingan.scenario.compile",
    "ensemble": "khingan.experiments.ensemble",
    "load": "khingan.scenario",
    "sensitivity": "khingan.experiments.sensitivity.study",
    "open_results": "khingan.experiments.store",
    "simulate": "khingan.experiments.simulate",
    "simulate_batch": "khingan.experiments.batch",
    "verdict": "khingan.verdict.entry",
}

__all__ = [
    "Batch",
    "Calibration",
    "Comparison",
    "Compiled",
    "Ensemble",
    "InputError",
    "Results",
    "Run",
    "Scenario",
    "Sensitivity",
    "SystemFault",
    "Verdict",
    "__version__",
    "calibrate",
    "compare",
    "compile_scenario",
    "ensemble",
    "load",
    "open_results",
    "sensitivity",
    "simulate",
    "simulate_batch",
    "verdict",
]


def __getattr__(name: str) -> Any:
    # The engine takes a second to import; `khingan --help` must not wait for it.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
