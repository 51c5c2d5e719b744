"""``khingan serve``: the campaign in a browser."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from khingan.cli.common import make_console
from khingan.errors import InputError, Problem, SystemFault

if TYPE_CHECKING:
    from khingan.server.settings import Settings

PORT = 8414
MOST_SOCKET_BYTES = 1 << 22


def register(app: typer.Typer) -> None:
    """Add ``serve`` to the application."""
    app.command("serve")(serve)


def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; any but this machine's own asks for a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = PORT,
    runs: Annotated[Path, typer.Option(help="Folder for the runs that are started from the page.")] = Path(
        "runs"
    ),
    read_only: Annotated[
        bool,
        typer.Option("--read-only", help="Nothing can be started or stopped; for a public demonstration."),
    ] = False,
    jobs: Annotated[
        int, typer.Option(min=1, max=64, help="How many of them are fought at the same time.")
    ] = 1,
    light: Annotated[bool, typer.Option("--light", help="Ask the pages for their light mode.")] = False,
    host_name: Annotated[
        list[str] | None,
        typer.Option(
            help="Further name under which the server is called; can be given several times.",
            show_default=False,
        ),
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            help="Page that may call the server, such as http://localhost:5173; can be given several times.",
            show_default=False,
        ),
    ] = None,
    cache: Annotated[
        Path | None, typer.Option(help="Folder for what can be computed again.", show_default=False)
    ] = None,
) -> None:
    """Open the campaign in a browser; bound to this machine unless told otherwise."""
    from khingan.server.settings import LOOPBACK, Settings, default_cache

    _check(runs, allow_origin or ())
    token = None
    if host not in LOOPBACK:
        import secrets

        token = secrets.token_urlsafe(24)
    with _bound(host, port) as listening:
        number = int(listening.getsockname()[1])
        settings = Settings(
            runs=runs,
            cache=cache or default_cache(),
            host=host,
            port=number,
            token=token,
            read_only=read_only,
            light=light,
            jobs=jobs,
            hosts=tuple(host_name or ()),
            origins=tuple(allow_origin or ()),
        )
        _run(settings, listening)


def _check(runs: Path, origins: tuple[str, ...] | list[str]) -> None:
    if runs.exists() and not runs.is_dir():
        raise InputError(Problem("is no folder", field="--runs", value=str(runs), expected="a folder"))
    for origin in origins:
        if not origin.startswith(("http://", "https://")) or origin.endswith("/") or "*" in origin:
            raise InputError(
                Problem(
                    "is no origin",
                    field="--allow-origin",
                    value=origin,
                    expected="http://HOST:PORT without a path",
                )
            )


def _bound(host: str, port: int) -> socket.socket:
    """A listening socket, so that a port that is taken is told at once and in one sentence."""
    try:
        found = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=512
        )
    except OSError as error:
        raise SystemFault(
            f"cannot listen on {host}, port {port} ({error.strerror or error}); choose another with --port"
        ) from error
    return found


def _run(settings: Settings, listening: socket.socket) -> None:
    import uvicorn

    from khingan.server.app import create_app
    from khingan.server.pages import HOW, is_built
    from khingan.server.settings import LOOPBACK

    console = make_console(error=True)
    host = LOOPBACK[0] if settings.is_everywhere else settings.host
    name = f"[{host}]" if ":" in host else host
    address = f"http://{name}:{settings.port}/"
    if settings.token is not None:
        address += f"?token={settings.token}"
    console.print(f"khingan is at {address}", markup=False, soft_wrap=True)
    if settings.token is not None:
        console.print(
            "The token is shown this once. Traffic is not encrypted: put a proxy with TLS before it."
        )
    if settings.is_everywhere:
        console.print(
            f"From elsewhere: this machine's address in place of {host}, or a name that --host-name allows.",
            soft_wrap=True,
        )
    if not is_built(settings.static):
        console.print(f"The pages are not built: {HOW}", markup=False)
    config = uvicorn.Config(
        create_app(settings),
        log_level="warning",
        access_log=False,
        server_header=False,
        ws_max_size=MOST_SOCKET_BYTES,
        ws_max_queue=16,
        ws_per_message_deflate=False,
        ws_ping_interval=20,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=32 * 1024,
    )
    uvicorn.Server(config).run(sockets=[listening])
