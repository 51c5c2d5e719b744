"""Host, origin, token, size, read-only, and paths: what is refused."""

from __future__ import annotations

import http.client
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from serving import SCENARIO, Server, Talk
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from khingan.server.pages import files_of


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on an address that is not only this machine's own."""
    with Server(tmp_path_factory.mktemp("closed"), "--host", "0.0.0.0", "--read-only") as found:
        found.address = found.address.replace("0.0.0.0", "127.0.0.1")
        found.client.base_url = httpx.URL(found.address)
        yield found


def raw(server: Server, target: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    """A request whose address and headers are sent as they are."""
    split = urlsplit(server.address)
    connection = http.client.HTTPConnection(str(split.hostname), split.port, timeout=30)
    connection.putrequest("GET", target, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, answer.read(), {k.lower(): v for k, v in answer.getheaders()}
    connection.close()
    return found


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "a@127.0.0.1", "", "[::1", "127.0.0.1:x"],
)
def test_foreign_host_is_refused(server: Server, host: str) -> None:
    status, _, _ = raw(server, "/api/health", Host=host)
    assert status in (400, 421)


def test_known_hosts_are_answered(server: Server) -> None:
    port = urlsplit(server.address).port
    for host in (f"localhost:{port}", f"127.0.0.1:{port}", f"[::1]:{port}", f"LOCALHOST:{port}"):
        assert raw(server, "/api/health", Host=host)[0] == 200


FOREIGN = ["http://evil.example", "null", "http://127.0.0.1:1", "file://", "http://localhost.evil.example"]


@pytest.mark.parametrize("origin", FOREIGN)
def test_foreign_origin_is_refused(server: Server, origin: str) -> None:
    assert server.client.get("/api/health", headers={"Origin": origin}).status_code == 403
    order = {"kind": "run", "scenario": SCENARIO}
    assert server.client.post("/api/jobs", json=order, headers={"Origin": origin}).status_code == 403
    with pytest.raises(InvalidStatus) as refused, connect(server.socket_address, origin=origin):  # type: ignore[arg-type]
        pass
    assert refused.value.response.status_code == 403


def test_own_origin_is_answered(server: Server) -> None:
    assert server.client.get("/api/health", headers={"Origin": server.address}).status_code == 200
    with connect(server.socket_address, origin=server.address):  # type: ignore[arg-type]
        pass


def test_requests_that_pages_elsewhere_cause_are_refused(server: Server) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert server.client.get("/api/runs", headers=headers).status_code == 403


def test_without_the_token_nothing_is_told(closed: Server) -> None:
    assert closed.token
    for address in ("/", "/api/health", "/api/runs", "/api/openapi.json", "/assets/x.js"):
        for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Cookie": "khingan=ä"}):
            answer = closed.client.get(address, headers={k: v.encode() for k, v in headers.items()})
            assert answer.status_code == 401, (address, headers)
    with pytest.raises(InvalidStatus), connect(closed.socket_address):
        pass


def test_token_opens_by_header_and_by_cookie(closed: Server) -> None:
    headers = {"Authorization": f"Bearer {closed.token}"}
    assert closed.client.get("/api/health", headers=headers).status_code == 200
    with connect(closed.socket_address, additional_headers=headers):
        pass
    answer = closed.client.get("/", params={"token": closed.token, "page": "claims"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?page=claims")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    with httpx.Client(base_url=closed.address, headers={"Cookie": cookie.split(";")[0]}) as visitor:
        assert visitor.get("/api/health").status_code == 200


def test_token_is_told_once(closed: Server) -> None:
    assert "".join(closed.said).count(str(closed.token)) == 1


def test_read_only_starts_and_stops_nothing(closed: Server) -> None:
    headers = {"Authorization": f"Bearer {closed.token}"}
    assert closed.client.get("/api/health", headers=headers).json()["read_only"]
    order = {"kind": "run", "scenario": SCENARIO}
    for method, address in (("POST", "/api/jobs"), ("DELETE", "/api/jobs/x"), ("POST", "/api/jobs/x/resume")):
        answer = closed.client.request(method, address, json=order, headers=headers)
        assert answer.status_code == 403


TRAVERSAL = [
    "/../../etc/passwd",
    "/..%2f..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/assets/../../settings.py",
    "/assets/..%5c..%5csettings.py",
    "//etc/passwd",
    "/etc/passwd%00.html",
    "/api/runs/..%2f..%2fetc",
    "/api/runs/%2fetc%2fpasswd",
    "/api/runs/../../etc/passwd/tables/summary.csv",
    "/api/map/..%2f..%2fetc/cells.arrow",
    "/api/record/..",
    "/api/record/%2ftmp",
    "/api/why?name=x&scenario=../../tmp",
    "/api/what-ifs?scenario=/tmp",
    "/api/compare?a=/etc&b=/tmp",
]


@pytest.mark.parametrize("target", TRAVERSAL)
def test_no_address_reaches_the_files(server: Server, target: str) -> None:
    status, content, _ = raw(server, target)
    assert b"root:" not in content
    assert b"LOOPBACK" not in content
    if target.startswith("/api"):
        assert status in (404, 422)


@pytest.mark.parametrize("name", ["../summary", "..%2fsummary", "summary.parquet", "%2fetc%2fpasswd"])
def test_tables_have_names_and_no_paths(server: Server, ensemble: str, name: str) -> None:
    assert raw(server, f"/api/runs/{ensemble}/tables/{name}.csv")[0] in (404, 422)


def test_pages_are_only_what_was_built(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("x")
    (static / "assets" / "a.js").write_text("x")
    (static / "link").symlink_to(tmp_path / "secret")
    (static / "build.log").write_text("x")
    assert sorted(files_of(static)) == ["assets/a.js", "index.html"]


def test_what_is_too_large_is_refused(server: Server) -> None:
    assert server.client.post("/api/jobs", content=b"x" * 70_000).status_code == 413
    assert server.client.get("/api/runs", params={"x": "y" * 5000}).status_code == 414

    def parts() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 4096

    # Without a length the body is read as far as it may be long.
    try:
        answer = server.client.post(
            "/api/jobs", content=parts(), headers={"Content-Type": "application/json"}
        )
        assert 400 <= answer.status_code < 500
    except httpx.RemoteProtocolError:
        pass
    assert server.client.get("/api/health").status_code == 200


def test_every_answer_carries_the_headers(server: Server) -> None:
    for address in ("/", "/api/health", "/api/nothing"):
        headers = server.client.get(address).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in server.client.get("/api/health").headers


def test_faults_name_no_path_of_the_machine(server: Server, ensemble: str) -> None:
    run = server.fight(kind="run", seed=31, days=2)
    answer = server.get("/api/compare", a=run, b=ensemble)
    assert answer.status_code == 422
    assert str(server.home) not in answer.text


def test_gone_run_is_said_to_be_gone(server: Server) -> None:
    run = server.fight(kind="run", seed=32, days=2)
    place = next(path for path in (server.home / "runs").iterdir() if "-32-" in path.name)
    place.rename(place.with_name("elsewhere"))
    state = {one["run_id"]: one["state"] for one in server.get("/api/runs").json()}
    assert state[run] == "gone"
    assert server.client.get(f"/api/runs/{run}").status_code == 409


def test_listening_is_on_this_machine_only(server: Server) -> None:
    assert urlsplit(server.address).hostname == "127.0.0.1"
    with Talk(server) as talk:
        assert talk.socket.remote_address[0] == "127.0.0.1"
    assert stat.S_ISDIR((server.home / "cache").stat().st_mode)
