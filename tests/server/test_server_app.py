"""The application without a server around it: which hosts are known, and an error that nobody foresaw."""

from __future__ import annotations

import httpx
import pytest
from serving import awaited

from khingan.server.app import create_app
from khingan.server.settings import Settings


def ask(host: str, name: str, address: str) -> httpx.Response:
    app = create_app(Settings(host=host, token="word"))
    # Nothing that the application is made of is there: every route that needs it fails.
    app.state.service = object()
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)

    async def get() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{name}:8414") as client:
            return await client.get(address, headers={"Authorization": "Bearer word"})

    return awaited(get())


@pytest.mark.parametrize("name", ["192.0.2.7", "[2001:db8::1]", "localhost"])
def test_all_addresses_of_the_machine_are_known_if_it_listens_on_all(name: str) -> None:
    assert ask("0.0.0.0", name, "/api/health").status_code == 200


@pytest.mark.parametrize(("host", "name"), [("0.0.0.0", "evil.example"), ("127.0.0.1", "192.0.2.7")])
def test_other_names_are_not(host: str, name: str) -> None:
    assert ask(host, name, "/api/health").status_code == 421


def test_unforeseen_error_is_a_fault_like_any_other() -> None:
    answer = ask("127.0.0.1", "localhost", "/api/runs")
    assert answer.status_code == 500
    assert "log of the server" in answer.json()["detail"][0]["message"]
    assert "content-security-policy" in answer.headers
