"""Ablation on the tiny scenario."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from khingan.campaign.parameters import NAMES
from khingan.errors import InputError
from khingan.experiments import ablation as A
from khingan.experiments.ruler import Ruler
from khingan.report import ablation as report
from khingan.scenario import load
from khingan.scenario.compile import Compiled

PAIRS = 6


# --- mechanisms -----------------------------------------------------------------------------------------------------


def test_every_switch_is_a_mechanism(tiny: Compiled) -> None:
    switches = [name.removeprefix("switch_") for name in NAMES if name.startswith("switch_")]
    assert [m.name for m in A.mechanisms(tiny.scenario)] == switches
    assert all(mechanism.meaning for mechanism in A.mechanisms(tiny.scenario))


def test_unknown_mechanism_names_the_known_ones(tiny: Compiled) -> None:
    with pytest.raises(InputError) as caught:
        A.mechanisms(tiny.scenario, ["combat", "suply"])
    (problem,) = caught.value.problems
    assert problem.value == "suply"
    assert "combat" in str(problem.expected)
    assert problem.mend == "did you mean supply?"


def test_nothing_left_to_switch_off(tiny: Compiled) -> None:
    combat = A.mechanisms(tiny.scenario, ["combat"])
    parameters = tiny.scenario.tables["parameters"].by_id
    parameters["switch_combat"]["value"] = 0.0
    try:
        with pytest.raises(InputError, match="nothing is left"):
            A.ablate(Ruler(tiny), combat, PAIRS)
    finally:
        parameters["switch_combat"]["value"] = 1.0


# --- whole ablations ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(tiny: Compiled) -> A.Ablation:
    return A.ablate(Ruler(tiny), A.mechanisms(tiny.scenario, ["combat", "ceasefire"]), PAIRS, seed=3)


def removal(found: A.Ablation, name: str) -> A.Removal:
    return next(r for r in found.removals if r.mechanism.name == name)


def test_without_combat_nobody_is_killed(found: A.Ablation) -> None:
    killed = removal(found, "combat").effects[2]
    assert killed.before > 0
    assert killed.after == 0.0
    assert killed.is_clear
    assert removal(found, "combat").changed == 1.0


def test_mechanism_without_effect_is_flagged(found: A.Ablation) -> None:
    # Nobody orders a cease-fire in the tiny scenario.
    assert removal(found, "ceasefire").is_idle
    assert found.idle == ["ceasefire"]
    assert "Changes nothing here, in no campaign: ceasefire." in report.notes(found)


def test_progress_counts_every_campaign(tiny: Compiled) -> None:
    done: list[int] = []
    said: list[str] = []
    chosen = A.mechanisms(tiny.scenario, ["zoc", "supply"])
    A.ablate(Ruler(tiny), chosen, 5, on_campaigns=done.append, on_mechanism=said.append)
    assert sum(done) == 15
    assert said == ["", "supply", "zoc"]


# --- files ----------------------------------------------------------------------------------------------------------


def test_table_for_programs(found: A.Ablation, tmp_path: Path) -> None:
    report.write_csv(found, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 2 * len(found.measures)
    row = next(r for r in rows if (r["mechanism"], r["measure"]) == ("combat", "killed"))
    assert float(row["difference"]) == pytest.approx(float(row["without_it"]) - float(row["with_it"]))
    assert float(row["low"]) < float(row["difference"]) < float(row["high"])


def test_table_for_people(found: A.Ablation, tmp_path: Path) -> None:
    report.write_markdown(found, {"scenario": "tiny", "seed": 3}, tmp_path / "a.md")
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("| ceasefire | 0%")]
    assert line.split("|")[3:-1] == [" 0 "] * len(found.measures)
    assert "Made from: scenario tiny, seed 3." in text


def test_figure_is_a_picture(found: A.Ablation, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    report.draw(found, tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("reach", "shown"),
    [([1.0, 2.0, 3.0], 3.0), ([1.0, 2.0, 3.0, 100.0], 3.0), ([0.0, 0.0], 0.0), ([0.0, 5.0], 5.0)],
)
def test_panel_leaves_out_what_would_press_the_rest_together(reach: list[float], shown: float) -> None:
    assert report.limit(np.array(reach)) == shown


def test_faults_in_the_list_of_measures_are_all_told(tiny_folder: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(tiny_folder, copy)
    settings = copy / "scenario.toml"
    text = settings.read_text(encoding="utf-8")
    text = text.replace('"reached_hour"', '"reached_day"').replace('column = "killed"', 'column = "kiled"')
    text = text.replace("by = 1945-08-10", "by = 1944-08-10\nplaces = []")
    settings.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(copy)
    assert [problem.field for problem in caught.value.problems] == [
        "Hailar, kind",
        "depth, places",
        "depth, by",
        "killed, column",
    ]
