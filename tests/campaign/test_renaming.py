"""Names decide nothing: every unit and formation renamed, every campaign the same."""

from __future__ import annotations

import re
import shutil

import numpy as np
import pytest

from khingan.cli.common import default_scenario
from khingan.experiments.batch import simulate_batch
from khingan.scenario import load
from khingan.scenario.compile import Compiled, compile_scenario
from khingan.scenario.compile.entries import REAR_SUFFIX
from khingan.scenario.detachments import SUFFIX

WORD = re.compile(r"[A-Za-z0-9_-]+")


def _new_names() -> dict[str, str]:
    """New ids that sort the other way round."""
    sc = load(default_scenario())
    units = {r["unit_id"] for r in sc.tables["units"] if "-battalion" not in r["unit_id"]}
    old = sorted(units | {r["formation_id"] for r in sc.tables["formations"]})
    new = {name: f"q{len(old) - i:04d}" for i, name in enumerate(old)}
    made = {name + suffix: new[name] + suffix for name in old for suffix in (REAR_SUFFIX, SUFFIX)}
    return new | made | {"air-" + name: "air-" + new[name] for name in old}


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    new = _new_names()
    folder = tmp_path_factory.mktemp("renamed") / "scenario"
    shutil.copytree(load(default_scenario()).path, folder)
    for path in folder.rglob("*"):
        if path.suffix in (".csv", ".toml"):
            text = path.read_text(encoding="utf-8")
            path.write_text(WORD.sub(lambda m: new.get(m[0], m[0]), text), encoding="utf-8")
    return compile_scenario(load(folder))


def test_every_name_is_new(flagship: Compiled, renamed: Compiled) -> None:
    old = {e.unit_id for e in flagship.entries if "-battalion" not in e.unit_id}
    assert not old & {e.unit_id for e in renamed.entries}
    assert not set(flagship.formation_ids) & set(renamed.formation_ids)


def test_renaming_changes_no_outcome(flagship: Compiled, renamed: Compiled) -> None:
    numbers = np.arange(4)
    before = simulate_batch(flagship, np.ones(4), numbers)
    after = simulate_batch(renamed, np.ones(4), numbers)
    assert before.summary.tobytes() == after.summary.tobytes()
    assert before.places.tobytes() == after.places.tobytes()
