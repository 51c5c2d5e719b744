"""Fuel by air: who gets it, how much, and who is out of reach."""

from __future__ import annotations

from worlds import Board, Campaign, line

from khingan.campaign import codes as K

PAYLOAD = 1290  # kg a sortie
DRY = {"fuel_start_refills": 0.3, "airlift_strip_hours": 6.0}


def _spearhead(**unit: object) -> tuple[Board, int]:
    # S - - - - - T: a tank unit 60 km from the only source of its side, beyond the reach of its carts
    board = Board(line(7), owner=0, haul=200)
    board.c["x"][:7] = [10.0 * q for q in range(7)]
    board.source(0, 0, daily=0, stock=0)
    u = board.unit(0, 6, men=1000, **({"tanks": 40, "trucks": 50, "mobility": K.TANK} | unit))
    return board, u


def _fly(board: Board, radius: float = 100.0, aircraft: int = 10, **changes: float) -> Campaign:
    group = {
        "kind": K.TRANSPORT,
        "aircraft": aircraft * K.MAN,
        "ready": 1.0,
        "sorties": 1.0,
        "radius": radius,
    }
    board.air_groups.append(group | {"supports": 0, "sid": 7})
    return Campaign(board, **DRY, **changes)


def test_a_tank_unit_that_stands_dry_is_refuelled_from_the_air() -> None:
    # the day of the issue: it stops for want of fuel, aircraft land beside it, it drives on
    board, u = _spearhead()
    board.unit(0, 0, men=1)
    board.units[u]["axis"] = board.order(0, posture=K.PURSUE)
    dry = _fly(board, fuel_refill_range_offroad_km=60.0, switch_airlift=0.0).play(16)
    assert dry.at(u) == 5, "0.3 refills of 60 km last for one cell of 10 km"
    game = _fly(board, fuel_refill_range_offroad_km=60.0).play(4)
    assert game.at(u) == 2, "one refill flown in on the first day"
    assert game.play(8).at(u) < 2, "and another on the next"
    assert len(game.events(K.FUEL_FLOWN_IN)) > 1


def test_fog_where_they_are_to_land_keeps_the_aircraft_at_home() -> None:
    board, u = _spearhead()
    board.cell(6, region=1).regions.append({"sid": 2})
    board.weather(1, fog=1.0, fog_all_day=1.0)
    assert _fly(board).play(8).st.u["flown"][u] == 0


def test_a_sortie_brings_its_payload() -> None:
    board, u = _spearhead()
    game = _fly(board, aircraft=3).play(4).play(1)
    flown = int(game.st.u["flown"][u])
    assert flown == 2 * 3 * PAYLOAD, "two mornings, three aircraft each"


def test_transports_stop_with_the_cease_fire_of_their_formation() -> None:
    # The order is with the formation on the first day; the unit was told to fight on and asks for more
    board, u = _spearhead(refuses=1)
    board.formations[0]["ceasefire"] = 0
    game = _fly(board, aircraft=3).play(5)
    assert game.st.u["quiet"][u] == 0
    assert game.st.u["flown"][u] == 3 * PAYLOAD, "the first morning's"
    assert Campaign(board, switch_ceasefire=0.0, **DRY).play(5).st.u["flown"][u] == 6 * PAYLOAD


def test_nobody_is_filled_beyond_the_brim() -> None:
    board, u = _spearhead()
    game = _fly(board, aircraft=500).play(9)
    refill = (40 * 0.45 + 50 * 0.13) * 1000.0
    assert game.st.u["fuel"][u] <= refill + 1


def test_no_fuel_is_taken_from_who_has_more_than_the_brim() -> None:
    # 0.3 refills in hand: asks below 0.8, would be filled up to 0.26, less than a load away
    board, u = _spearhead()
    game = _fly(board, airlift_fill_refills=0.26)
    fuel = int(game.st.u["fuel"][u])
    game.play(1)
    assert (game.st.u["fuel"][u], game.st.u["flown"][u], game.st.v["flown"][0]) == (fuel, 0, 0)


def test_beyond_the_radius_nothing_is_flown() -> None:
    board, u = _spearhead()
    assert _fly(board, radius=50.0).play(9).st.u["flown"][u] == 0


def test_nobody_lands_in_the_mountains() -> None:
    board, u = _spearhead()
    board.cell(6, rough=1.0)
    assert _fly(board).play(9).st.u["flown"][u] == 0
    board.cell(6, airfield=1)
    board.air_groups.clear()
    assert _fly(board).play(9).st.u["flown"][u] > 0


def test_a_forward_detachment_comes_first() -> None:
    board, u = _spearhead()
    first = board.unit(0, 6, tanks=40, trucks=50, mobility=K.TANK, main=u, lead=100)
    game = _fly(board, aircraft=2).play(1)
    assert (game.st.u["flown"][first], game.st.u["flown"][u]) == (2 * PAYLOAD, 0)


def test_infantry_waits_for_the_road() -> None:
    board, u = _spearhead(mobility=K.FOOT)
    assert _fly(board).play(9).st.u["flown"][u] == 0
