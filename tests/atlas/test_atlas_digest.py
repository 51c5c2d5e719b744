"""The committed tables are the ones the digest describes, and were made from these authored files."""

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pyarrow as pa
import pytest

from khingan.atlas.digest import atlas_digest, table_digest
from khingan.atlas.reader import data_folder, load_folder, read_tables
from khingan.errors import SystemFault

ROOT = Path(__file__).parents[2]


@pytest.fixture
def builder(monkeypatch):
    """The builder's modules, which live outside the package."""
    monkeypatch.syspath_prepend(str(ROOT))
    import tools.build_atlas.authored as authored

    return authored


def test_committed_tables_match_their_digest():
    total, each = atlas_digest(read_tables(data_folder()))
    described = json.loads((data_folder() / "digest.json").read_text(encoding="utf-8"))
    assert each == described["tables"]
    assert total == described["digest"]


def test_tables_were_built_from_the_authored_files_of_this_tree(atlas, builder):
    assert builder.hashes() == atlas.meta["authored"]


def test_every_authored_row_has_source_confidence_and_accuracy(builder):
    for name in builder.hashes():
        for number, row in enumerate(builder.read(name), 2):
            accuracy = row.get("accuracy_km") or row.get("coord_accuracy_km")
            assert row["source_id"], (name, number)
            assert row["confidence"] in {"sourced", "derived", "recalled"}, (name, number)
            assert float(accuracy) > 0, (name, number)


@pytest.mark.parametrize(
    "other",
    [
        pa.table({"a": pa.array([1, 2], pa.int32()), "b": ["x", None]}),
        pa.table({"a": pa.array([1, 3], pa.int32()), "b": ["x", "y"]}),
        pa.table({"a": pa.array([1, 2], pa.int16()), "b": ["x", "y"]}),
        pa.table({"a": pa.array([1, None], pa.int32()), "b": ["x", "y"]}),
    ],
    ids=["missing text", "other number", "other type", "missing number"],
)
def test_digest_notices_a_change(other):
    table = pa.table({"a": pa.array([1, 2], pa.int32()), "b": ["x", "y"]})
    assert table_digest(table) != table_digest(other)


def test_digest_ignores_chunks_and_column_order():
    table = pa.table({"a": pa.array([1, 2], pa.int32()), "b": ["x", "y"]})
    chunked = pa.concat_tables([table.slice(0, 1), table.slice(1, 1)]).select(["b", "a"])
    assert table_digest(chunked) == table_digest(table)


def test_a_damaged_map_is_reported_in_one_sentence(tmp_path):
    with pytest.raises(SystemFault, match="reinstall"):
        load_folder(tmp_path)


def test_committed_map_is_small():
    assert sum(file.stat().st_size for file in data_folder().iterdir()) < 3_000_000


def test_credits_name_every_data_set(atlas):
    text = " ".join(atlas.meta["credits"])
    for name in ("GSHHG", "MCD12C1", "Natural Earth", "Mapzen"):
        assert name in text
        assert name in (ROOT / "NOTICE").read_text(encoding="utf-8")


def _missing_packages() -> list[str]:
    inputs = json.loads((ROOT / "tools" / "build_atlas" / "inputs.json").read_text(encoding="utf-8"))
    wanted = {entry["package"] for entry in inputs.values()} | {"h5py", "pyshp", "scipy", "shapely"}
    missing = []
    for name in sorted(wanted):
        try:
            distribution(name)
        except PackageNotFoundError:
            missing.append(name)
    return missing


@pytest.mark.skipif(
    bool(_missing_packages()), reason=f"map data packages not installed: {', '.join(_missing_packages())}"
)
def test_rebuilding_the_map_gives_the_committed_one(atlas, builder):
    from tools.build_atlas import build, tables

    ground, man = build.settle(build.survey(say=lambda text: None), say=lambda text: None)
    _, each = atlas_digest(tables.build_tables(ground, man))
    assert each == atlas.meta["tables"]
