"""Parties landed from the air (docs/mechanisms/airborne.md)."""

from __future__ import annotations

from worlds import Board, Campaign, line

from khingan.campaign import codes as K
from khingan.scenario.compile import Compiled

ORDERED = (K.CEASEFIRE_ORDERED, 1, 0.0)


def airfield(km: int = 300, **garrison: int) -> tuple[Board, int, int]:
    """0H - 1 - 2 - 3 - 4H: a party at 0, a garrison in the town 4; the enemy orders the cease-fire at hour 24."""
    board = (
        Board(line(5))
        .cell(*range(1, 5), owner=1)
        .cell(1, 2, 3, 4, wood=1.0)
        .cell(0, 4, airfield=1)
        .cell(4, x=float(km))
    )
    board.harbour(0, 4).passage(0, 4, K.BY_AIR, 300)
    board.formations[1]["ceasefire"] = 24
    board.source(1, 4)
    board.place(0)
    planes = board.lift(0, 0, K.BY_AIR, men=500, speed=200.0, load=1)
    order = board.order(0, 4, when=ORDERED, lift=K.BY_AIR)
    party = board.unit(0, 0, men=200, axis=order, lifts=planes)
    return board, party, board.unit(1, 4, men=3000, talks=6, laydown=12, **garrison)


TALKS = {"air_talks_hours": 12.0, "air_landing_radius_km": 550.0}


def test_a_party_waits_for_the_cease_fire_and_then_takes_the_town() -> None:
    # Order at hour 24, terms 12 hours later, at noon: loaded and flown within step 6; arms laid down the next noon
    board, party, garrison = airfield()
    game = Campaign(board, disarm_men_per_man_day=100.0, **TALKS).play(6)
    assert (game.at(party), game.st.u["quiet"][garrison]) == (0, 1)
    game.play(1)
    assert (game.at(party), game.owner(4)) == (4, 0)
    assert game.events(K.AIR_LANDED) == [(6, party)]
    game.play(5)
    assert game.st.u["status"][garrison] == K.SURRENDERED
    assert game.st.lost[garrison, K.CAPTURED] == 3000 * K.MAN


def test_it_does_not_fly_where_the_enemy_has_not_heard() -> None:
    board, party, _ = airfield(refuses=1)
    assert Campaign(board, **TALKS).play(24).at(party) == 0


def test_it_does_not_fly_without_a_cease_fire() -> None:
    board, party, _ = airfield()
    assert Campaign(board, switch_ceasefire=0.0, **TALKS).play(24).at(party) == 0


def test_it_does_not_fly_beyond_the_range() -> None:
    board, party, _ = airfield(km=700)
    assert Campaign(board, **TALKS).play(24).at(party) == 0


def test_a_strip_won_on_the_way_brings_the_town_into_range() -> None:
    # 700 km from 0, 400 km from cell 2, which a column takes in step 1 and where a strip is open 36 hours later
    board, party, _ = airfield(km=700)
    board.cell(2, wood=0.0, x=300.0)
    board.place(2)
    board.source(0, 0)
    board.unit(0, 0, axis=board.order(2, posture=K.HOLD))
    never = Campaign(board, air_strip_hours=999.0, **TALKS).play(24)
    game = Campaign(board, air_strip_hours=36.0, **TALKS).play(24)
    assert (never.at(party), game.at(party)) == (0, 4)


def test_it_needs_an_airfield_or_open_ground() -> None:
    board, party, _ = airfield()
    board.cell(4, airfield=0)
    assert Campaign(board, **TALKS).play(24).at(party) == 0


def test_its_flight_costs_the_fuel_of_tomorrow() -> None:
    # 180 men in aircraft for 18: ten sorties that carry no fuel
    board, party, _ = airfield()
    board.units[party]["men"] = 180 * K.MAN
    board.air_groups.append(
        {"side": 0, "kind": K.TRANSPORT, "cell": 0, "radius": 500.0, "aircraft": 20 * K.MAN}
    )
    game = Campaign(board, air_men_per_sortie=18.0, **TALKS).play(7)
    assert game.st.v["booked"][0] == 10 * K.MAN


def test_the_switch_keeps_it_on_the_ground() -> None:
    board, party, _ = airfield()
    assert Campaign(board, switch_airlanding=0.0, **TALKS).play(24).at(party) == 0


def test_it_waits_for_flying_weather() -> None:
    board, party, _ = airfield()
    board.weather(fog=1.0, fog_all_day=1.0)
    assert Campaign(board, **TALKS).play(24).at(party) == 0


def test_a_party_is_no_pincer(flagship: Compiled) -> None:
    parties = [i for i, e in enumerate(flagship.entries) if e.kind == "airborne"]
    assert parties
    assert not flagship.world.u["group"][parties].any()


def test_two_parties_of_one_flight_come_back_together() -> None:
    free = []
    for parties in (1, 2):
        board, party, _ = airfield()
        for _ in range(parties - 1):
            board.unit(0, 0, **{k: board.units[party][k] for k in ("axis", "lifts")}, men=200)
        game = Campaign(board, **TALKS).play(7)
        assert len(game.events(K.AIR_LANDED)) == parties
        free.append(int(game.st.t["free"][0]))
    assert free[0] == free[1]


def test_a_party_whose_town_is_taken_stays_at_its_base() -> None:
    board, party, _ = airfield()
    board.units.pop()
    board.sources.clear()
    board.cell(1, 2, 3, 4, owner=0)
    game = Campaign(board, **TALKS).play(12)
    assert (game.at(party), game.events(K.EMBARKED)) == (0, [])


def test_a_party_stays_in_its_town() -> None:
    # 0H - 1 - 2 - 3q - 4H: others wait to be disarmed two days' march away; a party from the air has no feet for it
    board, party, _ = airfield()
    board.unit(1, 2, men=3000, talks=6, laydown=12)
    game = Campaign(board, disarm_men_per_man_day=100.0, **TALKS).play(30)
    assert game.at(party) == 4
    assert game.st.u["men"][2] > 0
