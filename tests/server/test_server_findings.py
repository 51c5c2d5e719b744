"""What a run says, beside record and claims, is what the command line says."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from serving import SCENARIO, Server

import khingan as kh
from khingan.claims import conflict_groups, load_claims
from khingan.scenario.load import find
from khingan.scenario.why import explain
from khingan.verdict.record import read_record


def rows_of(server: Server, run: str, name: str) -> list[dict[str, Any]]:
    table = server.get(f"/api/runs/{run}/tables/{name}.json", rows=10_000).json()
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]


def test_map_has_a_polygon_for_every_cell(server: Server) -> None:
    answer = server.get(f"/api/map/{SCENARIO}/cells.arrow")
    table = pa.ipc.open_stream(answer.content).read_all()
    about = json.loads(table.schema.metadata[b"khingan"])
    assert table.num_rows == about["cells"]
    corners = np.diff(table.column("polygon").combine_chunks().offsets.to_numpy())
    # A pentagon across edges of the icosahedron has ten corners, a hexagon across one seven or eight.
    assert set(corners) <= {10, 12, 14, 16, 18, 20}
    first = table.slice(0, 1).to_pylist()[0]
    xs = first["polygon"][0::2]
    assert min(xs) < first["x"] < max(xs)


def test_lines_places_axes_and_scenarios(server: Server) -> None:
    lines = server.get(f"/api/map/{SCENARIO}/lines.json").json()
    assert {line["kind"] for line in lines["lines"]} == {"coast", "lake", "river", "rail", "track", "border"}
    assert any(zone["kind"] == "fortified-zone" for zone in lines["zones"])
    places = server.get(f"/api/map/{SCENARIO}/places.json").json()
    assert places[0]["population"] >= places[1]["population"]
    axes = server.get(f"/api/map/{SCENARIO}/axes.json").json()
    assert {axis["side"] for axis in axes} == {"soviet", "japanese"}
    known = server.get("/api/scenarios").json()
    assert [one["scenario_id"] for one in known if one["default"]] == [SCENARIO]
    assert server.get("/api/what-ifs", scenario=SCENARIO).json()[0]["question"]


def test_places_are_the_quantiles_of_the_table(server: Server, ensemble: str) -> None:
    found = server.get(f"/api/runs/{ensemble}/places").json()
    table = rows_of(server, ensemble, "places")
    one = next(row for row in found if row["happened"] == 1.0)
    hours = [
        row["captured_h"] for row in table if (row["place_id"], row["side"]) == (one["place_id"], one["side"])
    ]
    assert one["hours"] == hours
    assert one["spread"]["q50"] == pytest.approx(np.median(hours))
    assert one["by_day"][-1] == 1.0
    assert one["by_day"] == sorted(one["by_day"])


def test_documented_dates_are_the_open_ones(server: Server) -> None:
    found = server.get(f"/api/record/{SCENARIO}").json()
    record = read_record(find(SCENARIO))
    told = {name for one in found["dates"] for name in one["record_ids"]} | set(found["left_out"])
    assert found["dates"]
    assert not told & record.closed_ids
    assert found["closed_rows"] == record.closed_rows > 0


def test_losses_end_at_the_totals(server: Server, ensemble: str) -> None:
    found = server.get(f"/api/runs/{ensemble}/losses").json()
    summary = rows_of(server, ensemble, "summary")
    fan = next(one for one in found["fans"] if (one["side"], one["measure"]) == ("japanese", "killed"))
    assert fan["q50"][-1] == pytest.approx(np.median([row["japanese_killed"] for row in summary]), rel=1e-3)
    assert fan["q50"][0] == 0.0
    assert len(fan["q05"]) == found["days"] + 1 == 11
    assert found["claims"]["japanese"]


def test_control_is_a_share_of_campaigns(server: Server, ensemble: str) -> None:
    table = pa.ipc.open_stream(server.get(f"/api/runs/{ensemble}/control.arrow", sample=3).content).read_all()
    about = json.loads(table.schema.metadata[b"khingan"])
    held = [table.column(f"held_{side}")[0].values.to_numpy() for side in (0, 1)]
    assert about["sample"] == [0, 2, 4]
    assert len(held[0]) == (about["days"] + 1) * about["cells"]
    assert (held[0].astype(int) + held[1] <= 101).all()
    start, end = held[0].reshape(about["days"] + 1, -1)[[0, -1]]
    assert set(start) == {0, 100}
    assert end.sum() > start.sum()


def test_control_tells_areas_campaign_by_campaign(server: Server, ensemble: str) -> None:
    answer = server.get(f"/api/runs/{ensemble}/control.arrow", sample=2).content
    table = pa.ipc.open_stream(answer).read_all()
    about = json.loads(table.schema.metadata[b"khingan"])
    at = [area["area_id"] for area in about["areas"]].index("plain")
    shape = (len(about["sample"]), about["days"] + 1, len(about["areas"]))
    own, other = (table.column(f"area_{side}")[0].values.to_numpy().reshape(shape) for side in (0, 1))
    assert (own.astype(int) + other <= 1001).all()
    # What it counts is what a replay of the campaign shows; the cells of the plain are about equally large.
    path = f"/api/runs/{ensemble}/campaigns/{about['sample'][1]}/replay.arrow"
    replay = pa.ipc.open_stream(server.get(path).content).read_all()
    start, changed, to = (
        replay.column(f"control_{name}")[0].values.to_numpy() for name in ("start", "cell", "side")
    )
    end = start.copy()
    for cell, side in zip(changed, to, strict=True):
        end[cell] = side
    cells = pa.ipc.open_stream(server.get(f"/api/map/{SCENARIO}/cells.arrow").content).read_all()
    inside = cells.column("region").to_numpy() == at
    for day, held in ((0, start), (-1, end)):
        for side, told in enumerate((own, other)):
            assert told[1, day, at] == pytest.approx(1000 * np.mean(held[inside] == side), abs=8)
    assert (own[:, -1] > own[:, 0]).any()


def test_picked_campaigns_stand_for_the_spread(server: Server, ensemble: str) -> None:
    values = [row["japanese_killed"] for row in rows_of(server, ensemble, "summary")]
    found = server.get(f"/api/runs/{ensemble}/pick", measure="japanese_killed").json()
    assert values[found["lowest"]] == min(values)
    assert values[found["highest"]] == max(values)
    assert values[found["median"]] == np.median(values)
    assert server.get(f"/api/runs/{ensemble}/pick", measure="nonsense").status_code == 422


def test_verdict_and_reckoning(server: Server, ensemble: str) -> None:
    verdict = server.get(f"/api/runs/{ensemble}/verdict").json()
    assert verdict["part"] == "calibration"
    assert verdict["rows"]
    reckoning = server.get(f"/api/runs/{ensemble}/reckoning").json()
    assert {row["claim_id"] for row in reckoning["rows"]} <= set(load_claims(find(SCENARIO)).claims)


def test_csv_is_the_whole_table(server: Server, ensemble: str) -> None:
    text = server.get(f"/api/runs/{ensemble}/tables/summary.csv").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [int(row["campaign"]) for row in rows] == [0, 1, 2, 3, 4]
    assert server.get(f"/api/runs/{ensemble}/tables/nothing.csv").status_code == 404


def test_claims_carry_conflicts_and_uses(server: Server) -> None:
    found = server.get("/api/claims", scenario=SCENARIO).json()
    claims = load_claims(find(SCENARIO))
    assert [claim["claim_id"] for claim in found["claims"]] == list(claims.claims)
    assert len(found["groups"]) == len(conflict_groups(claims))
    used = [claim for claim in found["claims"] if claim["used"]]
    assert used
    asked = next(use for claim in used for use in claim["used"] if use["name"])
    assert server.get("/api/why", name=asked["name"], scenario=SCENARIO).status_code == 200
    story = server.get(f"/api/claims/{used[0]['claim_id']}", scenario=SCENARIO).json()
    assert story["source"]["source_id"] == used[0]["source_id"]


def test_why_answers_as_the_command_line_does(server: Server, run: str) -> None:
    unit = server.get(f"/api/runs/{run}").json()["units"][0]["unit_id"]
    found = server.get("/api/why", name=f"{unit}.men", scenario=SCENARIO).json()
    answer = explain(kh.load(SCENARIO), f"{unit}.men")
    assert [(one["depth"], one["text"]) for one in found["reasons"]] == answer.reasons
    assert f"{unit}.men" in found["fields"]
    unknown = server.get("/api/why", name="nothing.men", scenario=SCENARIO)
    assert unknown.status_code == 422


def test_runs_are_compared_pair_by_pair(server: Server, ensemble: str) -> None:
    other = server.fight(kind="ensemble", campaigns=5, days=10, what_if=["dry_august"])
    found = server.get("/api/compare", a=ensemble, b=other).json()
    assert (found["base"], found["worlds"][0]["name"]) == (ensemble, other)
    assert found["worlds"][0]["paired"]
    assert found["worlds"][0]["pairs"] == 5
    assert str(server.home) not in json.dumps(found)
    assert server.get("/api/compare", a=ensemble, b=ensemble).status_code == 422
