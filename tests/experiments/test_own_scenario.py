"""A scenario or what-if that does not come with the package is found again by who reads a run of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from khingan.experiments.compare import compare
from khingan.experiments.ensemble import ensemble
from khingan.experiments.replay import find_campaign
from khingan.experiments.simulate import simulate
from khingan.experiments.store import open_results
from khingan.experiments.writer import write_description, write_tables
from khingan.scenario import load, own_folder

WET = """
title = "Wet"
question = "What if?"
description = "All the worse."
claims = ["assumption"]

[[table]]
table = "parameters"
where = { name = "hazard_base" }
set = { value = 0.011 }
"""


def write(folder: Path, first: int, tiny_folder: Path, *what_if: str, count: int = 4) -> Path:
    run = simulate(load(tiny_folder, what_if), count=count, days=2, first=first)
    folder.mkdir()
    write_description(run, folder, write_tables(run, folder))
    return folder


def test_scenario_of_the_library_is_known_by_its_name() -> None:
    assert own_folder(load("manchuria-1945")) is None


def test_ensemble_of_an_own_scenario_is_read_replayed_and_resumed(tiny_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "many"
    ensemble(load(tiny_folder), n=4, days=2, part=2, out=out)
    results = open_results(out)
    assert results.scenario().path == tiny_folder
    assert find_campaign(results, 3).first == 3
    (out / "places" / "part-000002.parquet").unlink()
    assert ensemble(out=out, resume=True).fought == 2


def test_own_what_if_is_laid_over_it_again(tiny_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "wet.toml"
    file.write_text(WET, encoding="utf-8")
    results = open_results(write(tmp_path / "run", 0, tiny_folder, str(file)))
    assert results.overlays == ("wet",)
    assert results.scenario().overlays == ("wet",)


def test_scenario_that_is_compiled_already_is_still_checked(tiny_folder: Path, tmp_path: Path) -> None:
    from dataclasses import replace

    from khingan.errors import InputError
    from khingan.scenario.compile import compile_scenario

    results = open_results(write(tmp_path / "run", 0, tiny_folder))
    compiled = compile_scenario(load(tiny_folder))
    assert replace(results, compiled=compiled).scenario() is compiled.scenario
    with pytest.raises(InputError, match="has changed since"):
        replace(results, compiled=replace(compiled, digest="another")).scenario()


def test_campaigns_are_paired_by_their_number_under_the_seed(tiny_folder: Path, tmp_path: Path) -> None:
    whole = write(tmp_path / "whole", 0, tiny_folder, count=6)
    later = write(tmp_path / "later", 2, tiny_folder)
    assert json.loads((later / "run.json").read_text())["identity"]["first"] == 2
    found = compare(whole, later, measures=["red_killed", "red_fuel"]).contrasts[0]
    assert found.numbers.tolist() == [2, 3, 4, 5]
    # The same campaigns: no pair may differ.
    assert (found.before.values == found.after.values).all()
