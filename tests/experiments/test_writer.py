"""What a run leaves on disk."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from khingan.experiments import schema
from khingan.experiments.writer import formation_tree, write_description, write_tables

FORMATIONS = pa.table(
    {
        "formation_id": ["front", "army-1", "army-2"],
        "name": ["Front", "1st Army", "2nd Army"],
        "side": ["red"] * 3,
        "echelon": ["front", "army", "army"],
        "parent_id": pa.array([None, "front", "front"], pa.string()),
    }
)
UNITS = pa.table(
    {
        "unit_id": ["d1", "d2"],
        "name": ["1st Division", "2nd Division"],
        "kind": ["rifle", "rifle"],
        "formation_id": ["army-2", "front"],
    }
)


def one_row(columns: tuple[schema.Column, ...]) -> pa.Table:
    """A table of one row of zeros, or of the letter x."""
    arrays = [pa.array(["x"] if column.type == pa.string() else [0]).cast(column.type) for column in columns]
    return pa.table(arrays, schema=schema.schema(columns))


def make_run(**changes: Any) -> Any:
    values = {
        "scenario": SimpleNamespace(
            scenario_id="small",
            path=Path("small"),
            what_if=(),
            title="A small war",
            start=np.datetime64("1945-08-09").astype(object),
            overlays=("dry",),
            side_ids=("red", "blue"),
        ),
        "seed": 7,
        "count": 1,
        "identity": {"hash": "ab" * 32},
        "timings": {"simulate_s": np.float64(0.5)},
        "summary": pa.table({"campaign": [0], "seed": [7], "red_killed": [12], "blue_fuel": [1.5]}),
        "daily": one_row(schema.DAILY),
        "places": one_row(schema.PLACES),
        "events": one_row(schema.EVENTS),
        "balance": one_row(schema.BALANCE),
        "areas": one_row(schema.area_columns(("red", "blue"))),
        "trace": one_row(schema.TRACE),
        "units": UNITS,
        "formations": FORMATIONS,
    }
    return SimpleNamespace(**(values | changes))


def test_tables_have_the_fixed_schema(tmp_path: Path) -> None:
    write_tables(make_run(), tmp_path, trace=True)
    for name, columns in (
        ("daily", schema.DAILY),
        ("places", schema.PLACES),
        ("events", schema.EVENTS),
        ("trace", schema.TRACE),
    ):
        assert pq.read_schema(tmp_path / f"{name}.parquet").remove_metadata() == schema.schema(columns)


def test_columns_carry_their_unit(tmp_path: Path) -> None:
    write_tables(make_run(), tmp_path)
    daily = pq.read_schema(tmp_path / "daily.parquet")
    assert daily.field("fuel").metadata[b"unit"] == b"t"
    summary = pq.read_schema(tmp_path / "summary.parquet")
    assert summary.field("red_killed").metadata[b"unit"] == b"men"
    assert summary.field("blue_fuel").metadata[b"unit"] == b"t"


def test_trace_is_written_only_when_asked(tmp_path: Path) -> None:
    assert "trace.parquet" not in write_tables(make_run(), tmp_path)
    assert not (tmp_path / "trace.parquet").exists()


def test_trace_of_an_untraced_run_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not traced"):
        write_tables(make_run(trace=None), tmp_path, trace=True)


def test_missing_column_is_named(tmp_path: Path) -> None:
    run = make_run(daily=one_row(schema.DAILY).drop_columns(["fuel", "tanks"]))
    with pytest.raises(ValueError, match="tanks, fuel"):
        write_tables(run, tmp_path)


def test_empty_value_is_refused_where_none_may_be() -> None:
    table = one_row(schema.PLACES).to_pylist()
    table[0]["side"] = None
    with pytest.raises(ValueError, match="side has empty values"):
        schema.conform(pa.Table.from_pylist(table), schema.PLACES)


def test_never_reached_is_an_empty_value() -> None:
    table = one_row(schema.PLACES).to_pylist()
    table[0]["reached_h"] = None
    assert schema.conform(pa.Table.from_pylist(table), schema.PLACES).column("reached_h").null_count == 1


def test_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_tables(make_run(), tmp_path / name, trace=True)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_description_names_run_versions_and_files(tmp_path: Path) -> None:
    write_description(make_run(), tmp_path, ["daily.parquet"])
    text = json.loads((tmp_path / "run.json").read_text())
    assert (text["scenario"], text["seed"], text["overlays"]) == ("small", 7, ["dry"])
    assert text["timings"] == {"simulate_s": 0.5}
    assert {"khingan", "python", "numpy"} <= set(text["versions"])
    assert list(text["files"]) == ["daily.parquet"]


def test_formation_tree_nests_commands_and_units() -> None:
    (front,) = formation_tree(FORMATIONS, UNITS)
    assert [unit["unit_id"] for unit in front["units"]] == ["d2"]
    assert [army["formation_id"] for army in front["formations"]] == ["army-1", "army-2"]
    assert [unit["unit_id"] for unit in front["formations"][1]["units"]] == ["d1"]
