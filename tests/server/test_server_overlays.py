"""Overlays of a replay: belief, supply and air effort are those of the engine, and agree with the replay itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from serving import SCENARIO, Server
from test_server_replay import unpacked

import khingan as kh
from khingan.campaign import codes as K
from khingan.experiments.story import tell
from khingan.scenario.compile import compile_scenario

STEPS = 8
Columns = dict[str, NDArray[Any]]


def overlay(server: Server, run: str, name: str) -> tuple[Columns, dict[str, Any]]:
    return unpacked(server.get(f"/api/runs/{run}/campaigns/0/{name}.arrow"))


@pytest.fixture(scope="module")
def replay(server: Server, run: str) -> tuple[Columns, dict[str, Any]]:
    return overlay(server, run, "replay")


@pytest.fixture(scope="module")
def engine() -> dict[str, Any]:
    """What the engine itself says of the same campaign after its last step."""
    found: dict[str, Any] = {}

    def keep(step: int, st: Any, sc: Any) -> None:
        if step == STEPS:
            found.update(x=st.x.copy(), men=sc.b["men"].copy(), share=st.b["share"].copy())

    compiled = compile_scenario(kh.load(SCENARIO))
    tell(compiled, 7, 0, (), STEPS, on_step=keep)
    return {"compiled": compiled, **found}


def test_sightings_are_the_beliefs_of_the_engine(server: Server, run: str, engine: dict[str, Any]) -> None:
    told, about = overlay(server, run, "belief")
    for side in range(2):
        row = side * (STEPS + 1) + STEPS
        first, last = told["offset"][row], told["offset"][row + 1]
        # The engine keeps what is believed with the side that is observed.
        believed, seen = (
            engine["x"][name][1 - side, :-1].astype(np.int64) for name in ("belief", "belief_step")
        )
        here = np.flatnonzero(believed > 0)
        assert len(here) > 0, about["sides"][side]
        assert (told["cell"][first:last] == engine["compiled"].atlas_row[here]).all()
        assert (told["men"][first:last] == believed[here]).all()
        assert (told["age"][first:last] == STEPS - 1 - seen[here]).all()


def test_nobody_has_seen_anybody_at_the_start(server: Server, run: str) -> None:
    told, about = overlay(server, run, "belief")
    for side in range(2):
        row = side * (about["steps"] + 1)
        assert told["offset"][row] == told["offset"][row + 1]
        assert told["sight_offset"][row] == told["sight_offset"][row + 1]


def test_own_units_see_their_cells(
    server: Server, run: str, replay: tuple[Columns, dict[str, Any]], engine: dict[str, Any]
) -> None:
    told, _ = overlay(server, run, "belief")
    columns, about = replay
    cells = columns["cell"].reshape(-1, STEPS + 1)
    status = columns["status"].reshape(-1, STEPS + 1)
    entries = engine["compiled"].entries
    for side in range(2):
        sight: set[int] = set()
        for step in range(STEPS + 1):
            row = side * (STEPS + 1) + step
            sight ^= set(
                told["sight_cell"][told["sight_offset"][row] : told["sight_offset"][row + 1]].tolist()
            )
        # What is seen in a step is seen from where the units stood before it.
        units = [u for u, e in enumerate(entries) if e.side == side and not e.rear]
        active = [u for u in units if about["status"][status[u, STEPS - 1]] == "active"]
        stood = {int(cells[u, STEPS - 1]) for u in active} - {about["no_cell"]}
        assert len(stood) > 20
        assert stood <= sight
        assert len(sight) <= 7 * len({int(c) for c in cells[units, STEPS - 1]})


def test_men_known_of_in_a_region(server: Server, run: str, engine: dict[str, Any]) -> None:
    told, _ = overlay(server, run, "belief")
    known = told["region_men"].reshape(STEPS + 1, 2, -1)[STEPS]
    there = engine["men"][::-1] / K.MAN
    assert np.abs(known - engine["share"] * there).max() <= 0.5
    assert (known <= np.ceil(there)).all()
    assert 0 < known[1].sum() < there[1].sum()


def test_units_stand_where_supply_reaches_them(
    server: Server, run: str, replay: tuple[Columns, dict[str, Any]], engine: dict[str, Any]
) -> None:
    told, about = overlay(server, run, "supply")
    columns, meta = replay
    changes = told["km"].reshape(about["days"], 2, -1)
    codes = np.cumsum(changes, axis=0, dtype=np.uint8)
    cells, supply_km, status, flags = (
        columns[name].reshape(-1, STEPS + 1) for name in ("cell", "supply_km", "status", "flags")
    )
    place = {int(cell): i for i, cell in enumerate(told["cell"])}
    invested = 1 << meta["flags"].index("invested")
    compared = 0
    for day in range(about["days"]):
        morning = 4 * day
        for u, entry in enumerate(engine["compiled"].entries):
            cell, km = int(cells[u, morning]), int(supply_km[u, morning + 1])
            if meta["status"][status[u, morning]] != "active" or cell not in place:
                continue
            if flags[u, morning] & invested:
                continue
            code = int(codes[day, entry.side, place[cell]])
            if km == meta["no_supply"]:
                assert code in (about["cut"], about["closed"])
            else:
                assert code == min(about["farthest"], -(-km // about["grain_km"]))
            compared += 1
    assert compared > 400


def test_sources_lie_on_the_map_and_issue_what_they_have(server: Server, run: str) -> None:
    told, about = overlay(server, run, "supply")
    stock, issued, is_open = (
        told[f"source_{name}"].reshape(about["days"], -1) for name in ("stock", "issued", "open")
    )
    assert (issued <= told["source_daily"] + 1).all()
    assert issued.sum() > 0
    assert (issued[is_open == 0] == 0).all()
    assert (stock[0][is_open[0] == 1] > 0).any()
    assert set(told["source_side"]) == {0, 1}


def test_groups_fly_the_sorties_of_the_day(
    server: Server, run: str, replay: tuple[Columns, dict[str, Any]]
) -> None:
    told, about = overlay(server, run, "air")
    flown = told["flown"].reshape(about["days"], -1) / 10
    sorties = replay[0]["sorties"].reshape(about["days"], 2)
    effort = told["effort"].reshape(about["days"], 2, len(about["missions"]), -1).sum(axis=(2, 3)) / 10
    for side in range(2):
        by_groups = flown[:, told["group_side"] == side].sum(axis=1)
        # Rounded to tenths a group; the replay's are rounded to whole sorties a formation.
        assert by_groups == pytest.approx(sorties[:, side], abs=8)
        # Over regions only missions are counted, not transport and not single attacks.
        assert (effort[:, side] <= by_groups + 3).all()
    assert effort[:, 0].min() > 100


def test_overlays_are_small(server: Server, run: str) -> None:
    for name, most in (("belief", 100_000), ("supply", 200_000), ("air", 20_000)):
        answer = server.get(f"/api/runs/{run}/campaigns/0/{name}.arrow")
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.num_bytes_downloaded < most
