"""Runs, claims, the spread of an ensemble and a comparison in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from serving import Server
from waiting import has_address

WORLD = {"kind": "ensemble", "seed": 5, "campaigns": 4, "days": 2}


@pytest.fixture(scope="module")
def twins(served: Any) -> tuple[str, str]:
    """Two ensembles of the same luck: as documented, and with a what-if. What their maps show is made before."""
    runs = served.fight(**WORLD), served.fight(**WORLD, what_if=["no_soviet_air"])
    for run in runs:
        for name in ("control.arrow?sample=100", "campaigns/0/replay.arrow", "campaigns/1/replay.arrow"):
            assert served.get(f"/api/runs/{run}/{name}").status_code == 200
    return runs


def opened(watched: Any, served: Any, page: str) -> Any:
    watched.page.goto(f"{served.address}/#/{page}")
    watched.page.wait_for_selector("h1")
    return watched.page


def clean(watched: Any, served: Any) -> None:
    """Nothing went wrong, and nobody else was asked."""
    assert watched.errors == []
    assert watched.asked == {urlsplit(served.address).netloc}


def reached(page: Any, holds: Callable[[Any], bool], key: str = "Tab", most: int = 60) -> None:
    """Press a key until the focus is where it shall be."""
    for _ in range(most):
        page.keyboard.press(key)
        focus = page.evaluate(
            "({text: document.activeElement.innerText, tag: document.activeElement.tagName})"
        )
        if holds(focus):
            return
    raise AssertionError(focus)


def test_start_a_run_and_watch_it_finish(watched: Any, served: Any, served_run: str, pictures: Path) -> None:
    # The engine, that of a replay too, is compiled first: on a new machine that takes longer than a page is waited for.
    assert served.get(f"/api/runs/{served_run}/campaigns/0/replay.arrow").status_code == 200
    page = opened(watched, served, "runs")
    page.get_by_role("textbox", name="Seed").fill("11")
    page.get_by_role("textbox", name="Days (empty: all)").fill("2")
    page.get_by_role("button", name="Start", exact=True).click()
    job = page.locator(".jobs li").first
    job.get_by_text("seed 11").wait_for()
    page.wait_for_selector(".jobs li[data-state=finished]:has-text('seed 11')")
    # It is in the list without a reload.
    page.locator("tbody tr", has=page.locator("td.num", has_text="11")).first.wait_for()
    page.screenshot(path=pictures / "runs.png", full_page=True)
    job.get_by_role("link", name="Replay").click()
    page.wait_for_selector(".timebar .clock")
    clean(watched, served)


def test_wrong_input_is_said_at_once(watched: Any, served: Any) -> None:
    page = opened(watched, served, "runs")
    page.get_by_role("textbox", name="Seed").fill("soon")
    page.get_by_role("button", name="Start", exact=True).click()
    assert "whole number" in page.locator("[role=alert]").inner_text()
    clean(watched, served)


def test_cancel(watched: Any, served: Any, served_run: str) -> None:
    page = opened(watched, served, "runs")
    page.get_by_role("radio", name="an ensemble").check()
    page.get_by_role("textbox", name="Seed").fill("12")
    page.get_by_role("textbox", name="Campaigns").fill("50000")
    page.get_by_role("button", name="Start", exact=True).click()
    job = page.locator(".jobs li", has_text="seed 12").first
    job.get_by_role("progressbar").wait_for()
    job.get_by_role("button", name="Cancel").click()
    page.wait_for_selector(".jobs li[data-state=cancelled]:has-text('seed 12')")
    clean(watched, served)


def test_read_a_claim_by_keyboard(watched: Any, served: Any, pictures: Path) -> None:
    page = opened(watched, served, "claims")
    page.wait_for_selector("tbody tr")
    reached(page, lambda focus: focus["tag"] == "INPUT")
    page.keyboard.type("soviet killed 9,780")
    page.wait_for_selector("caption:has-text('2 of')")
    reached(page, lambda focus: focus["text"] == "C024")
    page.keyboard.press("Enter")
    panel = page.locator("aside.claim-panel")
    panel.get_by_text("Where it is used").wait_for()
    assert "9,780 persons" in panel.inner_text()
    assert panel.locator(".rivals svg").count() >= 2
    assert "claim=C024" in page.evaluate("location.hash")
    panel.locator(".uses button").first.click()
    page.wait_for_selector(".why .reasons li")
    page.screenshot(path=pictures / "claims.png")
    clean(watched, served)


def test_conflicts_are_groups_with_a_picture(watched: Any, served: Any, pictures: Path) -> None:
    page = opened(watched, served, "claims?view=conflicts&q=kwantung aircraft")
    page.wait_for_selector(".conflict .rivals svg")
    groups = page.locator(".conflict")
    texts = [groups.nth(at).inner_text() for at in range(groups.count())]
    assert any("2,004 aircraft" in text and "627 aircraft" in text for text in texts), texts
    page.screenshot(path=pictures / "conflicts.png")
    clean(watched, served)


def test_spread_and_a_campaign_of_it(
    watched: Any, served: Any, twins: tuple[str, str], pictures: Path
) -> None:
    page = opened(watched, served, f"ensemble?run={twins[0]}")
    page.wait_for_selector(".dates-picture .pick-row")
    page.wait_for_selector("svg.fan")
    page.get_by_text("As a table").click()
    assert page.locator("table tbody tr").count() == page.locator(".pick-row").count() > 2
    page.screenshot(path=pictures / "ensemble.png", full_page=True)
    # The same places as the share that is held by day, with a column a day behind it.
    page.get_by_role("button", name="Held by day").click()
    page.get_by_role("columnheader", name="10 Aug").wait_for()
    assert page.locator(".pick-row text", has_text=re.compile(r"^(25|50|75)$")).count() > 0
    page.screenshot(path=pictures / "ensemble-held.png", full_page=True)
    page.get_by_role("link", name="Highest").click()
    page.wait_for_selector(".timebar .clock")
    assert "campaign=" in page.evaluate("location.hash")
    clean(watched, served)


def test_map_of_an_ensemble(watched: Any, served: Any, twins: tuple[str, str], pictures: Path) -> None:
    page = opened(watched, served, f"ensemble?run={twins[0]}&show=map&view=-100,-150,0")
    clock = page.locator(".timebar .clock strong")
    clock.get_by_text("9 August 1945, 00:00").wait_for()
    page.keyboard.press("End")
    clock.get_by_text("End of 10 August 1945").wait_for()
    page.keyboard.press("ArrowLeft")
    clock.get_by_text("End of 9 August 1945").wait_for()
    page.keyboard.press(" ")
    clock.get_by_text("End of 10 August 1945").wait_for()
    page.wait_for_selector("button[aria-label='Play']")
    page.get_by_text("As a table").click()
    shares = page.locator(".tables tbody tr td.num")
    shares.first.wait_for()
    # All four campaigns, so that every share is a multiple of a quarter.
    assert "All 4 campaigns" in page.inner_text(".legend")
    place = page.get_by_role("region", name="Places").locator("tbody tr").first
    assert {int(cell.split()[0]) % 25 for cell in place.locator("td.num").all_inner_texts()} == {0}
    place.get_by_role("button").click()
    panel = page.locator("aside.right")
    panel.get_by_text("of the campaigns").first.wait_for()
    has_address(page, "place=")
    page.screenshot(path=pictures / "ensemble-map.png")
    has_address(page, "step=8")
    page.reload()
    panel.wait_for()
    clock.get_by_text("End of 10 August 1945").wait_for()
    panel.get_by_role("link", name="Earliest").first.click()
    page.wait_for_selector(".timebar .clock")
    assert "sel=p:" in page.evaluate("location.hash")
    clean(watched, served)


def test_compare_two_runs(watched: Any, served: Any, twins: tuple[str, str], pictures: Path) -> None:
    page = opened(watched, served, f"compare?a={twins[0]}&b={twins[1]}")
    page.get_by_text("4 pairs of campaigns that share their luck").wait_for()
    row = page.locator("tbody tr", has_text="Soviet killed")
    assert row.locator("svg").count() == 1
    page.screenshot(path=pictures / "compare.png")
    clean(watched, served)


def test_two_runs_on_one_slider(watched: Any, served: Any, twins: tuple[str, str], pictures: Path) -> None:
    # Two maps without a graphics card: small ones.
    watched.page.set_viewport_size({"width": 800, "height": 500})
    bare = "layers=-units,-towns,-relief"
    page = opened(watched, served, f"compare?a={twins[0]}&b={twins[1]}&show=maps&step=4&campaign=1&{bare}")
    clock = page.locator(".timebar .clock strong")
    clock.get_by_text("10 August 1945, 00:00").wait_for()
    assert page.locator(".pair canvas").count() == 2
    assert page.get_by_role("heading", name="Other: no_soviet_air, campaign 1").count() == 1
    page.keyboard.press("ArrowRight")
    clock.get_by_text("10 August 1945, 06:00").wait_for()
    # Both show the same stretch of the map after one of them was moved.
    page.get_by_role("application").last.hover()
    page.mouse.down()
    page.mouse.move(500, 200, steps=3)
    page.mouse.up()
    has_address(page, "view=")
    page.screenshot(path=pictures / "compare-maps.png")
    losses = page.locator(".tables tbody tr", has_text="Soviet losses so far")
    assert losses.locator("td.num").count() == 2

    page.get_by_role("button", name="Difference").click()
    page.locator(".legend", has_text="front of the base").wait_for()
    clock.get_by_text("10 August 1945, 06:00").wait_for()
    page.get_by_role("button", name="All campaigns").click()
    # A share is told for the end of a day.
    clock.get_by_text("End of 9 August 1945").wait_for()
    page.keyboard.press("End")
    clock.get_by_text("End of 10 August 1945").wait_for()
    assert "All 4 campaigns" in page.inner_text(".legend")
    page.screenshot(path=pictures / "compare-difference.png")
    has_address(page, "step=8")
    page.reload()
    clock.get_by_text("End of 10 August 1945").wait_for()
    clean(watched, served)


def test_every_page_is_reached_by_keyboard(watched: Any, served: Any) -> None:
    page = opened(watched, served, "runs")
    for name in ("Ensemble", "Compare", "Claims", "Runs"):
        reached(page, lambda focus, name=name: focus == {"text": name, "tag": "A"}, most=200)
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=name, level=1).wait_for()
    clean(watched, served)


def test_reconnects_after_the_server_began_anew(
    watched: Any, chromium: str, served_run: str, tmp_path: Path
) -> None:
    lost = "No live connection"
    first = Server(tmp_path)
    try:
        page = opened(watched, first, "runs")
        page.get_by_role("button", name="Start", exact=True).wait_for()
        page.get_by_text(lost).wait_for(state="hidden")
    finally:
        first.kill()
    page.get_by_text(lost).wait_for()
    with Server(tmp_path, "--port", str(urlsplit(first.address).port)) as second:
        assert second.address == first.address
        page.get_by_text(lost).wait_for(state="hidden")
        job = second.order(kind="run", scenario="manchuria-1945", seed=13, days=1)
        page.wait_for_selector(".jobs li[data-state=finished]:has-text('seed 13')")
        assert second.wait(job)["state"] == "finished"


@pytest.mark.parametrize(
    ("page", "ready"),
    [
        ("runs", ".start button.primary"),
        ("claims?claim=C024", "aside.claim-panel .rivals"),
        ("claims?view=conflicts", ".conflict svg"),
        ("claims?view=reckoning&run={a}", "tbody svg"),
        ("ensemble?run={a}", ".picks"),
        ("ensemble?run={a}&show=map&step=8&place=hutou", ".tables"),
        ("compare?a={a}&b={b}", "tbody svg"),
        ("compare?a={a}&b={b}&show=maps&step=4&layers=-units,-towns,-relief", ".tables"),
        ("compare?a={a}&b={b}&show=difference&of=share&step=8", ".tables"),
    ],
)
def test_no_serious_finding_of_axe(
    watched: Any, served: Any, twins: tuple[str, str], axe: str, page: str, ready: str
) -> None:
    opened(watched, served, page.format(a=twins[0], b=twins[1])).wait_for_selector(ready)
    watched.page.evaluate(axe)
    found = watched.page.evaluate("axe.run()")
    assert found["passes"], "axe looked at nothing"
    serious = [
        (finding["id"], [node["html"][:160] for node in finding["nodes"][:3]])
        for finding in found["violations"]
        if finding["impact"] in ("serious", "critical")
    ]
    assert serious == []
