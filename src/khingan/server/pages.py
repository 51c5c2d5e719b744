"""The pages: what Vite has built, or a plain page that says how to build it."""

from __future__ import annotations

from html import escape
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from khingan.server.service import fault
from khingan.server.settings import Settings

LOG = "build.log"
INDEX = "index.html"
HOW = "./go frontend"


def is_built(static: Path) -> bool:
    """Whether there are pages."""
    return (static / INDEX).is_file()


def files_of(static: Path) -> dict[str, Path]:
    """Files that may be served, by their address; no address is ever turned into a path."""
    if not static.is_dir():
        return {}
    root = static.resolve()
    return {
        file.relative_to(root).as_posix(): file
        for file in root.rglob("*")
        if file.is_file() and not file.is_symlink() and file.name != LOG
    }


def serve(app: FastAPI, settings: Settings) -> None:
    """Serve the pages: files by their names, and the first page for every other address."""
    static = settings.static

    @app.get("/{address:path}", include_in_schema=False)
    def page(address: str, request: Request) -> Response:
        if address == "api" or address.startswith("api/"):
            raise fault(
                404, "there is no such address", value=f"/{address}"[:200], expected="see /api/openapi.json"
            )
        files = files_of(static)
        if INDEX not in files:
            return HTMLResponse(_unbuilt(static), 200, headers={"Cache-Control": "no-store"})
        if address in files and address != INDEX:
            # Vite names what it builds by content.
            lasting = "public, max-age=31536000, immutable" if address.startswith("assets/") else "no-cache"
            return FileResponse(files[address], headers={"Cache-Control": lasting})
        if address.startswith("assets/"):
            raise fault(404, "there is no such file", value=f"/{address}"[:200])
        return FileResponse(files[INDEX], media_type="text/html", headers={"Cache-Control": "no-cache"})


def _unbuilt(static: Path) -> str:
    log = static / LOG
    told = log.read_text(encoding="utf-8", errors="replace")[-20_000:] if log.is_file() else ""
    why = f"<h2>What the last build said</h2><pre>{escape(told)}</pre>" if told else ""
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>khingan</title>"
        "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:3rem auto;padding:0 1rem}"
        "pre{overflow:auto;background:#f3efe6;padding:1rem}</style>"
        f"<h1>The pages are not built</h1><p>Build them with <code>{HOW}</code> and load this page again. "
        f"The interface for programs works: <a href=/api/health>/api/health</a>.</p>{why}</html>"
    )
