"""Cold start on two cores: one half of the kernel is compiled in a second process while this one compiles the other.

Numba compiles one function at a time and a process only uses one core for it. What the second process has compiled
it leaves in the cache on disk, from which the step is then put together. Without a second core, or if the second
process fails, everything is compiled here; results are the same to the bit.

Compilation is for the most part Python that makes millions of small objects, nearly all of which live on: searching
them for garbage again and again took a sixth of the time.
"""

from __future__ import annotations

import contextlib
import gc
import inspect
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numba
import numpy as np

from khingan.campaign import config, step
from khingan.campaign.compiling import inner
from khingan.campaign.run import play
from khingan.campaign.state import allocate
from khingan.campaign.world import F64, World
from khingan.experiments.cores import cores

#: Modules of ``campaign`` whose phases the second process compiles: about half of the time.
SECOND = (
    "combat.engage",
    "combat.outcome",
    "movement",
    "landing.beach",
    "ceasefire",
    "control",
)
PREFIX = "khingan.campaign."
PATIENCE_S = 300.0  # for a second process that is slower than this one; what it has not done is compiled here
OBJECTS = 100_000  # made before the collector looks at the youngest; Python's own 700 suit small programs
Kinds = dict[str, Any]
_typeof: Any = numba.typeof  # Numba's own types leave it out
_one_at_a_time = threading.Lock()


@contextlib.contextmanager
def much_is_made() -> Iterator[None]:
    """Let the garbage collector look rarely while a kernel is compiled."""
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def phases() -> Iterator[tuple[str, Any]]:
    """Compiled functions that the step calls, each once, with the module they stand in."""
    seen = set()
    dispatcher = type(inner(lambda: None))
    for module in vars(step).values():
        if not inspect.ismodule(module) or not module.__name__.startswith(PREFIX):
            continue
        for name in step.advance.py_func.__code__.co_names:
            phase = getattr(module, name, None)
            if isinstance(phase, dispatcher) and phase not in seen and phase.__module__ == module.__name__:
                seen.add(phase)
                yield module.__name__.removeprefix(PREFIX), phase


def _compile_one(function: Any, kinds: Kinds) -> None:
    names = inspect.signature(function.py_func).parameters
    function.compile(tuple(kinds[name] for name in names))


def _compile(kinds: Kinds, second: bool) -> None:
    for module, phase in phases():
        if (module in SECOND) == second:
            _compile_one(phase, kinds)


def is_compiled() -> bool:
    """Whether this process or the cache holds the kernel already."""
    if config.DISABLE_JIT or play.signatures:
        return True
    return any(Path(config.CACHE_DIR).rglob("run.play-*.nbi"))


def precompile(w: World, p: F64) -> None:
    """Fill an empty cache, with two processes where there are two cores; does nothing where the kernel is compiled.

    Parameters
    ----------
    w, p : World, ndarray
        Arguments of the kernel; only their types matter.
    """
    if is_compiled():
        return
    with _one_at_a_time:
        # Who waited for another thread finds its work done.
        if not is_compiled():
            _compile_all(w, p)


def _compile_all(w: World, p: F64) -> None:
    st, sc = allocate(w)
    kinds: Kinds = {name: _typeof(v) for name, v in (("w", w), ("p", p), ("st", st), ("sc", sc))}
    kinds |= {"step": _typeof(0), "first": _typeof(0), "count": _typeof(0)}
    kinds["daily"] = _typeof(np.zeros((0, 0, 0), np.int64))
    with much_is_made():
        if cores() > 1:
            _compile_in_two(kinds)
        _compile_one(play, kinds)


def _compile_in_two(kinds: Kinds) -> None:
    """Compile the phases here and in a second process; what that one fails to do is left to the caller."""
    # Isolated from the current folder, which -m would put first on the path.
    command = [sys.executable or "python", "-P", "-m", __name__]
    try:
        other = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except OSError:
        return
    try:
        with contextlib.suppress(BrokenPipeError):
            assert other.stdin is not None
            with other.stdin as pipe:
                pipe.write(pickle.dumps(kinds))
        _compile(kinds, second=False)
        with contextlib.suppress(subprocess.TimeoutExpired):
            other.wait(PATIENCE_S)
    finally:
        if other.poll() is None:
            other.kill()
        other.wait()


if __name__ == "__main__":
    with much_is_made():
        _compile(pickle.load(sys.stdin.buffer), second=True)
