"""The list of mechanisms that are timed is the table of contents of a step."""

from __future__ import annotations

import ast
import inspect

from benchmarks import mechanisms
from khingan.campaign import step


def test_every_call_of_a_step_is_timed_and_in_its_order() -> None:
    calls = [
        ast.unparse(node.value.func)
        for node in ast.walk(ast.parse(inspect.getsource(step)))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ]
    lines = inspect.getsource(step)
    calls.sort(key=lines.index)
    assert ["start", *calls] == list(mechanisms.NAMES)
