"""Forecasts: the kernel's own numbers, draws that depend on nothing but the row, honest intervals."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from battle_tables import FULL, Row, random_rows, read_rows, with_outcomes

from khingan.battles import inputs as F
from khingan.battles.coefficients import Coefficients
from khingan.battles.columns import columns
from khingan.battles.forecast import Forecast, Remainder, Use, forecast, medians
from khingan.battles.predict import COLUMNS, predict, write_forecast
from khingan.battles.table import Engagements
from khingan.campaign.combat import advance, advantage, casualties, decision

ALL = Use(casualties=1.0, winner=1.0)
NONE = Remainder(below=(0.0, 0.0), above=(0.0, 0.0))
NOISE = [f"noise_{what}_{side}" for what in ("engagement", "day") for side in ("attacker", "defender")]


def draw(table: Engagements, c: Coefficients, draws: int = 200, **options: object) -> Forecast:
    features = F.make_features(table)
    return forecast(features, table.ids, c, draws_per_row=draws, **options)  # type: ignore[arg-type]


def without_noise(c: Coefficients) -> Coefficients:
    return c.replaced(dict.fromkeys(NOISE, 0.0))


def plain_x(c: Coefficients) -> float:
    """Advantage of the row FULL without judgement and nations, by the kernel's functions."""
    p = c.kernel
    x = advantage.force_terms(20_000.0, 8_000.0, 100.0, 10.0, 200.0, 80.0, 10.0, 0.0, 1.0, p)
    #                            fort conc delay rug  wood urb  marsh wet river env  two sides
    x += advantage.ground_terms(1.0, 0.0, 0.5, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 0.0, p)
    return float(x + advantage.air_term(1.0, p) + advantage.surprise_term(2.0, 0.0, p))


# One step of the effectiveness code, one of leadership, training and morale together, Germans attacking.
JUDGED = 0.138 + 0.108 + 0.080


def test_point_forecast_is_the_kernel_called_by_hand(tmp_path: Path, frozen: Coefficients) -> None:
    p, x = frozen.kernel, plain_x(frozen) + JUDGED
    z = -1.55 + 0.175 + 0.045 - 0.181 / 2 - 0.108 - 0.040 + 0.010 + 0.038
    share = casualties.engagement_step(x, z, 0.0, 5.0, 0.0, 0.0, 0.0, 0.0, p)
    level = advance.advance_level(x, 0.5, 1.0, 1.0, 0.0, p)
    level += 0.207 * (0.5 * math.log10(20_000.0 * 8_000.0) - 4.2)

    found = medians(F.make_features(read_rows(tmp_path, FULL)), frozen, ALL)
    assert found.x[0] == pytest.approx(x, abs=1e-9)
    assert found.z[0] == pytest.approx(z, abs=1e-9)
    assert (found.attacker[0], found.defender[0]) == pytest.approx(share, rel=1e-9)
    assert found.win[0] == pytest.approx(decision.win_probability(x, p), rel=1e-9)
    assert found.km_day[0] == pytest.approx(advance.advance_rate(level, 5.0, p), rel=1e-9)


def test_hindsight_counts_as_much_as_it_is_allowed_to(tmp_path: Path, frozen: Coefficients) -> None:
    features = F.make_features(read_rows(tmp_path, FULL))
    found = medians(features, frozen, Use(casualties=0.0, winner=0.25))
    assert found.x[0] == pytest.approx(plain_x(frozen), abs=1e-9)
    assert found.x_winner[0] == pytest.approx(plain_x(frozen) + JUDGED / 4, abs=1e-9)


def test_troops_who_fight_to_the_last_man_lose_more(tmp_path: Path, frozen: Coefficients) -> None:
    nations = {"atk_nation": "USA", "war": "WWII Pacific"}
    table = read_rows(tmp_path, nations | {"def_nation": "Japan"}, nations)
    found = medians(F.make_features(table), frozen, ALL)
    cumulated = -np.log(1.0 - found.defender)
    assert np.log10(cumulated[0] / cumulated[1]) == pytest.approx(0.436, abs=1e-6)
    assert found.attacker[0] == found.attacker[1]


def test_without_noise_every_draw_is_the_point_forecast(tmp_path: Path, frozen: Coefficients) -> None:
    table = read_rows(tmp_path, *(row | {"war": "WWII East"} for row in random_rows(12)))
    found = draw(table, without_noise(frozen), remainder=NONE)
    men_a_day = np.stack([table.numbers[f"{side}_str"] / table.numbers["days"] for side in ("atk", "def")])
    point = np.stack([found.point.attacker, found.point.defender]) * men_a_day
    np.testing.assert_allclose(found.mean, point.T, rtol=1e-9)
    np.testing.assert_allclose(found.quantiles, np.repeat(point.T[:, :, None], 5, axis=2), rtol=1e-9)


def test_the_remainder_alone_keeps_the_median_and_is_wider_below(
    tmp_path: Path, frozen: Coefficients
) -> None:
    found = draw(read_rows(tmp_path, {"days": 5, "war": "WWI 1914"}), without_noise(frozen), draws=40_000)
    log = np.log10(found.quantiles[0])
    point = np.log10([found.point.attacker[0] * 9000 / 5, found.point.defender[0] * 6000 / 5])
    quarter, end = 0.6745, 1.6449  # of a standard normal
    for side, below, above in ((0, 0.34, 0.26), (1, 0.43, 0.28)):
        expected = [-end * below, -quarter * below, 0.0, quarter * above, end * above]
        assert log[side] - point[side] == pytest.approx(expected, abs=0.015)


def test_an_unknown_war_widens_the_interval(tmp_path: Path, frozen: Coefficients) -> None:
    row = {"days": 5}
    table = read_rows(tmp_path, row | {"eng_id": "A", "war": "WWI 1914"})
    other = read_rows(tmp_path, row | {"eng_id": "A"})
    known, unknown = draw(table, frozen, draws=4000).quantiles, draw(other, frozen, draws=4000).quantiles
    assert (unknown[0, :, 4] / unknown[0, :, 0] > 1.1 * known[0, :, 4] / known[0, :, 0]).all()


def test_the_remainder_is_no_part_of_the_mean(tmp_path: Path, frozen: Coefficients) -> None:
    table = read_rows(tmp_path, FULL)
    with_it, without = draw(table, frozen), draw(table, frozen, remainder=NONE)
    np.testing.assert_array_equal(with_it.mean, without.mean)
    assert (with_it.quantiles[:, :, 0] < without.quantiles[:, :, 0]).all()


def test_quantiles_increase(tmp_path: Path, frozen: Coefficients) -> None:
    found = draw(read_rows(tmp_path, *random_rows(30)), frozen)
    assert (np.diff(found.quantiles, axis=2) > 0.0).all()


def test_nobody_loses_more_men_than_there_are(tmp_path: Path, frozen: Coefficients) -> None:
    table = read_rows(tmp_path, {"days": 3, "atk_str": 60_000, "def_str": 100, "def_nation": "Japan"})
    found = draw(table, frozen.replaced({"z_base": 1.0}), draws=1000)
    assert found.quantiles[0, 1, 4] == pytest.approx(100 / 3, rel=1e-9)
    assert (found.quantiles[0, 1] <= 100 / 3 + 1e-9).all()
    assert (found.quantiles[0, 0] <= 60_000 / 3 + 1e-6).all()


def test_a_row_is_forecast_alike_alone_and_among_others_in_any_order(
    tmp_path: Path, frozen: Coefficients
) -> None:
    rows = random_rows(20)
    among = draw(read_rows(tmp_path, *rows), frozen)
    turned = draw(read_rows(tmp_path, *reversed(rows)), frozen)
    alone = draw(read_rows(tmp_path, rows[13]), frozen)
    np.testing.assert_array_equal(turned.quantiles[::-1], among.quantiles)
    np.testing.assert_array_equal(turned.mean[::-1], among.mean)
    np.testing.assert_array_equal(alone.quantiles[0], among.quantiles[13])


def test_threads_change_nothing(tmp_path: Path, frozen: Coefficients) -> None:
    table = read_rows(tmp_path, *random_rows(20))
    one, four = draw(table, frozen, threads=1), draw(table, frozen, threads=4)
    np.testing.assert_array_equal(one.quantiles, four.quantiles)


def test_more_draws_keep_the_first_ones(tmp_path: Path, frozen: Coefficients) -> None:
    table = read_rows(tmp_path, FULL)
    first, two = draw(table, frozen, draws=1).quantiles[0, :, 2], draw(table, frozen, draws=2).quantiles[0]
    # The quantiles of two draws lie on the line between them.
    low = two[:, 0] - (two[:, 4] - two[:, 0]) * 0.05 / 0.9
    high = two[:, 4] + (two[:, 4] - two[:, 0]) * 0.05 / 0.9
    assert (high > low * 1.001).all()
    for side in range(2):
        assert np.isclose(first[side], [low[side], high[side]], rtol=1e-9).any()


def test_another_seed_and_another_name_have_other_luck(tmp_path: Path, frozen: Coefficients) -> None:
    row = {name: value for name, value in FULL.items() if name != "eng_id"}
    table = read_rows(tmp_path, row, row)
    found = draw(table, frozen)
    assert (found.quantiles[0] != found.quantiles[1]).all()
    assert (draw(table, frozen, seed=2).quantiles != found.quantiles).all()


def test_progress_counts_every_row_once(tmp_path: Path, frozen: Coefficients) -> None:
    done: list[int] = []
    draw(read_rows(tmp_path, *random_rows(19)), frozen, draws=10, on_rows=done.append)
    assert sum(done) == 19


def written(folder: Path, rows: list[Row], c: Coefficients) -> bytes:
    table = read_rows(folder, *rows)
    write_forecast(folder / "out.csv", table, predict(table, c, draws=100))
    return (folder / "out.csv").read_bytes()


def test_outcomes_and_identity_are_not_looked_at(tmp_path: Path, frozen: Coefficients) -> None:
    rows = with_outcomes(random_rows(10))
    full = [
        row | {"location": "Somewhere", "adv_momentum": 2, "atk_result": "stalemate", "note": "doubtful"}
        for row in rows
    ]
    inputs = {column.name for column in columns() if column.is_input} | {"eng_id"}
    bare = [{name: cell for name, cell in row.items() if name in inputs} for row in full]
    assert len(bare[0]) < len(full[0]) - 8
    assert written(tmp_path, full, frozen) == written(tmp_path, bare, frozen)


def test_written_rows_have_the_columns_of_the_issue_and_the_forecast(
    tmp_path: Path, frozen: Coefficients
) -> None:
    table = read_rows(tmp_path, FULL)
    found = predict(table, frozen, draws=100)
    write_forecast(tmp_path / "out.csv", table, found)
    header, row = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert header == (
        "eng_id,atk_mean,atk_q05,atk_q25,atk_q50,atk_q75,atk_q95,"
        "def_mean,def_q05,def_q25,def_q50,def_q75,def_q95,p_win,km_day"
    )
    assert header == ",".join(COLUMNS)
    numbers = [
        *(found.mean[0, :1], found.quantiles[0, 0], found.mean[0, 1:], found.quantiles[0, 1]),
        [found.point.win[0], found.point.km_day[0]],
    ]
    assert row.split(",")[0] == "A"
    assert [float(cell) for cell in row.split(",")[1:]] == pytest.approx(
        np.concatenate(numbers).tolist(), rel=1e-4, abs=1e-4
    )


def chance(c: Coefficients, suffix: str, x: float) -> float:
    logit = c.value(f"win_base{suffix}") + c.value(f"win_advantage{suffix}") * x
    return 1.0 / (1.0 + math.exp(-logit))


UNJUDGED = {name: "" if name.startswith("adv_") else value for name, value in FULL.items()}


def test_judged_rows_are_decided_with_half_of_the_judgement(tmp_path: Path, frozen: Coefficients) -> None:
    found = predict(read_rows(tmp_path, FULL), frozen, draws=1)
    assert found.point.win[0] == pytest.approx(chance(frozen, "_judged", plain_x(frozen) + 0.5 * JUDGED))


@pytest.mark.parametrize(("row", "hindsight"), [(UNJUDGED, "half"), (FULL, "none")])
def test_rows_without_codes_are_decided_blind(
    tmp_path: Path, frozen: Coefficients, row: Row, hindsight: str
) -> None:
    found = predict(read_rows(tmp_path, row), frozen, draws=1, hindsight=hindsight)  # type: ignore[arg-type]
    assert found.point.win[0] == pytest.approx(chance(frozen, "", plain_x(frozen)))


def test_hindsight_for_the_winner_leaves_casualties_and_advance(tmp_path: Path, frozen: Coefficients) -> None:
    table = read_rows(tmp_path, FULL)
    none, half = predict(table, frozen, draws=50, hindsight="none"), predict(table, frozen, draws=50)
    np.testing.assert_array_equal(none.quantiles, half.quantiles)
    np.testing.assert_array_equal(none.point.km_day, half.point.km_day)
    assert none.point.win[0] != half.point.win[0]
