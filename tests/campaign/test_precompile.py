"""The second process of a cold start."""

from __future__ import annotations

import gc
import inspect
import os
import pickle
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest

from khingan.campaign import run as engine
from khingan.campaign import step
from khingan.campaign.state import allocate
from khingan.experiments import precompile
from khingan.scenario.compile import Compiled


def test_the_phases_are_what_the_step_calls() -> None:
    calls = re.findall(r"(\w+\.\w+)\(w", inspect.getsource(step.advance.py_func))
    found = [f"{module.rsplit('.')[-1]}.{phase.__name__}" for module, phase in precompile.phases()]
    assert sorted(found) == sorted(calls)


def test_both_processes_have_work() -> None:
    modules = {module for module, _ in precompile.phases()}
    assert set(precompile.SECOND) < modules


def test_the_types_reach_the_second_process(flagship: Compiled) -> None:
    st, sc = allocate(flagship.world, 1)
    kinds = {"w": numba.typeof(flagship.world), "st": numba.typeof(st), "sc": numba.typeof(sc)}
    again = pickle.loads(pickle.dumps(kinds))
    assert again == kinds
    needed = {
        name for _, phase in precompile.phases() for name in inspect.signature(phase.py_func).parameters
    }
    assert needed == {"w", "p", "st", "sc", "step"}


def test_a_compiled_kernel_starts_no_process(flagship: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    monkeypatch.setattr(precompile, "is_compiled", lambda: True)
    precompile.precompile(flagship.world, flagship.parameters)


def test_without_a_second_process_all_is_left_to_the_first(
    flagship: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError("no process to be had")

    done: list[Any] = []
    monkeypatch.setattr(subprocess, "Popen", fail)
    monkeypatch.setattr(precompile, "is_compiled", lambda: False)
    monkeypatch.setattr(precompile, "cores", lambda: 2)
    monkeypatch.setattr(precompile, "_compile_one", lambda function, kinds: done.append(function))
    precompile.precompile(flagship.world, np.zeros(1))
    assert done == [engine.play]


def test_threads_that_come_together_compile_once(flagship: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[bool] = []
    thresholds = gc.get_threshold()

    def slowly(kinds: Any) -> None:
        time.sleep(0.05)

    monkeypatch.setattr(precompile, "is_compiled", lambda: bool(compiled))
    monkeypatch.setattr(precompile, "cores", lambda: 2)
    monkeypatch.setattr(precompile, "_compile_in_two", slowly)
    monkeypatch.setattr(precompile, "_compile_one", lambda function, kinds: compiled.append(True))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: precompile.precompile(flagship.world, np.zeros(1)), range(4)))
    assert compiled == [True]
    assert gc.get_threshold() == thresholds


def test_a_second_process_that_dies_at_once_is_no_harm(
    flagship: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[bool] = []
    monkeypatch.setattr(precompile, "is_compiled", lambda: False)
    monkeypatch.setattr(precompile, "cores", lambda: 2)
    monkeypatch.setattr(precompile.sys, "executable", "/bin/false")
    monkeypatch.setattr(precompile, "_compile", lambda kinds, second: done.append(second))
    monkeypatch.setattr(precompile, "_compile_one", lambda function, kinds: None)
    precompile.precompile(flagship.world, flagship.parameters)
    assert done == [False]


def test_the_second_process_compiles_its_half(flagship: Compiled, tmp_path: Path) -> None:
    """The real child, told to compile nothing that takes time: it reads the types and ends well."""
    st, sc = allocate(flagship.world, 1)
    values = {"w": flagship.world, "p": flagship.parameters, "st": st, "sc": sc, "step": np.int64(0)}
    kinds = pickle.dumps({name: numba.typeof(value) for name, value in values.items()})
    code = (
        "import pickle, sys; from khingan.experiments import precompile as P; P.SECOND = ('picture',); "
        "P._compile(pickle.load(sys.stdin.buffer), second=True)"
    )
    env = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)}
    subprocess.run([sys.executable, "-P", "-c", code], input=kinds, env=env, check=True, timeout=300)
    assert list(tmp_path.rglob("picture.draw-*.nbi"))
