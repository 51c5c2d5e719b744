"""Fits: folds that keep groups whole, no glimpse of what is forecast, known coefficients found again."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from battle_tables import random_rows, read_rows, with_outcomes

from khingan.battles import coefficients as Q
from khingan.battles import fit as fitting
from khingan.battles import inputs as F
from khingan.battles.coefficients import Coefficients, load_coefficients, read_overlay
from khingan.battles.fit import Task, cross_validate, fit, fit_once, group_folds, group_weights, unseen_guess
from khingan.battles.forecast import medians
from khingan.battles.overlay import BLIND, JUDGED, Estimate, estimate, write_overlay
from khingan.battles.scores import Outcomes, fit_logistic, outcomes_of
from khingan.campaign.parameters import NAMES
from khingan.errors import InputError

pytest.importorskip("scipy", reason="fits need scipy")

FEW = (
    "z_base",
    "alpha",
    "delta",
    "judged_cev",
    "last_man_defender",
    "logit_base",
    "logit_advantage",
    "advance_base",
)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fit a handful of coefficients with two widths of the priors: quick, and nothing else is different."""
    priors = {name: Q.priors()[name] for name in FEW}
    monkeypatch.setattr(Q, "priors", lambda: priors)
    monkeypatch.setattr(fitting, "SCALES", (0.3, 1.0))


def synthetic(folder: Path, c: Coefficients, n: int, seed: int = 3) -> Task:
    """Engagements drawn from the kernel itself with the given coefficients and the spread that fits assume."""
    rows = [
        row | {"def_nation": "Japan", "atk_nation": "USA"} if i % 4 else row
        for i, row in enumerate(random_rows(n))
    ]
    table = read_rows(folder, *rows)
    features = F.make_features(table)
    truth = medians(features, c, JUDGED)
    luck = np.random.default_rng(seed)
    men_a, men_d, days = features[:, F.MEN_A], features[:, F.MEN_D], features[:, F.DAYS]
    found = Outcomes(
        np.log10(truth.attacker * men_a / days) + luck.normal(0.0, 0.33, n),
        np.log10(truth.defender * men_d / days) + luck.normal(0.0, 0.37, n),
        (luck.random(n) < truth.win).astype(float),
        np.log10(np.maximum(0.0, truth.km_day) + 0.5) + luck.normal(0.0, 0.36, n),
        np.arange(n) // 3,
    )
    return Task(features, found, c, JUDGED)


def test_folds_never_divide_a_group_and_are_about_equally_large() -> None:
    luck = np.random.default_rng(1)
    group = luck.integers(0, 60, 300)
    folds = group_folds(group, 5, seed=1)
    assert all(len(np.unique(folds[group == g])) == 1 for g in np.unique(group))
    sizes = np.bincount(folds)
    assert len(sizes) == 5
    assert np.ptp(sizes) <= 2


def test_one_big_group_does_not_unbalance_the_others() -> None:
    group = np.concatenate([np.zeros(20, int), np.arange(1, 81)])
    assert np.bincount(group_folds(group, 5, seed=1)).tolist() == [20] * 5


def test_folds_are_the_same_for_the_same_seed_only() -> None:
    group = np.arange(100) // 2
    first = group_folds(group, 5, seed=1)
    np.testing.assert_array_equal(first, group_folds(group, 5, seed=1))
    assert (first != group_folds(group, 5, seed=2)).any()


def test_fewer_groups_than_folds_is_one_error() -> None:
    with pytest.raises(InputError) as refused:
        group_folds(np.array([0, 0, 1, 2, 3]), 5, seed=1)
    (problem,) = refused.value.problems
    assert problem.message == "4 groups of engagements are too few for 5 folds"
    assert problem.field == "group_id"


def test_too_few_groups_for_folds_within_folds_counts_those_of_the_table(
    tmp_path: Path, frozen: Coefficients
) -> None:
    with pytest.raises(InputError) as refused:
        cross_validate(synthetic(tmp_path, frozen, 18))
    (problem,) = refused.value.problems
    assert "6 groups of engagements are too few for a nested cross-validation" in problem.message


def test_engagements_of_one_group_weigh_less() -> None:
    # 1 / (1 + 0.2 (size - 1))
    assert group_weights(np.array([7, 8, 8, 8])).tolist() == pytest.approx([1.0, *[1 / 1.4] * 3])


@pytest.mark.usefixtures("few")
def test_a_fold_has_no_part_in_the_fit_that_forecasts_it(tmp_path: Path, frozen: Coefficients) -> None:
    task = synthetic(tmp_path, frozen, 60)
    before, folds = cross_validate(task)
    out = folds == 2
    found = task.found
    altered = Outcomes(
        np.where(out, found.attacker + 2.0, found.attacker),
        np.where(out, found.defender - 2.0, found.defender),
        np.where(out, 1.0 - found.winner, found.winner),
        np.where(out, 3.0, found.km),
        found.group,
    )
    after, same_folds = cross_validate(replace(task, found=altered))
    np.testing.assert_array_equal(folds, same_folds)
    assert after[2] == before[2]
    assert all(after[k].values != before[k].values for k in (0, 1, 3, 4))


@pytest.mark.usefixtures("few")
def test_every_engagement_is_forecast_by_the_fit_without_it(tmp_path: Path, frozen: Coefficients) -> None:
    task = synthetic(tmp_path, frozen, 40)
    folds = group_folds(task.found.group, 5, seed=1)
    fits = [fitting.Fitted({"z_base": -1.0 - k, "logit_base": float(k)}, {}, 1.0) for k in range(5)]
    asked: list[tuple[float, int]] = []

    def intervals(c: Coefficients, rows: np.ndarray) -> np.ndarray:
        asked.append((c.value("z_base"), len(rows)))
        return np.full((len(rows), 2, 4), c.value("z_base"))

    said = unseen_guess(task, fits, folds, intervals)
    for k in range(5):
        rows = np.flatnonzero(folds == k)
        alone = task.guess(fits[k].values, rows)
        np.testing.assert_array_equal(said.win[rows], alone.win)
        expected = np.log10(alone.attacker * task.features[rows, F.MEN_A] / task.features[rows, F.DAYS])
        np.testing.assert_allclose(said.attacker[rows], expected)
        assert (said.defender_interval[rows] == -1.0 - k).all()
    assert asked == [(-1.0 - k, int((folds == k).sum())) for k in range(5)]


def test_fit_finds_strong_coefficients_again(tmp_path: Path, frozen: Coefficients) -> None:
    truth = {"z_base": -1.2, "alpha": 0.5, "delta": 0.8, "last_man_defender": 0.6, "advance_advantage": 0.8}
    task = synthetic(tmp_path, frozen.replaced(truth), 240)
    fitted = fit_once(replace(task, start=frozen), np.arange(240), 1.0)
    for name, value in truth.items():
        assert abs(fitted.values[name] - value) < 3.0 * fitted.errors[name], name
    for name in ("alpha", "delta", "last_man_defender"):
        assert fitted.errors[name] < 0.15, name
        assert abs(fitted.values[name] - Q.priors()[name][0]) > 2.0 * fitted.errors[name], name


@pytest.mark.usefixtures("few")
def test_logit_of_winners_is_found_again(tmp_path: Path, frozen: Coefficients) -> None:
    fitted = fit(synthetic(tmp_path, frozen, 240), np.arange(240))
    value, error = fitted.values["logit_advantage"], fitted.errors["logit_advantage"]
    assert abs(value - 4.18) < 3.0 * error
    assert 0.2 < error < 1.0


def test_logit_of_winners_is_fitted_to_advantages_the_fit_had_not_seen(
    tmp_path: Path, frozen: Coefficients, few: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "SCALES", (1.0,))
    task, rows = synthetic(tmp_path, frozen, 60), np.arange(60)
    folds = group_folds(task.found.group, 5, seed=1)
    x = np.empty(60)
    for k in range(5):
        out = rows[folds == k]
        x[out] = task.guess(fit_once(task, rows[folds != k], 1.0).values, out).x_winner
    columns = np.stack([np.ones(60), x], axis=1)
    weight = group_weights(task.found.group)
    # Priors: 0 with standard deviations of 2 and 1.5.
    beta = fit_logistic(columns, task.found.winner, np.zeros(2), np.array([1 / 4, 1 / 2.25]), weight)
    fitted = fit(task, rows)
    assert [fitted.values["logit_base"], fitted.values["logit_advantage"]] == pytest.approx(beta, rel=1e-9)


@pytest.mark.usefixtures("few")
def test_narrow_priors_hold_their_coefficients(tmp_path: Path, frozen: Coefficients) -> None:
    task = synthetic(tmp_path, frozen.replaced({"last_man_defender": 0.8}), 60)
    held, free = (fit_once(task, np.arange(60), scale) for scale in (1e-3, 1.0))
    assert held.values["last_man_defender"] == pytest.approx(Q.priors()["last_man_defender"][0], abs=0.01)
    assert free.values["last_man_defender"] > 0.5


@pytest.mark.usefixtures("few")
def test_one_gross_error_of_a_record_hardly_moves_the_fit(tmp_path: Path, frozen: Coefficients) -> None:
    task = synthetic(tmp_path, frozen, 90)
    wrong = task.found.attacker.copy()
    wrong[5] += 3.0
    rows = np.arange(90)
    before = fit_once(task, rows, 1.0)
    after = fit_once(replace(task, found=replace(task.found, attacker=wrong)), rows, 1.0)
    # By least squares the base would rise by about 3 / 180.
    assert 0.0 < after.values["z_base"] - before.values["z_base"] < 0.008


def test_unknown_winners_and_advances_leave_their_coefficients_at_the_prior(
    tmp_path: Path, frozen: Coefficients, few: None
) -> None:
    task = synthetic(tmp_path, frozen, 60)
    silent = np.full(60, np.nan)
    fitted = fit_once(replace(task, found=replace(task.found, winner=silent, km=silent)), np.arange(60), 1.0)
    for name in ("logit_base", "logit_advantage", "advance_base"):
        prior, sd = Q.priors()[name]
        assert fitted.values[name] == pytest.approx(prior, abs=1e-6)
        assert fitted.errors[name] == pytest.approx(sd, rel=1e-6)


@pytest.mark.usefixtures("few")
def test_a_blind_fit_has_no_coefficient_of_the_judgement(tmp_path: Path, frozen: Coefficients) -> None:
    task = synthetic(tmp_path, frozen, 30)
    assert "judged_cev" in task.names()
    assert set(task.names()) - set(replace(task, use=BLIND).names()) == {"judged_cev"}


@pytest.mark.usefixtures("few")
def test_estimates_name_the_logits_of_forecasts_and_leave_that_of_the_simulation(
    tmp_path: Path, frozen: Coefficients
) -> None:
    table = read_rows(tmp_path, *with_outcomes(random_rows(60)))
    found = {row.name: row for row in estimate(table, frozen)}
    logits = {"win_base", "win_advantage", "win_base_judged", "win_advantage_judged"}
    assert set(found) == set(FEW) - {"logit_base", "logit_advantage"} | logits
    assert all(row.se > 0.0 and row.was == frozen.value(name) for name, row in found.items())
    blind = fit(Task(F.make_features(table), outcomes_of(table), frozen, BLIND), np.arange(60))
    assert found["win_advantage"].value == blind.values["logit_advantage"]
    assert found["win_advantage_judged"].value != found["win_advantage"].value


def parameters(c: Coefficients) -> dict[str, float]:
    return {name: c.value(name) for name in NAMES}


def test_an_overlay_written_is_read_again_with_the_same_numbers(tmp_path: Path, frozen: Coefficients) -> None:
    values = {"alpha": 0.2517, "win_base": -0.03312, "war_intensity:WWII East": 0.0971, "z_base": -1.234}
    path = tmp_path / "overlay.csv"
    write_overlay(path, [Estimate(name, value, 0.123, frozen.value(name)) for name, value in values.items()])
    assert read_overlay(path) == values
    c = load_coefficients(parameters(frozen), path)
    assert {name: c.value(name) for name in values} == values
    others = set(NAMES) | set(Q.battle_rows())
    assert all(c.value(name) == frozen.value(name) for name in others - set(values))


def test_an_era_moves_all_its_wars_and_a_war_only_itself(frozen: Coefficients) -> None:
    def moved(name: str) -> list[str]:
        c = frozen.replaced({name: frozen.value(name) + 1.3})
        change = (c.battle - frozen.battle)[Q.FIRST_WAR : Q.FIRST_WAR + 2 * len(Q.wars()) : 2]
        assert set(change.round(9)) == {0.0, 1.3}
        return [war for war, by in zip(Q.wars(), change, strict=True) if by]

    assert moved("era_intensity:1904-18") == ["RJW-Balkan 1904-13", "WWI 1914", "WWI 1915-17", "WWI 1918"]
    assert moved("war_intensity:WWII East") == ["WWII East"]


@pytest.mark.parametrize(
    ("text", "row", "field", "value", "message"),
    [
        ("name,value\nalpha,0.3\nalhpa,0.3\n", 3, "name", "alhpa", "no coefficient has this name"),
        ("name,value\nalpha,much\n", 2, "value", "much", "not a number"),
        ("name,value\n\nalpha,\n", 3, "value", "", "not a number"),
        ("name,value\nalpha,nan\n", 2, "value", "nan", "not a finite number"),
        ("name,value\nalpha,1\nalpha,2\n", 3, "name", "alpha", "the coefficient stands twice"),
        ("name,number\nalpha,1\n", 1, "value", None, "the column is missing"),
        ("name,value\n", None, None, None, "no row"),
    ],
)
def test_a_broken_overlay_is_told_by_row_and_column(
    tmp_path: Path, text: str, row: int | None, field: str | None, value: str | None, message: str
) -> None:
    path = tmp_path / "overlay.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_overlay(path)
    (problem,) = refused.value.problems
    assert (problem.row, problem.field, problem.value, problem.message) == (row, field, value, message)


def test_every_fault_of_an_overlay_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "overlay.csv"
    path.write_text("name,value\nnobody,1\nalpha,much\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_overlay(path)
    assert [problem.row for problem in refused.value.problems] == [2, 3]


def test_without_scipy_a_fit_says_what_to_install(
    tmp_path: Path, frozen: Coefficients, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = synthetic(tmp_path, frozen, 30)
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    with pytest.raises(InputError, match=r"khingan\[analysis\]"):
        fit_once(task, np.arange(30), 1.0)
