"""Calibration on the tiny scenario with a made-up record: choice, targets, checks, files, the verb."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from khingan.cli.main import main
from khingan.errors import InputError
from khingan.experiments.batch import simulate_batch
from khingan.experiments.calibration import check, choice, posterior
from khingan.experiments.calibration import targets as T
from khingan.experiments.calibration.calibrate import Calibration, Settings, calibrate, check_settings
from khingan.experiments.uncertainty import draw_coefficients
from khingan.scenario import Scenario, load
from khingan.scenario.compile import Compiled, compile_scenario

sys.path.insert(0, str(Path(__file__).parents[1] / "scenario"))

SMALL = Settings(campaigns=250, check=50, most=3, effective=60)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tiny_record import add_record
    from tiny_scenario import Folder

    path: Path = tmp_path_factory.mktemp("calibrated")
    Folder(path)
    add_record(path)
    settings = path / "scenario.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("steps = 8", "steps = 40"), encoding="utf-8"
    )
    return path


@pytest.fixture(scope="module")
def scenario(folder: Path) -> Scenario:
    return load(folder)


@pytest.fixture(scope="module")
def compiled(scenario: Scenario) -> Compiled:
    return compile_scenario(scenario)


@pytest.fixture(scope="module")
def found(scenario: Scenario, compiled: Compiled) -> Calibration:
    return calibrate(scenario, seed=3, settings=SMALL, compiled=compiled)


def test_targets_are_the_calibration_rows_alone(compiled: Compiled) -> None:
    targets = T.targets_of(compiled)
    assert targets.names == ("hailar captured", "hailar reached", "red_army killed 1-10")
    assert targets.counts() == {"dates": 2, "losses": 1}
    # E001: 12 August and a day on either side, in days after the start of the 9th.
    assert (targets.low[0], targets.high[0]) == (2.0, 5.0)
    assert np.exp([targets.low[2], targets.high[2]]) - 1 == pytest.approx([5, 400])


def test_what_campaigns_say_is_what_the_tables_say(compiled: Compiled) -> None:
    targets = T.targets_of(compiled)
    batch = simulate_batch(compiled, np.full(3, 1), np.arange(3), daily=True)
    said = targets.take(batch)
    place = compiled.place_ids.index("hailar")
    assert said[:, 1] == pytest.approx(np.minimum(batch.places[:, place, 0, 0], 240) / 24)
    army = compiled.reporting.index("red_army")
    from khingan.campaign import codes as K

    killed = batch.daily[:, :, army, K.DAILY.index("killed")].sum(axis=1) / K.MAN
    assert np.expm1(said[:, 2]) == pytest.approx(killed)


def test_the_record_is_the_middle_of_its_interval_and_no_farther_than_campaigns_go(
    compiled: Compiled,
) -> None:
    targets = T.targets_of(compiled)
    wide = np.stack([np.linspace(0, 10, 101), np.linspace(6, 10, 101), np.linspace(0, 8, 101)], axis=1)
    seen = T.observed(targets, wide)
    assert seen[0] == pytest.approx(3.5)
    assert 6.0 <= seen[1] < 6.1
    assert seen[2] == pytest.approx((np.log(6) + np.log(401)) / 2)


def test_an_open_end_asks_for_nothing_beyond_it(compiled: Compiled) -> None:
    targets = T.targets_of(compiled)
    targets = replace(targets, high=np.array([np.inf, 4.0, 6.0]))
    said = np.tile(np.linspace(4.0, 8.0, 101)[:, None], (1, 3))
    assert T.observed(targets, said)[0] == pytest.approx(6.0)


def test_blurring_adds_the_observation_error_and_the_discrepancy(compiled: Compiled) -> None:
    targets = T.targets_of(compiled)
    blurred = T.blurred(targets, np.zeros((20_000, 3)), (0.5, 0.2), np.random.default_rng(1))
    width = targets.high - targets.low
    expected = np.sqrt(width**2 / 12 + np.array([0.5, 0.5, 0.2]) ** 2)
    assert blurred.std(axis=0) == pytest.approx(expected, rel=0.03)
    assert blurred.mean(axis=0) == pytest.approx(0, abs=0.05)


def test_rows_of_one_place_are_held_out_together(compiled: Compiled) -> None:
    targets = T.targets_of(compiled)
    parts = check.folds(targets, 5, np.random.default_rng(0))
    assert sorted(map(len, parts)) == [1, 2]
    assert sorted(np.concatenate(parts).tolist()) == [0, 1, 2]


def test_the_coefficient_that_moves_the_rows_is_chosen(compiled: Compiled) -> None:
    targets = T.targets_of(compiled)
    known = choice.candidates(compiled.scenario)
    drawn = draw_coefficients(compiled.scenario, 1, np.arange(400))
    mover = known[7]
    said = drawn[:, [mover.column] * 3] + np.random.default_rng(2).normal(size=(400, 3)) * 1e-6
    share = choice.shares(targets, known, drawn, said)
    assert choice.leading(share, 1) == [7]
    assert share[7] == pytest.approx(1.0)
    assert np.delete(share, 7).max() < 0.05


def test_switches_are_no_candidates(scenario: Scenario) -> None:
    names = {one.name for one in choice.candidates(scenario)}
    assert names
    assert not any(name.startswith("switch_") for name in names)


def test_a_calibration_is_the_same_on_any_number_of_threads(
    scenario: Scenario, compiled: Compiled, found: Calibration
) -> None:
    again = calibrate(scenario, seed=3, settings=replace(SMALL, check=0), compiled=compiled, threads=1)
    assert again.posterior().equals(found.posterior())
    assert again.checks == ()


def test_a_calibration_tells_what_it_cost_and_keeps_the_ranges(found: Calibration) -> None:
    assert found.fought == SMALL.campaigns + 2 * SMALL.check
    assert found.weights.sum() == pytest.approx(1.0)
    assert len(found.coefficients) == 3
    for one, values in zip(found.coefficients, found.vectors.T, strict=True):
        assert one.low <= values.min() <= values.max() <= one.high
    assert [one.name for one in found.checks] == ["ranges", "posterior", "held out"]
    assert found.checks[2].campaigns == SMALL.check // 2  # one place and one formation: two parts


def test_nothing_of_the_test_part_is_read(found: Calibration) -> None:
    assert found.rows == {"dates": 2, "losses": 1}
    assert not any("mukden" in name or "blue" in name for name in found.targets.names)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["march_foot_opne"], "there is no such coefficient.*did you mean march_foot_open"),
        (["switch_weather"], "is not drawn"),
        ([f"x{i}" for i in range(16)], "so many coefficients"),
    ],
)
def test_names_that_cannot_be_calibrated_are_refused(
    scenario: Scenario, names: list[str], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        choice.named(scenario, names)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (Settings(campaigns=0), "too few campaigns"),
        (Settings(most=16), "so many coefficients"),
        (Settings(most=0), "so many coefficients"),
        (Settings(check=7), "too few campaigns to check"),
    ],
)
def test_settings_that_tell_nothing_are_refused(scenario: Scenario, settings: Settings, message: str) -> None:
    with pytest.raises(InputError, match=message):
        check_settings(scenario, 1, settings)


Say = Callable[..., str]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    def call(*words: str | Path, code: int = 0) -> str:
        given = main([str(word) for word in words])
        told = capsys.readouterr()
        assert given == code, told.err
        return told.out + told.err

    return call


@pytest.fixture(scope="module")
def written(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out: Path = tmp_path_factory.mktemp("out") / "calibration"
    words = [
        "calibrate",
        str(folder),
        "-n",
        "250",
        "--check",
        "50",
        "--most",
        "3",
        "--seed",
        "3",
        "--out",
        str(out),
    ]
    assert main(words) == 0
    return out


def test_the_verb_writes_a_what_if_that_campaigns_draw_from(folder: Path, written: Path) -> None:
    laid = load(folder, [str(written / "calibrated.toml")])
    table = laid.posterior
    assert table is not None
    drawn = draw_coefficients(laid, 9, np.arange(300))
    plain = draw_coefficients(load(folder), 9, np.arange(300))
    columns = [choice.NAMES.index(name) for name in table.names]
    vectors = {tuple(row) for row in table.values}
    assert {tuple(row) for row in drawn[:, columns]} <= vectors
    # All others are what they would be without it.
    assert np.array_equal(np.delete(drawn, columns, axis=1), np.delete(plain, columns, axis=1))


def test_a_campaign_has_the_same_vector_in_any_split(folder: Path, written: Path) -> None:
    laid = load(folder, [str(written / "calibrated.toml")])
    whole = draw_coefficients(laid, 9, np.arange(40))
    halves = [draw_coefficients(laid, 9, np.arange(20)), draw_coefficients(laid, 9, np.arange(20, 40))]
    assert np.array_equal(whole, np.concatenate(halves))


def test_vectors_are_drawn_by_their_weight(folder: Path, written: Path) -> None:
    laid = load(folder, [str(written / "calibrated.toml")])
    assert laid.posterior is not None
    width = len(laid.posterior.names)
    few = replace(
        laid.posterior, values=np.array([[1.0] * width, [2.0] * width]), weights=np.array([0.2, 0.8])
    )
    nothing = np.zeros((2000, len(choice.NAMES)))
    drawn = posterior.apply(replace(laid, posterior=few), 1, np.arange(2000), nothing)
    column = choice.NAMES.index(few.names[0])
    assert (drawn[:, column] == 2.0).mean() == pytest.approx(0.8, abs=0.03)


def test_without_drawn_coefficients_the_medians_stand(folder: Path, written: Path) -> None:
    laid = load(folder, [str(written / "calibrated.toml")])
    rows = json.loads((written / "calibration.json").read_text(encoding="utf-8"))["coefficients"]
    for row in rows:
        assert laid.parameter(row["name"]) == pytest.approx(row["posterior_q50"])


def test_what_it_says_can_be_read(written: Path) -> None:
    text = (written / "calibration.md").read_text(encoding="utf-8")
    for words in ("Width ratio", "held out", "not identified", "350 campaigns", "2 dates, 1 losses"):
        assert words in text or words.capitalize() in text, words
    assert (written / "calibration.png").read_bytes()[:4] == b"\x89PNG"


def test_a_posterior_changes_the_identity(folder: Path, written: Path, compiled: Compiled) -> None:
    laid = load(folder, [str(written / "calibrated.toml")])
    # The same medians without a table to draw from.
    bare = compile_scenario(replace(laid, posterior=None))
    assert compile_scenario(laid).digest not in (bare.digest, compiled.digest)


def test_a_calibrated_scenario_is_not_calibrated_again(say: Say, folder: Path, written: Path) -> None:
    text = say("calibrate", folder, "--what-if", written / "calibrated.toml", code=2)
    assert "draws from a posterior already" in text


@pytest.mark.parametrize(
    ("line", "cells", "message"),
    [
        (0, "weight,nobody", "there is no such coefficient"),
        (0, "nothing,at,all", "the header is not that of a posterior"),
        (1, "1,x,1,1", "is no row of numbers"),
        (1, "-1,{0},{1},{2}", "a weight is negative"),
        (1, "1,1e9,{1},{2}", "lies outside the range"),
    ],
)
def test_a_spoilt_posterior_is_refused(
    say: Say, folder: Path, written: Path, tmp_path: Path, line: int, cells: str, message: str
) -> None:
    for name in ("calibrated.toml", "calibrated.csv"):
        (tmp_path / name).write_bytes((written / name).read_bytes())
    lines = (tmp_path / "calibrated.csv").read_text(encoding="utf-8").splitlines()
    lines[line] = cells.format(*lines[1].split(",")[1:])
    (tmp_path / "calibrated.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    text = " ".join(
        say("scenario", "check", folder, "--what-if", tmp_path / "calibrated.toml", code=2).split()
    )
    assert message in text
    assert "calibrated.csv" in text


def test_two_posteriors_contradict_each_other(say: Say, folder: Path, written: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('title = "Other"\nclaims = ["assumption"]\nposterior = "other.csv"\n', encoding="utf-8")
    lines = (written / "calibrated.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "other.csv").write_text("\n".join(lines[:5]) + "\n", encoding="utf-8")
    words = ("--what-if", written / "calibrated.toml", "--what-if", other)
    assert "contradict each other" in say("scenario", "check", folder, *words, code=2)


def test_an_out_folder_that_cannot_be_written_is_told_before_the_work(
    say: Say, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "cannot write" in say("calibrate", folder, "--out", tmp_path / "file" / "x", code=1)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "something").write_text("", encoding="utf-8")
    assert "not an empty folder" in say("calibrate", folder, "--out", tmp_path / "full", code=2)


@pytest.mark.parametrize(
    "words", [("-n", "0"), ("--parameter", "nobody"), ("--most", "16"), ("--name", "a/b")]
)
def test_bad_words_are_input_errors_and_write_nothing(
    say: Say, folder: Path, tmp_path: Path, words: tuple[str, str]
) -> None:
    say("calibrate", folder, *words, "--out", tmp_path / "x", code=2)
    assert list(tmp_path.iterdir()) == []
