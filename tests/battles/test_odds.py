"""Odds of a single fight: the factors, the fights, and the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import typer
from numpy.typing import NDArray

from khingan.battles import duel
from khingan.battles.odds import Situation, explain, explain_intensity, fights, odds
from khingan.battles.situation import advantage_at_start, site
from khingan.campaign import parameters as P
from khingan.campaign.combat import casualties, decision
from khingan.cli import main
from khingan.cli import odds as command
from khingan.errors import InputError
from khingan.scenario import Scenario, load, strengths
from khingan.scenario.compile import parameter_vector

Vector = NDArray[np.float64]
Khingan = Callable[..., tuple[int, str, str]]

EVERYTHING = Situation(
    30_000,
    9_000,
    attacker_tanks=120,
    defender_tanks=20,
    attacker_guns=400,
    defender_guns=90,
    attacker_sorties=80,
    defender_sorties=5,
    attacker_anti_tank=2,
    defender_anti_tank=1,
    attacker_rating=0.7,
    defender_rating=0.35,
    attacker_supply=0.8,
    defender_supply=0.3,
    attacker_cohesion=0.9,
    defender_cohesion=0.7,
    front_km=5.0,
    posture="concrete",
    rugged=0.5,
    wooded=1.0,
    urban=0.5,
    marsh=1.0,
    wet=1.0,
    river=1.0,
    landing=1.0,
    envelopment=1.0,
    two_sides=1.0,
    surprise=2.0,
    air=1.0,
)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("manchuria-1945")


@pytest.fixture(scope="module")
def p(scenario: Scenario) -> Vector:
    return parameter_vector(scenario)


@pytest.fixture
def khingan(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Khingan:
    """Run the command by itself; returns exit code, standard output and standard error."""
    app = typer.Typer(pretty_exceptions_enable=False)
    command.register(app)
    monkeypatch.setattr(main, "app", app)

    def run(*words: str) -> tuple[int, str, str]:
        code = main.main(list(words))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.mark.parametrize(
    "situation",
    [
        EVERYTHING,
        replace(EVERYTHING, posture="fortified", front_km=100.0),
        replace(EVERYTHING, posture="delay", surprise=-3.0, air=-1.0),
        Situation(1_000_000, 100, attacker_tanks=500),
    ],
    ids=["everything", "field works", "delay", "more than find room"],
)
def test_factors_add_up_to_what_the_fight_starts_from(situation: Situation, p: Vector) -> None:
    assert sum(f.value for f in explain(situation, p)) == pytest.approx(
        advantage_at_start(situation, p), abs=1e-12
    )
    assert sum(f.value for f in explain_intensity(situation, p)) == pytest.approx(
        site(situation, p)[duel.INTENSITY], abs=1e-12
    )


def test_every_coefficient_of_the_advantage_is_named_where_everything_acts(p: Vector) -> None:
    named = {
        name
        for s in (EVERYTHING, replace(EVERYTHING, posture="delay"))
        for f in explain(s, p)
        for name in f.coefficients
    }
    assert {name for name in P.NAMES if name.startswith("x_")} <= named
    assert named <= set(P.NAMES)


def test_the_example_of_the_combat_page(p: Vector) -> None:
    # docs/mechanisms/combat.md, worked by hand
    s = Situation(
        12_000,
        4_000,
        attacker_tanks=60,
        attacker_guns=150,
        defender_guns=20,
        defender_anti_tank=1,
        defender_rating=0.35,
        posture="fortified",
    )
    assert advantage_at_start(s, p) == pytest.approx(0.893, abs=0.001)
    assert site(s, p)[duel.INTENSITY] == pytest.approx(-1.330, abs=0.001)


def test_losses_of_the_first_step_are_the_kernel_s(p: Vector) -> None:
    quiet = p.copy()
    for name in (
        "NOISE_ENGAGEMENT_ATTACKER",
        "NOISE_ENGAGEMENT_DEFENDER",
        "NOISE_DAY_ATTACKER",
        "NOISE_DAY_DEFENDER",
    ):
        quiet[getattr(P, name)] = 0.0
    s = Situation(12_000, 8_000, start_hour=12)
    found = fights(s, quiet, days=1, draws=200)
    first = found[found[:, duel.DAYS] == 0.25]
    share = casualties.engagement_step(
        advantage_at_start(s, quiet), site(s, quiet)[duel.INTENSITY], 0.0, 0.35, 0.0, 0.0, 0.0, 0.0, quiet
    )
    assert len(first) > 0
    assert np.allclose(first[:, duel.LOST_A], 12_000 * share[0])
    assert np.allclose(first[:, duel.LOST_D], 8_000 * share[1])


@pytest.mark.parametrize("ratio", [0.8, 1.5, 3.0])
def test_without_losses_and_with_time_the_kernel_s_chance_to_win_is_met(ratio: float, p: Vector) -> None:
    calm = p.copy()
    calm[P.Z_BASE] = -7.0  # nobody falls, so the advantage stays as it is
    s = Situation(10_000 * ratio, 10_000)
    found = odds(s, calm, days=60, draws=20_000)
    assert found.outcomes["undecided"] < 0.001
    assert found.success == pytest.approx(
        decision.win_probability(advantage_at_start(s, calm), calm), abs=0.01
    )
    assert found.success == pytest.approx(found.logistic, abs=0.01)


def test_more_attackers_never_lower_the_chance_of_success(p: Vector) -> None:
    chances = [odds(Situation(men, 6_000), p, draws=4_000).success for men in (3e3, 6e3, 1e4, 2e4, 4e4)]
    assert chances == sorted(chances)
    assert chances[0] < 0.2 < 0.8 < chances[-1]


def test_more_attackers_than_find_room_change_nothing(p: Vector) -> None:
    few, many = (odds(Situation(men, 5_000, front_km=2.0), p, draws=1_000) for men in (1e6, 5e6))
    assert few.x == many.x
    assert few.in_contact == (5_000.0, 3_000.0)


def test_a_probe_never_succeeds(p: Vector) -> None:
    found = odds(Situation(50_000, 3_000, probe=True), p, days=10, draws=2_000)
    assert found.success == found.breakthrough == found.logistic == 0.0
    assert found.outcomes["gave_way"] == 0.0
    assert found.spreads["attacker_casualties"].median > 0.0


def test_same_seed_same_fights_and_more_draws_leave_the_first_alone(p: Vector) -> None:
    once, again = (fights(EVERYTHING, p, draws=500, seed=7) for _ in range(2))
    assert np.array_equal(once, again)
    assert np.array_equal(fights(EVERYTHING, p, draws=900, seed=7)[:500], once)
    assert not np.array_equal(fights(EVERYTHING, p, draws=500, seed=8), once)


def test_more_days_only_carry_undecided_fights_on(p: Vector) -> None:
    s = Situation(10_000, 7_000)
    short, long = fights(s, p, days=2, draws=500), fights(s, p, days=6, draws=500)
    decided = short[:, duel.OUTCOME] != duel.UNDECIDED
    assert 0 < decided.sum() < 500
    assert np.array_equal(short[decided], long[decided])


@pytest.mark.parametrize("attackers", [1.0, 1e3, 1e8])
def test_nobody_loses_more_than_he_has(attackers: float, p: Vector) -> None:
    s = Situation(attackers, 5_000, attacker_tanks=300, defender_guns=40, last_man=1.0, surprise=3.0)
    found = fights(s, p, days=30, draws=500)
    for column, most in (
        (duel.LOST_A, attackers),
        (duel.LOST_D, 5_000),
        (duel.TANKS_A, 300),
        (duel.GUNS_D, 40),
        (duel.DAYS, 30),
    ):
        assert found[:, column].min() >= 0.0
        assert found[:, column].max() <= most
    assert np.isfinite(found).all()


def test_shares_of_outcomes_add_up_and_intervals_are_in_order(p: Vector) -> None:
    found = odds(EVERYTHING, p, draws=2_000)
    assert sum(found.outcomes.values()) == pytest.approx(1.0)
    assert found.success_by_day[-1] == found.success
    assert list(found.success_by_day) == sorted(found.success_by_day)
    assert found.breakthrough <= found.success
    for s in found.spreads.values():
        assert s.q05 <= s.q25 <= s.median <= s.q75 <= s.q95


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("attackers", 0.0),
        ("defenders", -5.0),
        ("attackers", float("nan")),
        ("attackers", float("inf")),
        ("attacker_tanks", -1.0),
        ("defender_rating", 0.0),
        ("defender_rating", 1.5),
        ("front_km", 0.0),
        ("surprise", 4.0),
        ("air", -2.0),
        ("wet", 2.0),
        ("posture", "asleep"),
        ("start_hour", 7),
    ],
)
def test_nonsense_is_refused_by_name(field: str, value: Any, p: Vector) -> None:
    with pytest.raises(InputError, match=field.replace("_", "-")) as refused:
        odds(replace(EVERYTHING, **{field: value}), p, draws=1)
    assert len(refused.value.problems) == 1


@pytest.mark.parametrize("numbers", [{"days": 0}, {"draws": 0}, {"seed": -1}])
def test_impossible_numbers_are_refused_by_name(numbers: dict[str, int], p: Vector) -> None:
    with pytest.raises(InputError, match=next(iter(numbers))):
        odds(EVERYTHING, p, **numbers)


def test_command_prints_chances_and_reasons(khingan: Khingan) -> None:
    code, out, err = khingan("--attackers", "12000", "--defenders", "6000", "--posture", "fortified", "--wet")
    assert (code, err) == (0, "")
    for text in ("Success within 5 days", "men in contact", "fitted: x_fortified", "x_wet", "z_wet"):
        assert text in out


def test_command_gives_one_json_document(khingan: Khingan) -> None:
    words = ("--attackers", "12000", "--defenders", "6000", "--attacker-tanks", "40", "--days", "3", "--json")
    code, out, err = khingan(*words, "--draws", "300")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["situation"]["front_km"] is None
    assert sum(f["value"] for f in found["advantage"]) == pytest.approx(found["odds"]["x"])
    tanks = next(f for f in found["advantage"] if f["name"] == "attacker's tanks")
    assert {"name": "tanks_unopposed", "basis": "assumption"} in tanks["coefficients"]
    assert (found["days"], len(found["odds"]["success_by_day"])) == (3, 3)


def test_units_and_place_fill_the_situation_and_options_go_before_them(
    khingan: Khingan, scenario: Scenario
) -> None:
    words = ("--attacker-unit", "sov-17grd", "--defender-unit", "jpn-126d", "--place", "mutanchiang")
    code, out, err = khingan(*words, "--attacker-tanks", "7", "--no-urban", "--draws", "100", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)["situation"]
    strong = strengths.resolve(scenario)
    # The division without the forward detachment that runs ahead of it.
    assert 0.9 * strong["sov-17grd"].men < found["attackers"] < strong["sov-17grd"].men
    assert found["defender_rating"] == pytest.approx(strong["jpn-126d"].quality)
    assert found["attacker_tanks"] == 7.0
    assert found["urban"] == 0.0
    assert found["front_km"] == pytest.approx(9.0, abs=1.0)
    # The region in front of Mutanchiang was expected to be attacked, though not yet.
    assert 0.0 < found["surprise"] < 3.0
    assert found["air"] == 0.0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--attacker-unit", "sov-17gr", "--defenders", "300"), "sov-17grd"),
        (("--attackers", "300", "--defenders", "300", "--place", "mutanchian"), "mutanchiang"),
        (("--attackers", "0", "--defenders", "300"), "at least one man"),
        (("--attackers", "300"), "--defender-unit"),
        (("--attackers", "3", "--defenders", "3", "--days", "0"), "--days"),
        (("--attackers", "3", "--defenders", "3", "--posture", "asleep"), "--posture"),
    ],
    ids=["unit", "place", "no men", "no defender", "no days", "posture"],
)
def test_command_says_what_is_wrong(khingan: Khingan, words: tuple[str, ...], said: str) -> None:
    code, out, err = khingan(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
