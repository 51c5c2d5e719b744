"""The committed map, read once."""

from __future__ import annotations

import numpy as np
import pytest

from khingan.atlas import Atlas, load_atlas


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    return load_atlas()


@pytest.fixture(scope="session")
def starts(atlas: Atlas) -> np.ndarray:
    """Cell at the near end of every directed edge."""
    return np.repeat(np.arange(atlas.size), np.diff(atlas.offset))
