"""Parts of the report, each on numbers that can be reckoned by eye."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import h3.api.basic_int as h3
import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray
from report_sample import day_row, table

from khingan.experiments.schema import DAILY, PLACES
from khingan.report.charts import Curve, Mark, line_chart, nice_top, spaced
from khingan.report.dates import compare_dates, documented_dates, works_apart, works_words
from khingan.report.dispositions import Standing, Tree, gather, spread, standings_at
from khingan.report.frame import Frame
from khingan.report.geometry import Outlines, chain, smooth_path, straight_path
from khingan.report.ground import GroundPainter, components
from khingan.report.losses import Daily, as_of_day, bounds, loss_claims, off_factor
from khingan.report.surprises import surprises
from khingan.report.symbols import ARMS, arm_of, definitions, echelon_marks
from khingan.report.text import designation, end_of_day, moment, number, signed, span
from khingan.report.towns import place_labels
from khingan.scenario import load
from khingan.verdict.record import DateRow

START = datetime(1945, 8, 9, tzinfo=timezone(timedelta(hours=9)))
THIN = "\u202f"


# --- words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (83737, 0, f"83{THIN}737"),
        (-1.26, 1, "−1.3"),
        (-0.04, 1, "0.0"),
        (None, 0, "–"),
        (float("nan"), 0, "–"),
    ],
)
def test_numbers_have_thin_spaces_and_a_true_minus(value: float | None, digits: int, text: str) -> None:
    assert number(value, digits) == text


def test_difference_carries_its_sign() -> None:
    assert (signed(2.04), signed(-2.0), signed(0.0)) == ("+2.0", "−2.0", "0.0")


def test_open_intervals_are_named() -> None:
    assert (span(None, 5), span(5, None), span(3, 3), span(3, 5)) == ("at most 5", "at least 5", "3", "3–5")


def test_moments_are_written_in_theatre_time() -> None:
    assert moment(START, 126) == "14 August 1945, 06:00 (UTC+9)"


def test_end_of_a_day_is_its_own_midnight() -> None:
    assert end_of_day(START, 25) == "2 September 1945, 24:00 (UTC+9)"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("6th Guards Tank Army (Kravchenko)", "6 GTA"),
        ("107th Division", "107 D"),
        ("Third Area Army (Ushiroku)", "3 AA"),
        ("Mengjiang cavalry division 2", "2 MCD"),
        ("Rashin Fortress", "Rashin"),
        ("Soviet-Mongolian Cavalry-Mechanized Group (Pliev)", "SMCMG"),
    ],
)
def test_long_names_become_short_designations(name: str, short: str) -> None:
    assert designation(name) == short


# --- symbols -----------------------------------------------------------------------------------------------


def test_every_kind_of_unit_of_the_library_has_an_arm() -> None:
    kinds = {str(row["kind"]) for row in load("manchuria-1945").tables["units"]}
    assert {kind: arm_of(kind) for kind in kinds if arm_of(kind) == "headquarters"} == {}


@pytest.mark.parametrize(
    ("kind", "arm"),
    [
        ("motor-rifle", "motorized"),
        ("tank-brigade", "armour"),
        ("fortified-region", "works"),
        ("hq", "headquarters"),
    ],
)
def test_kind_decides_the_sign(kind: str, arm: str) -> None:
    assert arm_of(kind) == arm


def test_headquarters_shows_the_arm_in_its_name() -> None:
    assert arm_of("hq", "6th Guards Tank Army") == "armour"


def test_both_frames_are_drawn_for_every_arm() -> None:
    text = definitions()
    assert all(f'id="u{frame}-{arm}"' in text for frame in (0, 1) for arm in ARMS)


def test_echelon_marks_follow_the_convention() -> None:
    marks = [echelon_marks(e) for e in ("brigade", "division", "corps", "army", "area_army", "flotilla")]
    assert marks == ["X", "XX", "XXX", "XXXX", "XXXXX", ""]


# --- shapes ------------------------------------------------------------------------------------------------


def plane(lat: Any, lon: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.asarray(lon, np.float64) * 80, -np.asarray(lat, np.float64) * 111


MIDDLE = h3.latlng_to_cell(45.0, 125.0, 5)
RING = sorted(h3.grid_disk(MIDDLE, 1))


def test_outline_of_seven_cells_is_one_ring_of_eighteen_corners() -> None:
    (ring,) = Outlines(RING, plane).outline(np.ones(7, bool))
    assert len(ring) == 18


def test_hole_is_an_outline_of_its_own() -> None:
    mask = np.array([cell != MIDDLE for cell in RING])
    assert sorted(len(ring) for ring in Outlines(RING, plane).outline(mask)) == [6, 18]


def test_line_between_a_cell_and_its_ring_is_closed() -> None:
    inside = np.array([cell == MIDDLE for cell in RING])
    (line,) = Outlines(RING, plane).between(inside, ~inside)
    assert len(line) == 7
    assert np.array_equal(line[0], line[-1])


def test_chains_start_where_nothing_arrives() -> None:
    assert chain([(2, 3), (1, 2), (7, 8), (8, 7)]) == [[1, 2, 3], [7, 8, 7]]


def test_paths_are_whole_and_relative() -> None:
    line = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 2.0]])
    assert straight_path(line) == "M0 0l5 0 0 10"
    assert straight_path(line, closed=True).endswith("z")


def test_smooth_path_keeps_the_ends_of_an_open_line() -> None:
    path = smooth_path(np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 0.0], [3.0, 1.0]]), closed=False)
    numbers = [int(n) for n in path.removeprefix("M").replace("q", " ").replace("-", " -").split()]
    steps = np.array(numbers[2:]).reshape(-1, 4)[:, 2:]
    assert numbers[:2] == [0, 0]
    assert (steps.sum(axis=0) == [15, 5]).all()


def test_components_join_what_touches() -> None:
    first, second = np.array([0, 1, 3], np.int32), np.array([1, 2, 4], np.int32)
    assert components(np.arange(6), first, second).tolist() == [0, 0, 0, 3, 3, 5]


# --- ground ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Grid:
    cell_id: NDArray[np.uint64]
    offset: NDArray[np.int32]
    neighbor: NDArray[np.int32]
    width_m: NDArray[np.int32]


def disk(radius: int) -> Grid:
    cells = sorted(h3.grid_disk(MIDDLE, radius))
    row = {cell: index for index, cell in enumerate(cells)}
    near = [sorted(row[n] for n in h3.grid_ring(cell, 1) if n in row) for cell in cells]
    offset = np.cumsum([0, *map(len, near)], dtype=np.int32)
    flat = np.array([n for ns in near for n in ns], np.int32)
    return Grid(np.array(cells, np.uint64), offset, flat, np.full(len(flat), 9000, np.int32))


def around(grid: Grid, centre: int, radius: int) -> NDArray[np.bool_]:
    inside = set(h3.grid_disk(centre, radius))
    return np.array([int(cell) in inside for cell in grid.cell_id])


def test_first_day_without_movement_has_a_front_and_no_gain() -> None:
    grid = disk(4)
    held = np.where(around(grid, MIDDLE, 1), 0, 1).astype(np.uint8)
    ground = GroundPainter(np.stack([held, held]), grid, plane).day(1)
    assert ground.gained_cells == (0, 0)
    assert ground.front[0].startswith("M")
    assert ground.front[1].startswith("M")
    assert ground.taken == ("", "")


def test_gain_of_a_day_is_what_changed_hands_on_it() -> None:
    grid = disk(4)
    days = [np.where(around(grid, MIDDLE, r), 0, 1).astype(np.uint8) for r in (0, 1, 2)]
    painter = GroundPainter(np.stack(days), grid, plane)
    assert painter.day(1).gained_cells == (6, 0)
    assert painter.day(2).gained_cells == (12, 0)
    assert painter.day(2).taken[0] != ""


def pocket_world() -> tuple[Grid, NDArray[np.uint8], int]:
    # A wide blue country; on the second day a red ring closes round a small piece of it.
    grid = disk(8)
    centre = h3.grid_path_cells(MIDDLE, int(h3.grid_ring(MIDDLE, 8)[0]))[5]
    ring = around(grid, centre, 2) & ~around(grid, centre, 1)
    start = np.ones(len(grid.cell_id), np.uint8)
    start[np.flatnonzero(ring)[0]] = 0
    after = np.where(ring, 0, start).astype(np.uint8)
    return grid, np.stack([start, after]), int(np.searchsorted(grid.cell_id, centre))


def test_piece_cut_off_with_a_unit_in_it_is_a_pocket() -> None:
    grid, control, inside = pocket_world()
    ground = GroundPainter(control, grid, plane).day(1, [("u", 1, inside)])
    assert ground.pocket_units == ((), ("u",))
    assert ground.pockets[1] != ""


def test_empty_piece_is_no_pocket() -> None:
    grid, control, _ = pocket_world()
    ground = GroundPainter(control, grid, plane).day(1, [])
    assert ground.pockets == ("", "")


def test_island_that_was_apart_from_the_start_is_no_pocket() -> None:
    grid, control, inside = pocket_world()
    ground = GroundPainter(control[[1, 1]], grid, plane).day(1, [("u", 1, inside)])
    assert ground.pocket_units == ((), ())


def test_spearhead_cut_off_on_conquered_ground_is_a_pocket() -> None:
    grid, _, inside = pocket_world()
    centre = int(grid.cell_id[inside])
    begin = np.where(around(grid, centre, 6), 0, 1)
    after = np.where(around(grid, centre, 1), 1, begin)
    ground = GroundPainter(np.stack([begin, after]).astype(np.uint8), grid, plane).day(1, [("u", 1, inside)])
    assert ground.pocket_units == ((), ("u",))


# --- who stands where --------------------------------------------------------------------------------------

FORMATIONS = [
    {"formation_id": "f", "name": "1st Front", "side": "red", "echelon": "front", "parent_id": None},
    {"formation_id": "a", "name": "5th Army", "side": "red", "echelon": "army", "parent_id": "f"},
    {"formation_id": "c", "name": "2nd Corps", "side": "red", "echelon": "corps", "parent_id": "a"},
]
UNITS = [
    {"unit_id": f"u{n}", "name": f"{n}th Division", "side": "red", "kind": "rifle", "echelon": "division"}
    | {"formation_id": "c" if n < 3 else "a", "contingent": "R"}
    for n in (1, 2, 3, 4)
]
TREE = Tree(UNITS, FORMATIONS, ["red", "blue"])


def stand(unit: str, x: float, men: float = 1000.0, status: str = "active") -> Standing:
    return Standing(unit, x, 0.0, men, 1000.0, 0.0, None, status)


def test_from_afar_an_army_is_one_counter() -> None:
    (counter,) = gather([stand(f"u{n}", 5.0 * n) for n in (1, 2, 3, 4)], TREE, 0)
    assert counter.face.name == "5th Army"
    assert counter.men == 4000


def test_nearer_a_corps_stands_beside_the_divisions_without_one() -> None:
    counters = gather([stand(f"u{n}", 5.0 * n) for n in (1, 2, 3, 4)], TREE, 1)
    assert sorted(c.face.name for c in counters) == ["2nd Corps", "3th Division", "4th Division"]


def test_part_far_away_has_a_counter_of_its_own() -> None:
    counters = gather([stand("u1", 0), stand("u2", 1), stand("u3", 2), stand("u4", 500)], TREE, 0)
    assert sorted(c.face.name for c in counters) == ["4th Division", "5th Army"]


def test_those_who_laid_down_arms_do_not_hide_under_the_army() -> None:
    counters = gather([stand("u1", 0), stand("u2", 1), stand("u3", 2, status="surrendered")], TREE, 0)
    assert sorted((c.face.name, c.status) for c in counters) == [
        ("3th Division", "surrendered"),
        ("5th Army", "active"),
    ]


def test_state_of_a_counter_is_that_of_most_of_its_men() -> None:
    (counter,) = gather([stand("u1", 0, 900), stand("u2", 1, 300, "isolated")], TREE, 0)
    assert counter.status == "active"


def test_counters_on_one_spot_are_moved_apart() -> None:
    counters = gather([stand(f"u{n}", 0.0) for n in (1, 2, 3, 4)], TREE, 2)
    spread(counters, 2.9, {})
    at = np.array([(c.dx, c.dy) for c in counters])
    apart = np.abs(at[:, None] - at[None, :]).max(axis=2)[~np.eye(4, dtype=bool)]
    assert apart.min() > 25


def test_lonely_counter_stays_where_it_is() -> None:
    counters = gather([stand("u1", 0.0)], TREE, 2)
    spread(counters, 2.9, {})
    assert (counters[0].dx, counters[0].dy) == (0.0, 0.0)


def test_counter_makes_room_for_a_name() -> None:
    counters = gather([stand("u1", 0.0)], TREE, 2)
    spread(counters, 1.0, {}, np.array([[10.0, 0.0, 60.0, 9.0]]))
    assert abs(counters[0].dy) > 10 or counters[0].dx < -10


def test_units_not_yet_there_are_not_on_the_map() -> None:
    rows = {
        "unit_id": ["u1", "u2", "u3"], "cell": [1, 1, 1], "men": [10.0, 0.0, 5.0], "tanks": [0.0, 0.0, 0.0],
        "fuel_t": [0.0, 0.0, 5.0], "status": ["waiting", "active", "active"],
    }  # fmt: skip
    (only,) = standings_at(rows, {"u3": (10.0, 10.0)}, lambda cell: (1.0, 2.0), {"u3"})
    assert (only.unit_id, only.fuel_share, only.men_at_start) == ("u3", 0.5, 10.0)


def test_fuel_is_shown_for_motor_units_only() -> None:
    rows = {
        "unit_id": ["u1"],
        "cell": [1],
        "men": [9.0],
        "tanks": [0.0],
        "fuel_t": [5.0],
        "status": ["active"],
    }
    (only,) = standings_at(rows, {"u1": (9.0, 10.0)}, lambda cell: (1.0, 2.0), ())
    assert only.fuel_share is None


# --- losses ------------------------------------------------------------------------------------------------


def small_daily() -> Daily:
    rows = [day_row(d, f, "red", killed=10 * d) for d in (1, 2) for f in ("f", "a")]
    return Daily(table(rows, DAILY), FORMATIONS)


def test_army_inside_a_front_is_not_counted_twice() -> None:
    assert small_daily().losses("red", ("killed",)).tolist() == [[0.0, 10.0, 30.0]]


def test_formation_alone_is_counted_by_itself() -> None:
    assert small_daily().formation("a", "killed").tolist() == [[10.0, 20.0]]


CLASSES = [
    {"class_id": "men", "side": "red", "kind": "losses", "unit": "persons"},
    {"class_id": "tanks", "side": "red", "kind": "losses", "unit": "vehicles"},
    {"class_id": "start", "side": "red", "kind": "strength", "unit": "persons"},
]


def claim(class_id: str, definition: str, low: str = "5", **more: str) -> dict[str, str]:
    return {"claim_id": "X", "class_id": class_id, "definition": definition, "value_low": low} | more


@pytest.mark.parametrize(
    ("class_id", "definition", "columns", "partial"),
    [
        ("men", "killed+missing+noncombat_dead", ("killed", "missing", "noncombat_dead"), False),
        ("men", "wounded.north", ("wounded",), True),
        ("men", "captured.by_0819", ("captured",), False),
        ("men", "killed+allied_dead", ("killed",), True),
        ("tanks", "tanks+spg", ("tanks_lost",), False),
    ],
)
def test_definition_of_a_claim_chooses_the_columns(
    class_id: str, definition: str, columns: tuple[str, ...], partial: bool
) -> None:
    (found,), left = loss_claims([claim(class_id, definition)], CLASSES)
    assert (found.columns, found.partial, left) == (columns, partial, [])


def test_claim_on_what_is_not_counted_is_listed_apart() -> None:
    produced, left = loss_claims([claim("men", "allied_dead"), claim("start", "killed")], CLASSES)
    assert produced == []
    assert [c["definition"] for c in left] == ["allied_dead"]


@pytest.mark.parametrize(
    ("relation", "low", "high", "expected"),
    [
        ("equals", "5", "", (5.0, 5.0)),
        ("range", "5", "9", (5.0, 9.0)),
        ("less_than", "", "9", (None, 9.0)),
        ("more_than", "5", "", (5.0, None)),
    ],
)
def test_words_of_a_claim_bound_its_figure(
    relation: str, low: str, high: str, expected: tuple[float | None, float | None]
) -> None:
    assert bounds({"relation": relation, "value_low": low, "value_high": high}) == expected


@pytest.mark.parametrize(("text", "day"), [("1945-08-19", 11.0), ("1945-09", 25.0), ("1945-10-01", 25.0)])
def test_claim_holds_at_the_end_of_its_day(text: str, day: float) -> None:
    assert as_of_day({"as_of_date": text}, START.date(), 25) == day


def test_factor_is_one_inside_the_interval() -> None:
    assert [off_factor(v, 10, 20) for v in (5, 15, 40)] == [0.5, 1.0, 2.0]


# --- dates -------------------------------------------------------------------------------------------------


def dated(day: int, spread_days: float = 0.0, hour: str = "") -> DateRow:
    return DateRow(
        f"R{day}", "calibration", "place_captured", "RR", "", "town", 45.0, 125.0, date(1945, 8, day), hour,
        spread_days, "src", "sourced", "",
    )  # fmt: skip


def hours(*captured: float | None) -> pa.Table:
    return table(
        [
            {"campaign": n, "place_id": "town", "side": "red", "reached_h": h, "captured_h": h}
            for n, h in enumerate(captured)
        ],
        PLACES,
    )


def compare(rows: list[DateRow], *captured: float | None, count: int = 1) -> Any:
    documented, _ = documented_dates(rows, START, 600.0, {"RR": "red"})
    return compare_dates(documented, hours(*captured), count)[0]


def test_difference_is_measured_from_the_middle_of_the_day() -> None:
    assert compare([dated(10)], 60.0).difference_h == 24.0


def test_several_reports_on_one_place_are_one_interval() -> None:
    found = compare([dated(10), dated(13)], 60.0)
    assert found.inside
    assert found.documented.date == "10 August; 13 August"


def test_median_campaign_that_never_came_is_never() -> None:
    found = compare([dated(10)], 60.0, None, None, count=3)
    assert found.captured_h is None
    assert found.share == pytest.approx(1 / 3)


def test_campaign_without_a_row_counts_as_never() -> None:
    assert compare([dated(10)], 60.0, 61.0, count=5).captured_h is None


def test_a_zone_is_compared_with_the_fall_of_its_works() -> None:
    documented, _ = documented_dates([dated(10)], START, 600.0, {"RR": "red"}, {"R10"})
    row = {
        "campaign": 0,
        "place_id": "town",
        "side": "red",
        "reached_h": 1.0,
        "captured_h": 36.0,
        "cleared_h": 60.0,
    }
    (found,) = compare_dates(documented, table([row], PLACES), 1)
    assert (found.captured_h, found.cleared_h, found.compared_h) == (36.0, 60.0, 60.0)
    assert found.difference_h == 24.0


@pytest.mark.parametrize(
    ("captured", "cleared", "words"),
    [
        (12.0, 12.0, ""),
        (None, None, ""),
        (12.0, 78.0, "works fell 12 Aug 06:00"),
        (12.0, None, "works hold out"),
    ],
)
def test_works_are_told_where_they_fell_after_the_town(
    captured: float | None, cleared: float | None, words: str
) -> None:
    assert works_words(START, captured, cleared) == words


def test_places_whose_works_fell_later_are_found_by_their_medians() -> None:
    # Three campaigns: the town of A falls at 10 and its works at 50, 60 and never; B has none; C is never taken.
    rows = [
        {"campaign": n, "place_id": place, "side": "red", "captured_h": captured, "cleared_h": cleared}
        for place, hours in (("a", (50.0, None, 60.0)), ("b", (10.0,) * 3), ("c", (None,) * 3))
        for n, cleared in enumerate(hours)
        for captured in (None if place == "c" else 10.0,)
    ]
    assert works_apart(table(rows, PLACES), 3) == {("a", "red"): (10.0, 60.0)}


# --- charts ------------------------------------------------------------------------------------------------


def test_axis_ends_at_a_round_number() -> None:
    assert [nice_top(v) for v in (0, 9.2, 83_737, 640_000)] == [1.0, 10.0, 100_000.0, 800_000.0]


def test_labels_keep_their_distance_and_stay_inside() -> None:
    placed = spaced([10.0, 11.0, 12.0, 99.0], 13.0, 0.0, 100.0)
    assert all(b - a >= 13 for a, b in pairwise(placed))
    assert placed[-1] <= 100


def test_chart_shows_rival_claims_and_escapes_them() -> None:
    marks = [Mark(2, 5, 9, "X1", "X1 <five>", "title"), Mark(1, None, 20, "X2", "at most", "t")]
    svg = line_chart([Curve([0, 3, 7], label="Killed")], marks, days=2, start=START, title="T", unit="men")
    assert "&lt;five&gt;" in svg
    assert "<five>" not in svg
    assert svg.count('class="claim"') == 2
    assert "Killed: 7 men at the end" in svg


# --- surprises ---------------------------------------------------------------------------------------------


def test_places_that_never_fell_are_summed_up_in_one_row() -> None:
    found = surprises([compare([dated(10)], None)], [], {"town": {"name_1945": "Town"}}, START)
    assert [row["what"] for row in found] == ["Not reached or captured at all: Town"]


def test_greatest_difference_comes_first() -> None:
    losses = [
        {
            "factor": 1.5,
            "side": "Red",
            "what": "killed",
            "claim_id": "X1",
            "documented": "",
            "simulated_text": "",
        }
        | {"verdict": "1.5 times"},
        {"factor": 1.0, "side": "Red", "what": "wounded", "claim_id": "X2"},
    ]
    found = surprises([compare([dated(10)], 400.0)], losses, {}, START)
    assert [row["what"] for row in found] == ["town captured", "Red: killed (X1)"]


def test_loss_is_a_surprise_only_if_no_rival_claim_is_near() -> None:
    row = {"side": "Red", "what": "killed", "documented": "", "simulated_text": "", "verdict": ""}
    rivals = [row | {"factor": 0.2, "claim_id": "X1"}, row | {"factor": 1.0, "claim_id": "X2"}]
    assert surprises([], rivals, {}, START) == []


# --- towns -------------------------------------------------------------------------------------------------


def town(name: str, lon: float, people: int) -> dict[str, Any]:
    return {"place_id": name, "name_1945": name, "modern_name": "", "lat": 45.0, "lon": lon, "cell": 1} | {
        "population_1940": people
    }


SHEET = Frame(-2000.0, 2000.0, 4000.0, 4000.0)


def test_second_of_two_towns_is_named_on_its_other_side() -> None:
    pair = [town("Harbin", 126.6, 600_000), town("Pinfang", 126.7, 200_000)]
    found = [(t.name, t.level, t.side) for t in place_labels(pair, SHEET, frozenset())]
    assert found == [("Harbin", 0, "start"), ("Pinfang", 0, "end")]


def test_crowded_towns_are_named_from_near_only() -> None:
    crowd = [town(f"Town {n}", 126.6 + n / 100, 200_000) for n in range(4)]
    levels = [t.level for t in place_labels(crowd, SHEET, frozenset())]
    assert levels[:2] == [0, 0]
    assert min(levels[2:]) > 0


def test_small_place_with_a_date_is_named_before_its_like() -> None:
    rows = [town("Plain", 125.0, 0), town("Dated", 126.0, 0)]
    towns = {t.name: t.level for t in place_labels(rows, SHEET, frozenset({"Dated"}))}
    assert towns == {"Dated": 1, "Plain": 2}
