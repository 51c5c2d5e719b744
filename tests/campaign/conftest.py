"""The compiled library scenario as a fixture."""

from __future__ import annotations

import pytest

from flagship import compiled
from khingan.scenario.compile import Compiled


@pytest.fixture(scope="session")
def flagship() -> Compiled:
    return compiled()
