"""Clicks on the map itself. The list "On this map" tells where everything is, in pixels from the map's corner."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from waiting import has_address, until

# Close enough for single units: the border west of Suifenho.
CLOSE = "&view=120,-200,1.3"


class Map:
    """The replay page with its list of what is on the map."""

    def __init__(self, watched: Any, served: Any, run: str, query: str) -> None:
        self.page = watched.page
        self.page.goto(f"{served.address}/#/replay?run={run}{query}")
        self.page.wait_for_selector(".timebar .clock")
        self.page.get_by_text("On this map", exact=True).click()
        self.page.wait_for_selector(".on-map li button")
        box = self.page.locator(".map").bounding_box()
        self.left, self.top, self.width, self.height = box["x"], box["y"], box["width"], box["height"]

    def items(self) -> list[dict[str, Any]]:
        found = self.page.locator(".on-map li button").evaluate_all(
            "(all) => all.map((one) => ({...one.dataset, name: one.innerText.split(',')[0].trim()}))"
        )
        return [{**item, **{key: int(item[key]) for key in ("x", "y", "stack")}} for item in found]

    def click(self, item: dict[str, Any]) -> None:
        self.page.mouse.click(self.left + item["x"], self.top + item["y"])

    def alone(self, item: dict[str, Any], among: list[dict[str, Any]]) -> bool:
        """Whether a click can only mean this one, and no panel lies over it."""
        if not (300 < item["x"] < self.width - 380 and 60 < item["y"] < self.height - 60):
            return False
        return all(
            math.hypot(item["x"] - one["x"], item["y"] - one["y"]) > 44 for one in among if one is not item
        )

    def until(self, holds: Callable[[], bool]) -> None:
        until(self.page, holds)

    def chosen(self) -> str:
        heads = self.page.locator("aside.right h2")
        return str(heads.inner_text()) if heads.count() else ""


def test_a_click_on_a_counter_opens_its_panel(watched: Any, served: Any, served_run: str) -> None:
    shown = Map(watched, served, served_run, CLOSE)
    items = shown.items()
    single = next(one for one in items if not one["key"].startswith("p:") and shown.alone(one, items))
    shown.click(single)
    shown.until(lambda: shown.chosen() == single["name"])
    assert f"sel=u:{single['key']}" in shown.page.evaluate("location.hash")
    assert watched.errors == []


def test_a_click_on_a_stack_fans_it_out(watched: Any, served: Any, served_run: str) -> None:
    shown = Map(watched, served, served_run, CLOSE)
    items = shown.items()
    stacked = [one for one in items if one["stack"] > 2]

    def fellows(item: dict[str, Any], among: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those of its stack: they lie on it, each a few pixels aside."""
        return [one for one in among if math.hypot(item["x"] - one["x"], item["y"] - one["y"]) < 20]

    def clear(item: dict[str, Any]) -> bool:
        others = [one for one in items if one not in fellows(item, items)]
        return 3 <= len(fellows(item, items)) <= 6 and shown.alone(item, others)

    stack = fellows(next(one for one in stacked if clear(one)), items)
    shown.click(stack[-1])
    keys = {one["key"] for one in stack}

    def spread() -> list[dict[str, Any]]:
        return [one for one in shown.items() if one["key"] in keys]

    def apart() -> bool:
        now = spread()
        return len(now) == len(stack) and all(shown.alone(one, now) for one in now)

    shown.until(apart)
    other = next(one for one in spread() if one["name"] != shown.chosen())
    shown.click(other)
    shown.until(lambda: shown.chosen() == other["name"])
    assert watched.errors == []


def test_a_click_on_a_town_tells_of_it(watched: Any, served: Any, served_run: str) -> None:
    shown = Map(watched, served, served_run, "&view=-400,-250,0.3")
    items = shown.items()
    town = next(one for one in items if one["key"].startswith("p:") and shown.alone(one, items))
    shown.click(town)
    shown.until(lambda: shown.chosen() == town["name"])
    assert f"sel={town['key']}" in shown.page.evaluate("location.hash")
    assert watched.errors == []


def test_the_map_is_reached_by_keyboard(watched: Any, served: Any, served_run: str) -> None:
    shown = Map(watched, served, served_run, CLOSE)
    item = next(one for one in shown.items() if one["stack"] > 1)
    shown.page.locator(f".on-map button[data-key='{item['key']}']").focus()
    shown.page.keyboard.press("Enter")
    shown.until(lambda: shown.chosen() == item["name"])
    assert watched.errors == []


def test_a_click_beside_everything_tells_of_the_ground(watched: Any, served: Any, served_run: str) -> None:
    shown = Map(watched, served, served_run, "&view=-400,-250,0.3")
    items = shown.items()

    def free(x: float, y: float) -> bool:
        return all(math.hypot(x - one["x"], y - one["y"]) > 60 for one in items)

    x, y = next((x, y) for x in range(320, 700, 20) for y in range(80, 500, 20) if free(x, y))
    shown.page.mouse.click(shown.left + x, shown.top + y)
    has_address(shown.page, "sel=c:")
    panel = shown.page.locator("aside.right")
    panel.get_by_text("In whose hands").wait_for()
    assert "Japanese hands" in panel.inner_text()
    # The next click closes it; the key asks about the middle of the map.
    shown.page.mouse.click(shown.left + x, shown.top + y)
    shown.until(lambda: panel.count() == 0)
    shown.page.keyboard.press("g")
    panel.get_by_text("Who stands here").wait_for()
    assert watched.errors == []


@pytest.mark.parametrize("cell", ["99999999", "-1", "here", ""])
def test_an_address_with_ground_that_the_map_lacks_shows_none(
    watched: Any, served: Any, served_run: str, cell: str
) -> None:
    shown = Map(watched, served, served_run, f"&view=-400,-250,0.3&sel=c:{cell}")
    assert shown.page.locator("aside.right").count() == 0
    assert watched.errors == []
