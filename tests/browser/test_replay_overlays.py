"""What can be laid over the replay: one side's view, supply, air effort, landings; each with its table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_replay_page import opened
from waiting import until


def serious(page: Any, axe: str) -> list[tuple[str, str]]:
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    assert found["passes"], "axe looked at nothing"
    return [
        (finding["id"], finding["nodes"][0]["html"][:160])
        for finding in found["violations"]
        if finding["impact"] in ("serious", "critical")
    ]


def test_through_the_eyes_of_one_side(watched: Any, served: Any, served_run: str, axe: str) -> None:
    page = opened(watched, served, served_run, "&step=8&eyes=japanese")
    assert page.get_by_label("Japanese", exact=True).is_checked()
    page.get_by_role("button", name="What it believes").click()
    page.wait_for_selector("aside.right h2:has-text('What the Japanese side believes')")
    table = page.get_by_role("region", name="Soviet men by region")
    assert table.locator("tbody tr").count() == 18
    cells = page.get_by_role("region", name="Soviet men in cells")
    assert cells.locator("tbody tr").count() > 5
    assert serious(page, axe) == []
    # Of a unit of the other side nothing is told.
    page.keyboard.press("/")
    page.keyboard.type("257th Tank")
    page.keyboard.press("Enter")
    page.wait_for_selector("aside.right h2:has-text('257th Tank Brigade')")
    assert "not known to the Japanese side" in page.inner_text("aside.right")
    assert page.locator("aside.right .facts").count() == 0
    page.get_by_label("Both", exact=True).check()
    page.wait_for_selector("aside.right .facts")
    until(page, lambda: "eyes=" not in page.evaluate("location.hash"))
    assert watched.errors == []


@pytest.mark.parametrize(
    ("layer", "name", "table", "rows"),
    [
        ("supply", "Supply reach", "Armies and their railheads", 20),
        ("effort", "Air effort", "Sorties by region and mission", 5),
        ("landings", "Landings", "Landings so far", 4),
    ],
)
def test_overlay_with_legend_and_table(
    watched: Any, served: Any, served_run: str, axe: str, pictures: Path,
    layer: str, name: str, table: str, rows: int,
) -> None:  # fmt: skip
    page = opened(watched, served, served_run, f"&step=8&layers={layer}")
    page.get_by_role("button", name=f"Table: {name.lower()}").click()
    found = page.get_by_role("region", name=table, exact=True).locator("tbody tr")
    until(page, lambda: found.count() >= rows)
    page.screenshot(path=pictures / f"overlay-{layer}.png")
    assert serious(page, axe) == []
    assert f"sel=t:{layer}" in page.evaluate("location.hash")
    assert watched.errors == []
    # The key that switched it on takes it off, with its legend.
    page.keyboard.press({"supply": "6", "effort": "7", "landings": "8"}[layer])
    until(page, lambda: page.get_by_role("button", name=f"Table: {name.lower()}").count() == 0)
