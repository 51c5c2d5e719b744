"""No coefficient stands in a table for show: what is varied there must reach the model."""

from __future__ import annotations

from pathlib import Path

from khingan.campaign.parameters import NAMES
from khingan.cli.common import default_scenario
from khingan.scenario import load

SOURCES = Path(__file__).parents[2] / "src" / "khingan"
# Families whose last part is looked up by kind.
FAMILIES = ("quality_", "order_delay_")


def test_every_parameter_is_read_by_the_kernel_or_the_compiler() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))
    names = [row["name"] for row in load(default_scenario()).tables["parameters"]]
    idle = [n for n in names if n not in NAMES and f'"{n}"' not in text and not n.startswith(FAMILIES)]
    assert not idle
