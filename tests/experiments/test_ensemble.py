"""Ensembles in their store: what is written, when they stop, what can be resumed and what is refused."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from ensemble_folders import content

from khingan.campaign.parameters import NAMES
from khingan.errors import InputError, SystemFault
from khingan.experiments import schema
from khingan.experiments.ensemble import Ensemble, ensemble
from khingan.experiments.executors.task import Job, OnCampaigns, Task, fight_task
from khingan.experiments.simulate import simulate
from khingan.experiments.store import Folder, open_results
from khingan.experiments.store.lock import locked
from khingan.experiments.store.parts import Receipt
from khingan.scenario import load

N, PART, SEED = 12, 5, 3
TABLES = {"summary", "places", "balance", "areas", "coefficients", "daily"}


class Recorder:
    """A watcher that writes down what it is told."""

    def __init__(self) -> None:
        self.begins: list[tuple[int, int]] = []
        self.campaigns = 0
        self.messages: list[str] = []

    def begun(self, where: str, done: int, total: int) -> None:
        self.begins.append((done, total))

    def advanced(self, campaigns: int) -> None:
        self.campaigns += campaigns

    def told(self, message: str) -> None:
        self.messages.append(message)


class Backwards:
    """Fights the tasks in the opposite order, as a cluster may, and at most so many of them."""

    def __init__(self, most: int = 1000, fault: BaseException | None = None) -> None:
        self.most, self.fault = most, fault

    def fight(self, job: Job, tasks: Iterable[Task], on_campaigns: OnCampaigns) -> Iterator[Receipt]:
        for i, task in enumerate(sorted(tasks, key=lambda task: -task.first)):
            if i >= self.most and self.fault is not None:
                raise self.fault
            yield fight_task(job, task, 1, on_campaigns)


@pytest.fixture(scope="module")
def whole(tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Ensemble:
    """Twelve campaigns in parts of five."""
    return ensemble(str(tiny_folder), N, seed=SEED, part=PART, out=tmp_path_factory.mktemp("e") / "whole")


@pytest.fixture
def copy(whole: Ensemble, tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    shutil.copytree(whole.where, folder)
    return folder


def resume(folder: Path, tiny_folder: Path, **more: Any) -> Ensemble:
    return ensemble(str(tiny_folder), out=folder, resume=True, **more)


def test_layout_of_a_finished_ensemble(whole: Ensemble) -> None:
    folder = Path(whole.where)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert set(os.listdir(folder)) == TABLES | {"manifest.json", "timings.json", ".lock"}
    assert sorted(os.listdir(folder / "summary")) == [f"part-{first:06d}.parquet" for first in (0, 5, 10)]
    assert (manifest["state"], manifest["campaigns"], manifest["asked"]) == ("finished", N, N)
    assert [part["count"] for part in manifest["parts"] if part["table"] == "daily"] == [5, 5, 2]
    assert manifest["stopped"]["words"] == "all 12 campaigns were fought"


def test_columns_are_those_of_a_run(whole: Ensemble) -> None:
    for name, columns in (("places", schema.PLACES), ("daily", schema.DAILY), ("balance", schema.BALANCE)):
        assert pq.read_schema(next(Path(whole.where, name).iterdir())).remove_metadata() == schema.schema(
            columns
        )


def test_campaigns_are_numbered_through_and_in_order(whole: Ensemble) -> None:
    for name in TABLES:
        numbers = whole.table(name).column("campaign").to_numpy()
        assert (np.diff(numbers) >= 0).all()
        assert set(numbers.tolist()) == set(range(N))


def test_coefficients_are_those_that_were_drawn(whole: Ensemble, tiny_folder: Path) -> None:
    from khingan.experiments.kinds import KINDS
    from khingan.experiments.uncertainty import draw

    table = whole.table("coefficients")
    drawn = draw(load(tiny_folder), SEED, np.arange(N), KINDS)
    assert (np.stack([table.column(name).to_numpy() for name in NAMES], axis=1) == drawn).all()


def test_campaigns_are_those_of_a_run(whole: Ensemble, tiny_folder: Path) -> None:
    run = simulate(load(tiny_folder), seed=SEED, count=N, uncertainty=("disputed", "coefficients", "luck"))
    for name in ("summary", "places", "balance", "areas", "daily"):
        assert whole.table(name).cast(getattr(run, name).schema).equals(getattr(run, name))


def test_split_threads_and_order_change_no_row(whole: Ensemble, tiny_folder: Path, tmp_path: Path) -> None:
    other = ensemble(
        str(tiny_folder), N, seed=SEED, part=7, out=tmp_path / "other", threads=1, executor=Backwards()
    )
    for name in TABLES:
        assert other.table(name).equals(whole.table(name))


def test_same_order_same_bytes(whole: Ensemble, tiny_folder: Path, tmp_path: Path) -> None:
    ensemble(str(tiny_folder), N, seed=SEED, part=PART, out=tmp_path / "again", executor=Backwards())
    assert content(tmp_path / "again") == content(Path(whole.where))


def test_without_uncertainty_all_campaigns_are_one(tiny_folder: Path, tmp_path: Path) -> None:
    found = ensemble(str(tiny_folder), 3, uncertainty=(), out=tmp_path / "one")
    rows = found.table("summary").drop_columns(["campaign"]).to_pylist()
    assert rows[0] == rows[1] == rows[2]


def test_daily_rows_can_be_left_out(tiny_folder: Path, tmp_path: Path) -> None:
    found = ensemble(str(tiny_folder), 3, daily=False, out=tmp_path / "one")
    with pytest.raises(InputError, match=r"has no table daily.*--daily"):
        found.table("daily")


def test_stops_at_the_end_of_the_first_part_that_is_enough(tiny_folder: Path, tmp_path: Path) -> None:
    order = {"n": 40, "seed": SEED, "part": 5, "until": "red_strength ±12 %"}
    one = ensemble(str(tiny_folder), **order, out=tmp_path / "one")
    assert one.campaigns < 40
    assert one.campaigns % 5 == 0
    assert one.stopped.startswith(
        f"after {one.campaigns} campaigns the wanted precision was reached: red_strength"
    )
    # Who has fought later parts first drops what does not count.
    ensemble(str(tiny_folder), **order, out=tmp_path / "two", executor=Backwards())
    assert content(tmp_path / "two") == content(tmp_path / "one")


def test_precision_that_is_not_reached_is_said(tiny_folder: Path, tmp_path: Path) -> None:
    found = ensemble(str(tiny_folder), 4, part=2, until="red_killed ±0.001 %", out=tmp_path / "one")
    assert found.campaigns == 4
    assert "the wanted precision was not reached" in found.stopped


def test_interrupted_ensemble_keeps_what_is_done_and_is_completed(
    whole: Ensemble, tiny_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "cut"
    with pytest.raises(KeyboardInterrupt):
        ensemble(
            str(tiny_folder), N, seed=SEED, part=PART, out=folder, executor=Backwards(2, KeyboardInterrupt())
        )
    with pytest.raises(InputError, match=r"is not finished.*--resume"):
        open_results(folder)
    watch = Recorder()
    done = resume(folder, tiny_folder, watcher=watch)
    assert (watch.begins, watch.campaigns, done.fought) == ([(7, 12)], 5, 5)
    assert content(folder) == content(Path(whole.where))


def test_full_disk_in_mid_run_loses_nothing(
    whole: Ensemble, tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, put, written = tmp_path / "full", Folder._put, []

    def fill(self: Folder, path: str, data: bytes) -> None:
        written.append(path)
        if len(written) > 12:
            Path(path).write_bytes(bytes(data)[:100])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        put(self, path, data)

    monkeypatch.setattr(Folder, "_put", fill)
    with pytest.raises(SystemFault, match=r"the disk is full(.|\n)*5 campaigns are kept.*--resume --out"):
        ensemble(str(tiny_folder), N, seed=SEED, part=PART, out=folder)
    assert not [name for name in content(folder) if ".part-" in name]
    monkeypatch.setattr(Folder, "_put", put)
    assert resume(folder, tiny_folder).fought == 7
    assert content(folder) == content(Path(whole.where))


@pytest.mark.parametrize("table", ["summary", "daily"])
def test_damaged_part_is_found_and_fought_again(
    table: str, copy: Path, whole: Ensemble, tiny_folder: Path
) -> None:
    file = copy / table / "part-000005.parquet"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    assert resume(copy, tiny_folder).fought == 5
    assert content(copy) == content(Path(whole.where))


def test_missing_part_is_named_and_fought_again(copy: Path, whole: Ensemble, tiny_folder: Path) -> None:
    (copy / "places" / "part-000010.parquet").unlink()
    with pytest.raises(InputError, match=r"places/part-000010.parquet: is lost.*--resume"):
        open_results(copy).table("places")
    assert resume(copy, tiny_folder).fought == 2
    assert content(copy) == content(Path(whole.where))


def test_finished_ensemble_is_left_as_it_is(copy: Path, whole: Ensemble, tiny_folder: Path) -> None:
    (copy / "summary" / ".part-0-part-000099.parquet").write_text("half")
    watch = Recorder()
    assert resume(copy, tiny_folder, watcher=watch).fought == 0
    assert watch.begins == [(12, 12)]
    assert content(copy) == content(Path(whole.where))


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({"n": 13}, "campaigns"),
        ({"seed": 4}, "seed"),
        ({"days": 2}, "days"),
        ({"uncertainty": ("luck",)}, "uncertainty"),
        ({"until": "red_killed ±1 %"}, "until"),
        ({"daily": False}, "daily"),
        ({"part": 6}, "part"),
        ({"what_if": ("dry",)}, "what-if"),
    ],
)
def test_another_ensemble_is_not_resumed(
    order: dict[str, Any], field: str, copy: Path, tiny_folder: Path, whole: Ensemble
) -> None:
    with pytest.raises(InputError, match=f"field {field}: the folder holds another ensemble"):
        resume(copy, tiny_folder, **order)
    assert content(copy) == content(Path(whole.where))


def test_another_scenario_is_not_resumed(copy: Path) -> None:
    with pytest.raises(InputError, match="field scenario: the folder holds another ensemble"):
        ensemble(out=copy, resume=True, scenario=_default())


def test_changed_scenario_is_not_resumed(copy: Path, tiny_folder: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(tiny_folder, changed)
    file = changed / "units.csv"
    file.write_text(file.read_text().replace("0.8", "0.7"))
    with pytest.raises(InputError, match="has changed since it was begun"):
        resume(copy, changed)
    with pytest.raises(InputError, match="has changed since"):
        open_results(copy).scenario(changed)


def test_second_process_on_one_folder_is_refused(copy: Path, tiny_folder: Path) -> None:
    with locked(Folder(copy)), pytest.raises(InputError, match="another process is writing into it"):
        resume(copy, tiny_folder)
    with locked(Folder(copy)), pytest.raises(InputError, match="another process is writing into it"):
        ensemble(str(tiny_folder), 2, out=copy)


def test_results_are_never_written_over_others(copy: Path, tiny_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds an ensemble already.*--resume"):
        ensemble(str(tiny_folder), 2, out=copy)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x")
    with pytest.raises(InputError, match="not an empty folder"):
        ensemble(str(tiny_folder), 2, out=tmp_path / "mine")
    assert os.listdir(tmp_path / "mine") == ["letter.txt"]


def test_what_cannot_be_resumed_is_told(tiny_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such run"):
        resume(tmp_path / "nowhere", tiny_folder)
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "run.json").write_text("{}")
    with pytest.raises(InputError, match="holds a run, not an ensemble"):
        resume(tmp_path / "run", tiny_folder)


@pytest.mark.parametrize(
    "order", [{"n": 0}, {"n": -5}, {"seed": -1}, {"days": 0}, {"part": 0}, {"until": "red_kiled ±1 %"}]
)
def test_bad_input_leaves_nothing(order: dict[str, Any], tiny_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        ensemble(str(tiny_folder), **order, out=tmp_path / "one")
    assert os.listdir(tmp_path) == []


def test_unwritable_folder_is_told(tiny_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SystemFault, match=r"cannot write .*file"):
        ensemble(str(tiny_folder), 2, out=tmp_path / "file" / "one")


def test_read_only_folder_is_told(tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(tmp_path / "one"))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(SystemFault, match="the file system is read-only"):
        ensemble(str(tiny_folder), 2, out=tmp_path / "one")


def test_address_of_a_folder_is_a_store_too(whole: Ensemble, tiny_folder: Path, tmp_path: Path) -> None:
    address = (tmp_path / "far").as_uri()
    found = ensemble(str(tiny_folder), N, seed=SEED, part=PART, out=address)
    assert found.where == address
    assert content(tmp_path / "far") == content(Path(whole.where))


def test_address_that_nobody_knows_is_told(tiny_folder: Path) -> None:
    with pytest.raises(InputError, match="the address cannot be used"):
        ensemble(str(tiny_folder), 2, out="nowhere://x/y")


def test_catalogue_that_cannot_be_written_stops_nothing(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KHINGAN_CATALOGUE", str(tmp_path / "file" / "runs.sqlite"))
    watch = Recorder()
    assert ensemble(str(tiny_folder), 2, out=tmp_path / "one", watcher=watch).campaigns == 2
    assert "catalogue of runs cannot be used" in watch.messages[0]


def test_tables_and_figure_can_be_written(whole: Ensemble, tmp_path: Path) -> None:
    whole.to_parquet(tmp_path / "summary.parquet")
    assert pq.read_table(tmp_path / "summary.parquet").num_rows == N
    whole.plot(tmp_path / "figure.png")
    assert (tmp_path / "figure.png").read_bytes().startswith(b"\x89PNG")


def _default() -> str:
    from khingan.cli.common import default_scenario

    return default_scenario()
