"""Requests made from the description of the routes: none is answered with a status of 500 or more."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from serving import SCENARIO, Server

MODES = list(schemathesis.GenerationMode)
QUICK = settings(
    max_examples=8, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def described(server: Server) -> Any:
    with httpx.Client(timeout=60) as client:
        content = client.get(f"{server.address}/api/openapi.json").json()
    found = schemathesis.openapi.from_dict(content)
    found.config.update(base_url=server.address)
    return found


def operations(schema: Any) -> list[Any]:
    found = [result.ok() for result in schema.get_all_operations()]
    assert len(found) > 25
    return found


def attack(server: Server, operation: Any, mode: Any, known: dict[str, dict[str, str]]) -> list[int]:
    """Send requests of a kind to a route, with known values put in; their statuses."""
    statuses: list[int] = []

    @QUICK
    @given(case=operation.as_strategy(generation_mode=mode))
    def sent(case: Any) -> None:
        for part, values in known.items():
            names = {one.name for one in getattr(operation, f"{part}s" if part == "path_parameter" else part)}
            target = case.path_parameters if part == "path_parameter" else case.query
            for name, value in values.items():
                if name in names:
                    target[name] = value
        answer = case.call(timeout=120)
        assert answer.status_code < 500, (operation.label, case.as_curl_command(), answer.text)
        statuses.append(answer.status_code)

    sent()
    return statuses


@pytest.mark.parametrize("mode", MODES, ids=[mode.name.lower() for mode in MODES])
def test_nothing_breaks_the_server(server: Server, mode: Any) -> None:
    # What takes no argument cannot be given a wrong one.
    asked = [
        one
        for one in operations(described(server))
        if mode is schemathesis.GenerationMode.POSITIVE or list(one.iter_parameters()) or list(one.body)
    ]
    told = {one.label: attack(server, one, mode, {}) for one in asked}
    assert len(asked) > 20
    assert all(told.values())
    assert any(status == 422 for statuses in told.values() for status in statuses)


def test_nothing_breaks_it_for_a_run_that_there_is(server: Server, run: str) -> None:
    known = {
        "path_parameter": {"run_id": run, "scenario": SCENARIO},
        "query": {"scenario": SCENARIO, "a": run},
    }
    told = {}
    for one in operations(described(server)):
        if one.method.upper() == "GET":
            told[one.label] = attack(server, one, schemathesis.GenerationMode.POSITIVE, known)
    assert any(status == 200 for statuses in told.values() for status in statuses)
