"""A real Chromium without a window, and one server with a run of two days. Skips where something is missing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "server"))
from chromium import installed, launched
from serving import Server

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "src" / "khingan" / "server" / "static"
PATIENCE_MS = 240_000


def need(found: object, reason: str) -> None:
    """Skip for a reason; in CI that is a failure."""
    if found:
        return
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> str:
    found = installed()
    need(found, "no Chromium on this machine (Debian, Ubuntu: apt install chromium)")
    need((STATIC / "index.html").is_file(), "the browser app is not built (./go frontend)")
    return str(found)


@pytest.fixture(scope="session")
def served(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("browser")) as server:
        yield server


@pytest.fixture(scope="session")
def served_run(served: Server) -> str:
    return served.fight(kind="run", seed=7, days=2)


class Watched:
    """A page together with what went wrong on it and where it asked."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.errors: list[str] = []
        self.asked: set[str] = set()
        page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.asked.add(urlsplit(request.url).netloc))


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as player, launched(player, chromium) as found:
        yield found


@pytest.fixture
def watched(browser: Any) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1200, "height": 800}, accept_downloads=True)
    context.set_default_timeout(PATIENCE_MS)
    yield Watched(context.new_page())
    context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker, as a script to be run inside a page."""
    script = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
    need(script.is_file(), "axe-core is not installed (./go frontend)")
    return script.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots are kept for people to look at."""
    folder = Path(os.environ.get("KHINGAN_PICTURES", ROOT / "dist" / "pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
