"""What the server holds and depends on: scenarios and engine stay with workers, answers follow their files."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace as Space

import pytest
from serving import awaited

import khingan.report.compare as report
from khingan.server.findings import comparison_of
from khingan.server.making import STAMP, Maker
from khingan.server.origin import digest_of
from khingan.server.workers import Refused, Worker

ROOT = Path(__file__).parents[2]
HEAVY = ("numba", "scipy", "pandas", "h3", "duckdb", "PIL", "matplotlib", "pyarrow.dataset")


def test_server_imports_neither_engine_nor_scenarios() -> None:
    code = "import json, sys, khingan.server.app; print(json.dumps(list(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not set(HEAVY) & set(json.loads(told))


def test_digest_is_that_of_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("a")
    first = digest_of(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "one.pyc").write_text("x")
    assert digest_of(tmp_path) == first
    (tmp_path / "one.csv").write_text("b")
    second = digest_of(tmp_path)
    (tmp_path / "one.csv").rename(tmp_path / "two.csv")
    assert len({first, second, digest_of(tmp_path)}) == 3


def test_same_place_with_another_run_is_another_result(tmp_path: Path) -> None:
    maker = Maker(tmp_path, "v", lambda making: None)
    keys = {maker.key("places", {"place": "/runs/one", STAMP: {"runs": [run]}}) for run in ("run-a", "run-b")}
    assert len(keys) == 2
    assert maker.key("places", {}) != Maker(tmp_path, "w", lambda making: None).key("places", {})


def test_idle_worker_gives_back_its_memory(tmp_path: Path) -> None:
    async def rest() -> tuple[int | None, int | None]:
        worker = Worker(idle_s=0.2)
        with contextlib.suppress(Refused):
            await worker.do("places", {"folder": str(tmp_path), "key": "k", "place": str(tmp_path)})
        before = worker.pid
        await asyncio.sleep(1.0)
        after = worker.pid
        await worker.close()
        return before, after

    before, after = awaited(rest())
    assert before is not None
    assert after is None


def test_types_of_the_front_end_are_those_of_the_models(tmp_path: Path) -> None:
    file = tmp_path / "new" / "schema.json"
    tool = ROOT / "tools" / "write_api_schema.py"
    subprocess.run([sys.executable, str(tool), str(file)], check=True)
    wanted = {
        name: sorted(content["properties"])
        for name, content in json.loads(file.read_text("utf-8"))["$defs"].items()
        if content.get("properties")
    }
    text = (ROOT / "frontend" / "src" / "api" / "types.ts").read_text("utf-8")
    found = {
        name: sorted(re.findall(r"^  (\w+)\??:", body, re.MULTILINE))
        for name, body in re.findall(r"^export interface (\w+) \{\n(.*?)^\}", text, re.MULTILINE | re.DOTALL)
    }
    # A name that a field has, too, gets a number.
    said = {re.sub(r"\d+$", "", name): fields for name, fields in found.items() if name not in wanted} | found
    assert {name: said.get(name) for name in wanted} == wanted


class _Named:
    """Stands for a comparison whose folders have names that begin alike."""

    def __init__(self, name: str) -> None:
        self.name, self.overlays = name, ()
        self.scenario = self


def test_folders_that_begin_alike_keep_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    contrast = Space(world=_Named("/runs/one-2"), is_paired=True, why_unpaired="", numbers=[0, 1])
    found = Space(
        scenario=Space(scenario_id="s"),
        base=_Named("/runs/one"),
        luck=Space(seed=1, numbers=[0, 1], kinds=("luck",), version=7),
        contrasts=(contrast,),
        table=lambda: Space(to_pylist=lambda: [{"base": "/runs/one", "world": "/runs/one-2"}]),
    )
    monkeypatch.setattr(report, "notes", lambda found: ["/runs/one-2 against /runs/one"])
    told = comparison_of(found, {"/runs/one": "run-a", "/runs/one-2": "run-b"})
    assert told["worlds"][0]["name"] == "run-b"
    assert told["effects"] == [{"base": "run-a", "world": "run-b"}]
    assert told["notes"] == ["run-b against run-a"]
