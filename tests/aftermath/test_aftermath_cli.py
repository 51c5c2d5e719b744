"""``khingan aftermath`` on a run that was fought."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from aftermath_tables import BY_HAND, tables

from khingan.aftermath import RunTables, draw_ledger, wanted_columns
from khingan.aftermath.ledger import column, unaccounted
from khingan.campaign import codes as K
from khingan.cli.aftermath import entry_table
from khingan.cli.main import main
from khingan.cli.run_folder import read_run
from khingan.experiments.batch import simulate_batch
from khingan.scenario import Scenario
from khingan.scenario.compile import compile_scenario


def read(folder: Path) -> RunTables:
    run = read_run(folder, None, wanted_columns())
    return RunTables(run.overlays, run.seed, **run.tables)


def test_a_real_run_accounts_for_every_man(fought: Path) -> None:
    run = read(fought)
    assert run.summary.num_rows == 3
    assert unaccounted(run.balance, run.summary) == []
    assert column(run.balance, "captured").sum() > 0


def test_men_at_the_start_are_those_of_the_scenario(fought: Path, flagship: Scenario) -> None:
    compiled = compile_scenario(flagship)
    men = dict.fromkeys((e.contingent for e in compiled.entries), 0.0)
    for e, count in zip(compiled.entries, compiled.world.u["men"].tolist(), strict=True):
        men[e.contingent] += count / K.MAN
    for row in read(fought).balance.to_pylist():
        assert row["start"] == men[row["contingent"]]


def test_every_piece_of_ground_has_one_holder(fought: Path) -> None:
    areas = read(fought).areas
    for measure in ("held", "towns", "people"):
        whole = sum(column(areas, f"{measure}_{h}") for h in ("soviet", "japanese", "nobody"))
        by_campaign = np.asarray(whole).reshape(3, -1)
        np.testing.assert_allclose(by_campaign, np.broadcast_to(by_campaign[0], by_campaign.shape))


def test_how_a_batch_is_split_changes_no_ending(flagship: Scenario) -> None:
    compiled = compile_scenario(flagship)
    whole = simulate_batch(compiled, np.ones(4), np.arange(4), steps=8, threads=2).ending
    late = simulate_batch(compiled, np.ones(2), np.arange(2, 4), steps=8, threads=1).ending
    assert whole is not None
    assert late is not None
    assert whole.balance[2:].tobytes() == late.balance.tobytes()
    assert whole.areas[2:].tobytes() == late.areas.tobytes()


def test_tables_are_printed(fought: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["aftermath", str(fought)]) == 0
    text = capsys.readouterr().out
    for words in ("Every man of every campaign", "Kuril Islands", "died in captivity", "A010 A014"):
        assert words in text


def test_a_printed_figure_has_no_quantiles(flagship: Scenario) -> None:
    entries = draw_ledger(flagship, tables(flagship, [BY_HAND])).entries
    shown = entry_table("Arms", [e for e in entries if e.item_id in ("rifles", "tanks_claimed")])
    quantiles, figures = (list(shown.columns[i].cells) for i in (1, 3))
    assert quantiles[0] != "-"
    assert quantiles[1] == "-"
    assert figures == ["700,000 of 608,360", "369 to 600, as printed"]


def test_json_holds_the_same(fought: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["aftermath", str(fought), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    japanese = next(f for f in found["fates"] if f["side"] == "japanese" and not f["contingent"])
    ends = sum(value["mean"] for name, value in japanese["men"].items() if name != "start")
    assert ends == pytest.approx(japanese["men"]["start"]["mean"])
    assert found["campaigns"] == 3


def test_a_folder_without_the_tables_is_told_how_to_mend_it(
    fought: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("run.json", "summary.parquet", "areas.parquet"):
        (tmp_path / name).write_bytes((fought / name).read_bytes())
    assert main(["aftermath", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert "has no table balance.parquet" in error
    assert "to mend: fight the campaigns again" in error
