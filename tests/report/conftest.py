"""The sample run and its report, made once."""

from __future__ import annotations

from typing import Any

import pytest
from report_sample import small_evidence, small_run

from khingan.atlas import load_atlas
from khingan.report.html import render_report


@pytest.fixture(scope="session")
def run() -> Any:
    return small_run()


@pytest.fixture(scope="session")
def page(run: Any) -> str:
    return render_report(run, small_evidence(), load_atlas())
