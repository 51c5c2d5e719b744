"""What holds for all tests: none of them writes to the catalogue of the user."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def _own_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    before = os.environ.get("KHINGAN_CATALOGUE")
    os.environ["KHINGAN_CATALOGUE"] = str(tmp_path_factory.mktemp("catalogue") / "runs.sqlite")
    yield
    if before is None:
        del os.environ["KHINGAN_CATALOGUE"]
    else:
        os.environ["KHINGAN_CATALOGUE"] = before


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty catalogue of the test's own."""
    file = tmp_path / "catalogue" / "runs.sqlite"
    monkeypatch.setenv("KHINGAN_CATALOGUE", str(file))
    return file
