"""What holds after every step of every campaign, on random small worlds."""

from __future__ import annotations

import numpy as np
from hypothesis import event, given, settings
from random_worlds import STEPS, campaigns, make
from worlds import Campaign

from khingan.campaign import codes as K
from khingan.campaign import parameters as P

ALIVE = (K.WAITING, K.ACTIVE)
NOT_GONE = (*ALIVE, K.ABOARD)
many = settings(max_examples=80, deadline=None)


@many
@given(campaigns())
def test_men_at_the_start_are_present_or_in_one_sink(game: Campaign) -> None:
    start = game.st.u["men"].copy()
    for _ in range(STEPS):
        game.play(1)
        assert (game.st.u["men"] >= 0).all()
        assert (game.st.lost >= 0).all()
        assert np.array_equal(start, game.st.u["men"] + game.st.u["behind"] + game.st.lost.sum(axis=1))
    event(f"troop trains: {bool(game.events(K.ENTRAINED))}")


@many
@given(campaigns())
def test_tanks_at_the_start_are_present_under_repair_or_lost(game: Campaign) -> None:
    tanks, guns = game.st.u["tanks"].copy(), game.st.u["guns"].copy()
    for _ in range(STEPS):
        game.play(1)
        assert (game.st.u["tanks"] >= 0).all()
        assert (game.st.u["repair"] >= 0).all()
        assert np.array_equal(tanks, game.st.u["tanks"] + game.st.u["repair"] + game.sc.tanks_lost)
        assert np.array_equal(guns, game.st.u["guns"] + game.sc.guns_lost)


@many
@given(campaigns())
def test_aircraft_at_the_start_are_present_lost_or_left_behind(game: Campaign) -> None:
    v = game.st.v
    start = v["aircraft"].copy()
    for _ in range(STEPS):
        game.play(1)
        assert (v["aircraft"] >= 0).all()
        assert (v["free"] >= 0).all()
        assert np.array_equal(start, v["aircraft"] + v["lost"] + v["left"])
        assert (np.abs(game.st.b["superiority"]) < 1.0).all()
        assert ((game.st.b["share"] >= 0.0) & (game.st.b["share"] <= 1.0)).all()
        assert ((game.st.b["alarm"] >= 0.0) & (game.st.b["alarm"] <= 1.0)).all()


@many
@given(campaigns())
def test_nobody_leaves_the_land_or_crosses_a_strait(game: Campaign) -> None:
    dummy = len(game.w.c) - 1
    neighbours = game.w.nbr
    for _ in range(STEPS):
        before = game.st.u["cell"].copy()
        game.play(1)
        now = game.st.u["cell"]
        assert (now >= 0).all()
        assert (now < dummy).all()
        # Whoever moved came over an edge; army troops go back one cell at a time and keep no memory of it.
        for u in (before != now).nonzero()[0].tolist():
            last = before[u] if game.w.u["rear"][u] else game.st.u["previous"][u]
            assert last in neighbours[now[u]]


@many
@given(campaigns())
def test_separated_ground_stays_separated(game: Campaign) -> None:
    # Cells between which no walk over land exists: nobody gets from one to the other in any number of steps.
    dummy = len(game.w.c) - 1
    island = np.arange(dummy + 1)
    for _ in range(dummy):
        near = np.where(game.w.nbr == dummy, dummy, island[game.w.nbr])
        island[:dummy] = np.minimum(island[:dummy], near.min(axis=1)[:dummy])
    start = island[game.st.u["cell"]]
    game.play(STEPS)
    assert np.array_equal(start, island[game.st.u["cell"]])


@many
@given(campaigns())
def test_no_stock_is_negative_and_no_source_issues_over_its_day(game: Campaign) -> None:
    for _ in range(STEPS):
        game.play(1)
        for stock in ("fuel", "food", "ammo"):
            assert (game.st.u[stock] >= 0).all()
        assert (game.st.s["stock"] >= 0).all()
        assert (game.st.s["issued"] >= 0).all()
        assert (game.st.s["issued"] <= np.maximum(game.w.s["daily"], 0)).all()


@many
@given(campaigns())
def test_fuel_in_hand_is_what_was_there_and_issued_less_what_was_burnt(game: Campaign) -> None:
    start = int(game.st.u["fuel"].sum())
    for _ in range(STEPS):
        game.play(1)
        burnt, issued = game.sc.burnt.tolist()
        assert int(game.st.u["fuel"].sum()) == start + issued - burnt
        assert burnt >= 0
        assert issued >= 0


@many
@given(campaigns())
def test_what_sources_lose_units_gain(game: Campaign) -> None:
    # On the first day nobody eats and no train has come; supply is issued before anybody marches or fights.
    stocks = ("fuel", "food", "ammo")
    had = sum(int(game.st.u[name].sum()) for name in stocks)
    held = int(game.st.s["stock"].sum())
    game.p[P.SWITCH_COMBAT] = 0.0
    game.p[P.FUEL_USE_FACTOR] = 0.0
    game.play(1)
    # Fuel flown in comes from bases outside the supply net.
    gained = sum(int(game.st.u[name].sum()) for name in stocks) - had - int(game.st.u["flown"].sum())
    assert held - int(game.st.s["stock"].sum()) == int(game.st.s["issued"].sum()) == gained


@many
@given(campaigns())
def test_every_cell_has_one_controller_and_live_units_are_whole(game: Campaign) -> None:
    for _ in range(STEPS):
        game.play(1)
        assert np.isin(game.st.owner, (0, 1, K.NOBODY)).all()
        assert game.st.owner[-1] == K.NOBODY
        u = game.st.u
        alive = np.isin(u["status"], NOT_GONE)
        assert (u["men"][~alive] == 0).all()
        assert (u["tanks"][~alive] + u["guns"][~alive] + u["repair"][~alive] == 0).all()
        assert (u["invested"][~alive] == 0).all()
        assert (u["invested"] <= game.w.u["static"]).all()
        assert ((u["cohesion"] >= 0.0) & (u["cohesion"] <= 1.0)).all()
        assert ((u["fatigue"] >= 0.0) & (u["fatigue"] <= 1.0)).all()
        assert np.array_equal(u["status"] == K.WAITING, alive & (game.w.u["from_step"] >= game.step))
        # Queues last as long as the march of a step.
        assert (game.st.e["queue"] == 0).all()
        assert (u["line"] == -1).all()


@many
@given(campaigns())
def test_free_men_of_both_sides_never_share_a_cell(game: Campaign) -> None:
    for _ in range(STEPS):
        game.play(1)
        u = game.st.u
        bars = np.isin(u["status"], ALIVE) & (game.w.u["rear"] == 0) & (u["quiet"] < 2) & (u["invested"] == 0)
        bars &= u["men"] > 0
        cells = [set(u["cell"][bars & (game.w.u["side"] == side)].tolist()) for side in range(2)]
        assert not cells[0] & cells[1]


@many
@given(campaigns())
def test_the_same_campaign_twice_is_the_same(game: Campaign) -> None:
    def bytes_now() -> bytes:
        return b"".join(np.ascontiguousarray(a).tobytes() for a in game.st)

    game.play(STEPS)
    first = bytes_now()
    game.step = 0
    assert bytes_now() == first
    game.play(STEPS)
    assert bytes_now() == first


@many
@given(campaigns())
def test_no_edge_passes_more_than_its_capacity(game: Campaign) -> None:
    # Traffic that passed so far <= capacity of all steps so far + the tail of the last column, which is still owed.
    vehicles = (game.st.u["tanks"] // K.MAN + game.w.u["trucks"]) * K.TRAFFIC_PER_VEHICLE
    longest = int(np.maximum(game.st.u["men"] // K.MAN, vehicles).max())
    road = game.w.e["cap"].astype(np.int64)
    passed = np.zeros_like(road)
    trackless = np.isin(game.w.e["ground"], (K.MOUNTAIN, K.SWAMP))
    for _ in range(STEPS):
        before, since = game.st.e["debt"].astype(np.int64), game.st.e["debt_step"].copy()
        game.play(1)
        after = game.st.e["debt"].astype(np.int64)
        # A track broken by those who went before adds to what the ground itself lets pass.
        broken = trackless & (game.st.e["cut"] >= game.p[P.TRACK_CUT_DE] * K.DIVISION_EQUIVALENT)
        cap = road + broken * int(game.p[P.CAPACITY_TRACK] * K.DIVISION_EQUIVALENT)
        charged = game.st.e["debt_step"] != since
        charged |= after != before
        # What was owed and not yet worked off stands in the new account; the rest of it is new traffic.
        left = np.maximum(0, before - (game.step - 1 - since) * cap)
        passed += np.where(charged, after - left, 0)
        assert (after >= 0).all()
        assert (after < cap + longest).all()
        assert (passed < game.step * cap + longest).all()


def test_troop_trains_run_in_the_random_worlds() -> None:
    # Or none of the above says anything about them.
    worlds = [make(6, 5, 12, seed, hard=False, by_rail=True).play(STEPS) for seed in range(20)]
    assert sum(len(game.events(K.ENTRAINED)) > 0 for game in worlds) >= 4


@many
@given(campaigns())
def test_trains_carry_whom_they_carry_and_lines_are_booked_for_units(game: Campaign) -> None:
    u = game.st.u
    for _ in range(STEPS):
        game.play(1)
        assert (u["status"][u["train"] == K.LOADING] != K.ABOARD).all()
        assert (u["status"][u["train"] == K.ROLLING] != K.ACTIVE).all()
        # No cell is booked to an hour that is not some unit's, and none by an enemy for whom its holder runs no trains.
        for c in np.flatnonzero(game.st.c["busy"] > 0).tolist():
            own = game.w.u["side"] == game.st.owner[c]
            own |= game.sc.served[game.w.u["side"]] == 1
            assert game.st.c["busy"][c] in u["booked"][own]
