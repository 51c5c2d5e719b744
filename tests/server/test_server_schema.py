"""Requests made from the description of the routes: none is answered with a status of 500 or more."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from serving import SCENARIO, Server

KNOWN = schemathesis.pytest.from_fixture("known")
ANY = schemathesis.pytest.from_fixture("anything")
QUICK = settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def described(server: Server) -> Any:
    with httpx.Client(timeout=60) as client:
        content = client.get(f"{server.address}/api/openapi.json").json()
    found = schemathesis.openapi.from_dict(content)
    found.config.update(base_url=server.address)
    return found


@pytest.fixture
def anything(server: Server) -> Any:
    return described(server)


@pytest.fixture
def known(server: Server, run: str) -> Any:
    """The same, asking for a run and a scenario that there are."""
    found = described(server)
    found.config.update(
        parameters={
            "path.run_id": run,
            "path.scenario": SCENARIO,
            "query.scenario": SCENARIO,
            "query.a": run,
        }
    )
    return found


@ANY.parametrize()
@QUICK
def test_nothing_breaks_the_server(case: Any) -> None:
    answer = case.call(timeout=120)
    assert answer.status_code < 500, answer.text
    case.validate_response(answer, checks=[not_a_server_error])


@KNOWN.include(method="GET").parametrize()
@QUICK
def test_nothing_breaks_it_for_a_run_that_there_is(case: Any) -> None:
    answer = case.call(timeout=120)
    assert answer.status_code < 500, answer.text
    case.validate_response(answer, checks=[not_a_server_error])
