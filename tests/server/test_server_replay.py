"""A campaign fought again: what the page gets is what the run has written."""

from __future__ import annotations

import json
from typing import Any

import httpx
import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray
from serving import SCENARIO, Server

import khingan as kh
from khingan.atlas import load_atlas
from khingan.experiments.simulate import simulate


def unpacked(answer: httpx.Response) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    table = pa.ipc.open_stream(answer.content).read_all()
    assert table.num_rows == 1
    columns = {
        name: table.column(name)[0].values.to_numpy(zero_copy_only=False) for name in table.column_names
    }
    return columns, json.loads(table.schema.metadata[b"khingan"])


def test_replay_tells_the_same_campaign(server: Server, run: str) -> None:
    told, about = unpacked(server.get(f"/api/runs/{run}/campaigns/0/replay.arrow"))
    fought = simulate(kh.load(SCENARIO), seed=7, days=2, trace=True)
    steps = about["steps"]
    assert steps == 8
    trace, atlas = fought.trace, load_atlas()
    assert trace is not None
    men = trace.column("men").to_numpy().reshape(steps, -1)
    assert np.abs(told["men"].reshape(-1, steps + 1)[:, 1:].T - men).max() <= 0.5
    # Units off the map have no cell; the trace names any.
    cells = told["cell"].reshape(-1, steps + 1)[:, 1:].T
    here = cells != about["no_cell"]
    ids = trace.column("cell").to_numpy().reshape(steps, -1)
    assert here.mean() > 0.5
    assert (atlas.cell_id[cells[here]] == ids[here]).all()
    postures = np.array(about["posture"])[told["posture"].reshape(-1, steps + 1)[:, 1:].T]
    assert (postures.ravel() == np.array(trace.column("posture").to_pylist())).all()


def test_changes_of_control_rebuild_every_step(server: Server, run: str) -> None:
    told, about = unpacked(server.get(f"/api/runs/{run}/campaigns/0/replay.arrow"))
    fought = simulate(kh.load(SCENARIO), seed=7, days=2, trace=True)
    assert fought.control is not None
    control = told["control_start"].copy()
    assert (control == fought.control[0]).all()
    for step in range(1, about["steps"] + 1):
        first, last = told["control_offset"][step - 1], told["control_offset"][step]
        control[told["control_cell"][first:last]] = told["control_side"][first:last]
        assert (control == fought.control[step]).all()
    assert about["steps"] == len(told["control_offset"]) - 1


def test_losses_by_day_add_up_to_the_summary(server: Server, run: str) -> None:
    told, about = unpacked(server.get(f"/api/runs/{run}/campaigns/0/replay.arrow"))
    lost = told["lost"].reshape(about["days"], 2, len(about["losses"])).sum(axis=0)
    table = server.get(f"/api/runs/{run}/tables/summary.json").json()
    summary = dict(zip(table["columns"], table["rows"][0], strict=True))
    assert lost.sum() > 0
    for side, name in enumerate(about["sides"]):
        for i, kind in enumerate(about["losses"]):
            # Every day is rounded by itself.
            assert lost[side, i] == pytest.approx(summary[f"{name}_{kind}"], abs=about["days"] * 30)


def test_front_runs_between_the_sides(server: Server, run: str) -> None:
    told, about = unpacked(server.get(f"/api/runs/{run}/campaigns/0/front.arrow"))
    assert set(told["step"]) == set(range(about["steps"] + 1))
    assert len(told["start"]) == len(told["step"]) + 1
    assert told["start"][-1] * 2 == len(told["xy"])


def test_events_have_a_place_on_the_map(server: Server, run: str) -> None:
    events = server.get(f"/api/runs/{run}/campaigns/0/events.json").json()
    table = server.get(f"/api/runs/{run}/tables/events.json", rows=10_000).json()
    assert len(events) == table["total"] > 0
    atlas = load_atlas()
    assert all(0 <= event["cell"] < atlas.size for event in events if event["cell"] is not None)


def test_whole_flagship_is_small(server: Server) -> None:
    run = server.fight(kind="run", seed=1)
    with server.client.stream("GET", f"/api/runs/{run}/campaigns/0/replay.arrow") as answer:
        while answer.status_code == 202:
            answer.read()
            server.get(f"/api/runs/{run}/campaigns/0/replay.arrow")
            answer = server.client.send(
                server.client.build_request("GET", f"/api/runs/{run}/campaigns/0/replay.arrow"), stream=True
            )
        assert answer.headers["content-encoding"] == "gzip"
        packed = sum(len(part) for part in answer.iter_raw())
    assert packed <= 500_000


def test_campaign_of_an_ensemble_is_fought_with_its_own_draws(server: Server, ensemble: str) -> None:
    replays = [unpacked(server.get(f"/api/runs/{ensemble}/campaigns/{n}/replay.arrow"))[0] for n in (1, 2)]
    assert (replays[0]["men"] != replays[1]["men"]).any()


def test_there_is_no_campaign_beyond_the_last(server: Server, ensemble: str) -> None:
    answer = server.client.get(f"/api/runs/{ensemble}/campaigns/5/replay.arrow")
    assert answer.status_code == 404
    assert answer.json()["detail"][0]["expected"] == "0 to 4"


def test_unit_knows_of_its_own_campaign(server: Server, run: str) -> None:
    unit = server.get(f"/api/runs/{run}").json()["units"][0]["unit_id"]
    seen = server.get(f"/api/runs/{run}/campaigns/0/knows", unit=unit, step=8).json()
    assert (seen["holder"], seen["step"]) == (unit, 8)
    assert {section["part"] for section in seen["sections"]} == {"has", "knows", "is told"}
    told, about = unpacked(server.get(f"/api/runs/{run}/campaigns/0/replay.arrow"))
    men = next(row for row in seen["sections"][0]["rows"] if row[0] == "men")
    assert int(men[1].replace(",", "")) == pytest.approx(told["men"][about["steps"]], abs=1)


def test_unit_that_is_not_there(server: Server, run: str) -> None:
    answer = server.get(f"/api/runs/{run}/campaigns/0/knows", unit="nobody", step=0)
    assert answer.status_code == 422
    assert "nobody" in str(answer.json()["detail"])


def test_second_time_nothing_has_changed(server: Server, run: str) -> None:
    address = f"/api/runs/{run}/campaigns/0/replay.arrow"
    tag = server.get(address).headers["etag"]
    assert server.client.get(address, headers={"If-None-Match": tag}).status_code == 304
