"""Chromium without a window and without a graphics card, for the tests of the pages and for their benchmark."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# WebGL is drawn by the processor. Mesa draws a step of the map several times faster than Chromium's own SwiftShader,
# and does not compile every shader again for every page.
RENDERERS = (
    ["--use-gl=angle", "--use-angle=gl-egl", "--ignore-gpu-blocklist"],
    ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
)
HAS_WEBGL = "document.createElement('canvas').getContext('webgl2') !== null"


def installed() -> str | None:
    """The browser on this machine, if there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def _draws(browser: Any) -> bool:
    """Whether a browser has WebGL; one whose graphics process breaks down has none."""
    try:
        page = browser.new_page()
        drawn = bool(page.evaluate(HAS_WEBGL))
        page.close()
    except Exception:
        return False
    return drawn


@contextmanager
def launched(player: Any, path: str, **environment: str) -> Iterator[Any]:
    """A browser that draws WebGL, with the first renderer that does; ``environment`` is added to the present one.

    Raises
    ------
    RuntimeError
        Where none does.
    """
    for renderer in RENDERERS:
        browser = player.chromium.launch(
            executable_path=path, args=["--no-sandbox", *renderer], env={**os.environ, **environment}
        )
        try:
            if _draws(browser):
                yield browser
                return
        finally:
            browser.close()
    raise RuntimeError("Chromium draws no WebGL here, neither with Mesa nor with SwiftShader")
