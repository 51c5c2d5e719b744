"""Waiting for a page: the address and much else follow what is done a moment later."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

PATIENCE_S = 240.0


def until(page: Any, holds: Callable[[], bool]) -> None:
    """Wait in Python: the page's security policy lets no test evaluate inside it while it waits."""
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, page.inner_text("body")
        page.wait_for_timeout(50)


def has_address(page: Any, words: str) -> None:
    """Wait until the address holds some words."""
    until(page, lambda: words in page.evaluate("location.hash"))
