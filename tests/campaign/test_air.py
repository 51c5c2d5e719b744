"""The air war: reach, superiority, support, losses, airfields, attacks on columns and bridges."""

from __future__ import annotations

import pytest
from worlds import Board, Campaign, grid, line

from khingan.campaign import codes as K
from khingan.campaign import parameters as P

GOES_ON = {"hazard_base": 0.0, "shatter_base": 0.0}
NO_ACCIDENTS = {"air_accident_loss": 0.0}
NO_LOSSES = NO_ACCIDENTS | {"air_combat_loss": 0.0, "air_ground_fire_loss": 0.0, "air_base_loss": 0.0}


def _front(**defender: object) -> tuple[Board, int]:
    # 0 - 1a - 2d - 3: two forces in contact; bases of both sides at the ends
    board = Board(line(4)).cell(2, 3, owner=1)
    board.unit(0, 1, men=5_000, axis=board.order(3))
    d = board.unit(1, 2, men=3_000, **defender)
    return board, d


def test_a_side_alone_in_the_air_holds_it_and_sorties_are_counted() -> None:
    board, _ = _front()
    v = board.air_group(0, 0, 80)
    game = Campaign(board, air_superiority_sorties=24.0, air_reconnaissance_share=0.1, **GOES_ON, **NO_LOSSES)
    game.play(2)
    assert game.st.b["superiority"][:, 0].tolist() == pytest.approx([0.75, -0.75])
    assert game.st.b["reconnaissance"][:, 0].tolist() == pytest.approx([8.0, 0.0])
    assert game.st.v["flown"][v] == 80 * K.MAN
    assert game.play(4).st.v["flown"][v] == 160 * K.MAN


@pytest.mark.parametrize(("ours", "theirs"), [(100, 100), (100, 30), (10, 400)])
def test_superiority_is_antisymmetric(ours: int, theirs: int) -> None:
    def lead(a: int, b: int) -> list[float]:
        board, _ = _front()
        board.air_group(0, 0, a)
        board.air_group(1, 3, b)
        return [float(x) for x in Campaign(board, **GOES_ON).play(2).st.b["superiority"][:, 0]]

    now, turned = lead(ours, theirs), lead(theirs, ours)
    assert now[0] == -now[1]
    assert now == pytest.approx([turned[1], turned[0]])
    assert (now[0] > 0) == (ours > theirs)


def test_superiority_lifts_the_advantage_of_its_holder() -> None:
    def lost(side: int) -> float:
        board, d = _front()
        board.air_group(side, 0 if side == 0 else 3, 500)
        return 3_000 - Campaign(board, **GOES_ON).play(4).men(d)

    assert lost(0) > lost(1) > 0


@pytest.mark.parametrize(("radius", "flown"), [(9.0, 0), (21.0, 100)])
def test_no_sortie_beyond_the_radius(radius: float, flown: int) -> None:
    # the attack on cell 2 is 20 km from the base in cell 0
    board, _ = _front()
    v = board.air_group(0, 0, 100, radius=radius)
    game = Campaign(board, **GOES_ON, **NO_LOSSES).play(4)
    assert game.st.v["flown"][v] == flown * K.MAN


@pytest.mark.parametrize("region", [0, 1])
def test_fog_over_the_base_or_over_the_target_grounds_aircraft(region: int) -> None:
    # region 0: base and attackers in cells 0, 1; region 1: the cells they attack
    def flown(fog: float) -> int:
        board, _ = _front()
        board.cell(2, 3, region=1).regions.append({"sid": 2})
        board.weather(region, fog=fog, fog_all_day=1.0)
        v = board.air_group(0, 0, 100)
        game = Campaign(board, air_quiet_weight=0.0, **GOES_ON, **NO_LOSSES).play(4)
        return int(game.st.v["flown"][v]) // K.MAN

    assert (flown(0.0), flown(1.0)) == (100, 0)


@pytest.mark.parametrize("enemy", [0, 50])
def test_losses_in_the_air_only_where_both_fly(enemy: int) -> None:
    board, _ = _front()
    v = board.air_group(0, 0, 100)
    if enemy:
        board.air_group(1, 3, enemy)
    game = Campaign(board, air_combat_loss=0.1, air_base_loss=0.0, **NO_ACCIDENTS, **GOES_ON).play(4)
    lost = int(game.st.v["lost"][v])
    assert (lost > 0) == (enemy > 0)
    assert game.st.v["aircraft"][v] == 100 * K.MAN - lost


def test_the_weaker_loses_a_greater_share() -> None:
    board, _ = _front()
    strong, weak = board.air_group(0, 0, 100), board.air_group(1, 3, 20)
    game = Campaign(board, air_combat_loss=0.1, air_base_loss=0.0, **GOES_ON).play(4)
    assert game.st.v["lost"][weak] / 20 > game.st.v["lost"][strong] / 100 > 0


def test_close_support_costs_aircraft_to_fire_from_the_ground() -> None:
    board, _ = _front()
    v = board.air_group(0, 0, 100, kind=K.GROUND_ATTACK)
    game = Campaign(board, air_ground_fire_loss=0.1, **NO_ACCIDENTS, **GOES_ON).play(4)
    assert game.st.v["lost"][v] == 10 * K.MAN


def test_close_support_is_shared_by_the_men_in_contact_and_lifts_their_advantage() -> None:
    def play(aircraft: int) -> tuple[float, float]:
        board, d = _front()
        if aircraft:
            board.air_group(0, 0, aircraft, kind=K.GROUND_ATTACK)
        game = Campaign(board, air_support_full=20.0, air_reconnaissance_share=0.0, **GOES_ON).play(3)
        return float(game.st.b["close"][0, 0]) * 1000.0, 3_000 - game.men(d)

    none, some, full = play(0), play(50), play(1000)
    assert none[0] == 0.0
    assert some[0] == pytest.approx(50 / 5, rel=0.05)
    assert full[0] == pytest.approx(20.0)
    assert full[1] > some[1] > none[1]


def test_a_base_moves_forward_when_its_strip_is_open() -> None:
    # 0v - 1 - 2 - 3r - 4a - 5d: radius 60, front at 50; a day and a half to open a strip at the reserve
    board = Board(line(6)).cell(5, owner=1)
    board.unit(0, 4, men=5_000, axis=board.order(5))
    board.unit(0, 3, men=100)
    board.unit(1, 5, men=3_000)
    v = board.air_group(0, 0, radius=60.0)
    game = Campaign(board, air_move_share=0.6, air_strip_days=1.5, air_quiet_weight=0.0, **GOES_ON).play(2)
    assert (game.st.v["cell"][v], game.st.v["next"][v], game.st.c["strip"][3]) == (0, 3, 7)
    game.play(4)
    assert game.st.v["cell"][v] == 0
    game.play(4)
    assert game.st.v["cell"][v] == 3
    assert len(game.events(K.AIRFIELD_OPENED)) == 1


@pytest.mark.parametrize("ground", [{"marsh": 1.0}, {"wood": 1.0}, {"rough": 1.0}])
def test_no_strip_in_forest_marsh_or_mountains_but_an_airfield_will_do(ground: dict[str, float]) -> None:
    def base(airfield: int) -> int:
        board = Board(line(6)).cell(5, owner=1).cell(3, airfield=airfield, **ground)
        board.unit(0, 4, men=5_000, axis=board.order(5))
        board.unit(0, 3, men=100)
        board.unit(1, 5, men=3_000)
        v = board.air_group(0, 0, radius=60.0)
        return int(Campaign(board, air_quiet_weight=0.0, **GOES_ON).play(10).st.v["cell"][v])

    assert (base(0), base(1)) == (0, 3)


def test_a_base_that_is_taken_is_left_with_a_part_of_the_aircraft() -> None:
    # 0a - 1v - 2v: the enemy walks into cell 1
    board = Board(line(3), ground=K.ROAD, len=12_000).cell(1, 2, owner=1)
    board.unit(0, 0, axis=board.order(1))
    v = board.air_group(1, 1, 40, ready=0.5)
    board.air_group(1, 2, 10)
    board.unit(1, 2)
    game = Campaign(board, **NO_LOSSES).play(6)
    assert (game.st.v["cell"][v], game.st.v["aircraft"][v]) == (2, 20 * K.MAN)
    assert (game.st.v["left"][v], game.st.v["lost"][v]) == (20 * K.MAN, 0)


def test_bases_under_the_enemy_s_sky_lose_aircraft() -> None:
    board, _ = _front()
    board.air_group(0, 0, 100)
    board.air_group(0, 0, 100, kind=K.BOMBER)
    v = board.air_group(1, 3, 40, radius=0.0)
    game = Campaign(board, air_base_loss=0.05, **GOES_ON).play(4)
    assert game.st.v["lost"][v] > 0


def test_what_a_base_loses_does_not_depend_on_how_many_groups_share_it() -> None:
    def lost(*groups: int) -> list[int]:
        board, _ = _front()
        board.air_group(0, 0, 100)
        board.air_group(0, 0, 100, kind=K.BOMBER)
        rows = [board.air_group(1, 3, n, radius=0.0) for n in groups]
        game = Campaign(board, air_base_loss=0.05, **GOES_ON).play(4)
        return [int(game.st.v["lost"][v]) for v in rows]

    whole, parts = lost(40), lost(30, 10)
    assert sum(parts) == pytest.approx(whole[0], abs=1)
    assert parts[0] == pytest.approx(3 * parts[1], abs=3)
    assert parts[1] > 0


@pytest.mark.parametrize("switch", [0.0, 1.0])
def test_aircraft_keep_the_cease_fire_of_their_formation(switch: float) -> None:
    # the order at 24 hours: no sortie, no special attack, no bridge from the second day on
    board = Board(line(12), ground=K.ROAD, len=12_000).cell(11, owner=1)
    board.edge(0, 1, rail=1, river=K.MAJOR, bridge=1)
    board.formations[1]["ceasefire"] = 24
    board.unit(0, 1, tanks=100, mobility=K.TANK, axis=board.order(10))
    board.unit(1, 11)
    board.air_group(0, 0, 500)
    rows = [board.air_group(1, 11, 30), board.air_group(1, 11, 30, kind=K.BOMBER)]
    easy = {
        "air_special_share_1": 0.5,
        "fuel_use_factor": 0.0,
        "march_tank_road": 2.0,
        "air_bridge_chance": 0.0,
    }
    game = Campaign(board, switch_ceasefire=switch, **easy, **NO_LOSSES).play(5)
    before = game.st.v["flown"][rows].sum()
    game.p[P.AIR_BRIDGE_CHANCE] = 1.0
    game.play(4)
    assert before > 0
    stopped = switch == 1.0
    assert (game.st.v["flown"][rows].sum() == before) == stopped
    assert (game.events(K.BRIDGE_BOMBED) == []) == stopped


def test_interdiction_slows_marches_on_roads_by_day() -> None:
    # row 0: a column on a road of 100 km; row 1: the front over which the bombers fly
    def marched(bombers: int, ground: int) -> int:
        board = Board(grid(12, 2), ground=ground).cell(*range(12), owner=1)
        board.unit(0, 23)
        u = board.unit(1, 0, axis=board.order(11, posture=K.REGROUP))
        if bombers:
            board.air_group(0, 23, bombers, kind=K.BOMBER)
        game = Campaign(board, air_interdiction_slows=0.4, air_superiority_sorties=1.0, **NO_LOSSES).play(3)
        return 1000 * game.at(u) + int(game.st.u["progress"][u])

    assert marched(5000, K.ROAD) < marched(0, K.ROAD)
    assert marched(5000, K.OPEN) == marched(0, K.OPEN)


def test_columns_are_attacked_by_a_side_that_has_lost_the_air() -> None:
    # 0v - 1a - 2 ...: tanks on the march; the enemy's few aircraft are flown into them
    def lost(share: float) -> tuple[int, int]:
        board = Board(line(12), ground=K.ROAD, len=12_000).cell(11, owner=1)
        axis = board.order(10)
        u = board.unit(0, 1, tanks=100, mobility=K.TANK, axis=axis)
        board.unit(1, 11)
        board.air_group(0, 0, 500)
        v = board.air_group(1, 11, 30)
        numbers = {"air_special_tanks": 0.5, "air_superiority_sorties": 1.0}
        game = Campaign(
            board, air_special_share_1=share, fuel_use_factor=0.0, march_tank_road=5.0, **numbers, **NO_LOSSES
        )
        game.play(6)
        return int(game.sc.tanks_lost[u]), int(game.st.v["lost"][v])

    assert lost(0.0) == (0, 0)
    tanks, aircraft = lost(0.1)
    assert aircraft in (3 * K.MAN, 4 * K.MAN)
    assert tanks == aircraft // 2


def test_railway_bridges_behind_the_enemy_s_front_are_broken() -> None:
    board, _ = _front()
    board.edge(2, 3, rail=1, river=K.MAJOR, bridge=1)
    board.edge(0, 1, rail=1, river=K.MAJOR, bridge=1)
    board.air_group(0, 0, 100, kind=K.BOMBER)
    game = Campaign(board, air_bridge_chance=1.0, **GOES_ON).play(2)
    assert game.st.e["bridge"][2, 0] == game.st.e["bridge"][3, 3] == 0
    assert game.st.e["bridge"][0, 0] == 1
    assert len(game.events(K.BRIDGE_BOMBED)) == 1


def test_the_air_war_can_be_switched_off() -> None:
    board, _ = _front()
    v = board.air_group(0, 0)
    w = board.air_group(0, 0, kind=K.BOMBER)
    game = Campaign(board, switch_air=0.0, **GOES_ON).play(8)
    assert game.st.v["flown"][[v, w]].tolist() == [0, 0]
    for name in ("superiority", "close", "reconnaissance"):
        assert (game.st.b[name] == 0.0).all()
    assert (game.st.b["march"] == 1.0).all()
