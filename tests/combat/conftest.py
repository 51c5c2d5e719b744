"""The coefficients under test are those of the library's scenario."""

from __future__ import annotations

import pytest
from combat_inputs import Vector, coefficients
from hypothesis import settings

# The first call of a kernel may compile it; no deadline fits that.
settings.register_profile("compiled", deadline=None)
settings.load_profile("compiled")


@pytest.fixture(scope="session")
def p() -> Vector:
    return coefficients()
