"""The report is one sound page that asks nothing of the network and says what the tables say."""

from __future__ import annotations

import base64
import csv
import json
import re
import zlib
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from report_sample import DAYS, EVIL, small_evidence, small_run, table

from khingan.atlas import load_atlas
from khingan.claims import read_claims
from khingan.errors import InputError
from khingan.experiments.schema import PLACES
from khingan.report.html import Evidence, render_report, write_report
from khingan.scenario import load
from khingan.verdict import judge
from khingan.verdict.baselines import NAMES
from khingan.verdict.record import read_record

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Reader(HTMLParser):
    """Collects elements and text, and what is opened and never closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("script", "style"):
            self.texts.append(data)

    @property
    def visible(self) -> str:
        return " ".join(self.texts)


@pytest.fixture(scope="module")
def read(page: str) -> Reader:
    return Reader(page)


def table_rows(page: str, table_id: str) -> list[list[str]]:
    body = re.search(rf'<table id="{table_id}".*?<tbody>(.*?)</tbody>', page, re.S)
    assert body is not None
    rows = re.findall(r"<tr.*?>(.*?)</tr>", body.group(1), re.S)
    return [
        [re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<td.*?>(.*?)</td>", row, re.S)]
        for row in rows
    ]


def test_every_element_is_closed(read: Reader) -> None:
    assert read.faults == []
    assert read.open == []


def test_ids_are_unique(read: Reader) -> None:
    ids = Counter(attrs["id"] for _, attrs in read.tags if attrs.get("id"))
    assert [name for name, count in ids.items() if count > 1] == []


def test_every_reference_inside_the_page_leads_somewhere(read: Reader) -> None:
    ids = {attrs["id"] for _, attrs in read.tags if attrs.get("id")}
    wanted = {str(attrs["href"])[1:] for _, attrs in read.tags if str(attrs.get("href", "")).startswith("#")}
    assert {name for name in wanted if not name.startswith("day-")} - ids == set()


def test_nothing_is_asked_of_the_network(page: str, read: Reader) -> None:
    used = [str(attrs[name]) for _, attrs in read.tags for name in ("href", "src") if attrs.get(name)]
    assert [link for link in used if not link.startswith(("#", "data:"))] == []
    assert not re.search(r"@import|url\((?!#)|fetch\(|XMLHttpRequest|WebSocket", page)
    assert "link" not in {tag for tag, _ in read.tags}


def test_every_day_has_its_overlay_and_its_name(read: Reader) -> None:
    ids = {attrs.get("id") for _, attrs in read.tags}
    for day in range(DAYS + 1):
        assert {f"a{day}", f"p{day}", f"c{day}"} <= ids
    for label in (
        "9 August 1945, 00:00 (UTC+9)",
        "9 August 1945, 24:00 (UTC+9)",
        "10 August 1945, 24:00 (UTC+9)",
    ):
        assert label in read.visible


def test_near_views_unpack_to_one_line_a_day(page: str) -> None:
    for level in (1, 2):
        packed = re.search(rf'id="n{level}">([^<]*)<', page)
        assert packed is not None
        days = zlib.decompress(base64.b64decode(packed.group(1))).decode().split("\n")
        assert len(days) == DAYS + 1
        assert all("5th Rifle Division" in day for day in days)


def test_army_troops_at_the_base_have_no_counter(page: str) -> None:
    assert "Third Army troops" not in page
    assert re.search(r"<title>Border Garrison &lt;b&gt;: 500 men", page)


def test_place_table_equals_the_places_table(page: str, run: Any) -> None:
    shown = {
        place: tuple(hours)
        for place, *hours in re.findall(
            r'data-place="(\w+)" data-side="red" data-reached="([\d.]*)" data-captured="([\d.]*)" '
            r'data-cleared="([\d.]*)"',
            page,
        )
    }
    expected = {
        row["place_id"]: tuple(
            "" if row[c] is None else f"{row[c]:g}" for c in ("reached_h", "captured_h", "cleared_h")
        )
        for row in run.places.to_pylist()
    }
    assert shown == expected


def test_place_table_says_hours_as_dates(page: str) -> None:
    heiho = table_rows(page, "place-table")[0]
    # Captured at hour 12; the record allows hours 0 to 48, its middle is hour 24.
    assert heiho[2:6] == ["9 August ± 1 d", "9 Aug 06:00", "9 Aug 12:00", "−0.5 d"]


def test_place_table_says_when_works_fell_after_the_town(run: Any) -> None:
    places = [{"place_id": "heiho", "side": "red", "captured_h": 12.0, "cleared_h": 78.0}]
    late = SimpleNamespace(**{**vars(run), "places": table(places, PLACES)})
    rows = table_rows(render_report(late, small_evidence(), load_atlas()), "place-table")
    assert rows[0][4] == "9 Aug 12:00,works fell 12 Aug 06:00"


def test_loss_table_adds_up_the_days_of_the_outermost_formation(page: str) -> None:
    rows = {row[-1]: row for row in table_rows(page, "loss-table")}
    assert rows["X1"][3:5] == ["30", "agrees"]
    assert rows["X2"][3:5] == ["30", "33 %"]


def test_formation_table_counts_a_formation_alone(page: str) -> None:
    assert table_rows(page, "formation-loss-table")[0][3:6] == ["15", "15", "agrees"]


def test_key_table_counts_no_man_twice(page: str) -> None:
    red, blue = table_rows(page, "key-table")
    assert (red[1], red[-1]) == ("15", "20\u202f000")
    assert (blue[1], blue[4]) == ("30", "700")


def test_names_are_escaped(page: str, read: Reader) -> None:
    assert "<Guards>" not in page
    assert EVIL in read.visible
    assert "A small <war>" in read.visible
    assert "<own>" not in page
    assert "Border Garrison <b>" in read.visible


def test_exogenous_inputs_are_listed_with_their_claim(page: str) -> None:
    assert table_rows(page, "exogenous-table") == [
        ["Surprise &lt;of&gt; the blow", "2", "level", "0–3", "side:red", "assumption", "X9"],
        ["a line agreed on day 2", "", "", "", "not occupied: side:red", "in_campaign", "X9"],
    ]


def test_arms_that_do_not_act_are_named(read: Reader) -> None:
    assert "air: 1 units, 40 aircraft" in read.visible


def test_claims_cited_stand_in_the_appendix(read: Reader) -> None:
    assert {"X1", "X2", "X9", "src-src"} <= {attrs.get("id") for _, attrs in read.tags}


def test_settings_of_the_map_are_json(page: str) -> None:
    found = re.search(r'id="cfg">(.*?)</script>', page, re.S)
    assert found is not None
    settings = json.loads(found.group(1))
    assert len(settings["labels"]) == DAYS + 1
    assert all(len(view["box"]) == 4 for view in settings["views"])


def test_day_after_the_pincers_met_has_a_star(page: str) -> None:
    sheets = re.findall(r'<g id="a\d">.*?<g id="p\d">', page, re.S)
    assert ["star" in sheet for sheet in sheets] == [False, False, True]


def test_run_without_trace_is_reported_without_maps(run: Any) -> None:
    plain = SimpleNamespace(**{**vars(run), "trace": None, "control": None})
    page = render_report(plain, small_evidence(), load_atlas())
    assert 'id="map"' not in page
    assert 'id="place-table"' in page
    assert Reader(page).faults == []


def test_several_campaigns_show_their_spread(run: Any) -> None:
    daily = run.daily.to_pylist()
    twice = daily + [row | {"campaign": 1, "killed": 3 * row["killed"]} for row in daily]
    many = SimpleNamespace(
        **{**vars(run), "count": 2, "daily": pa.Table.from_pylist(twice, run.daily.schema)}
    )
    page = render_report(many, small_evidence(), load_atlas())
    assert 'class="band s1"' in page
    rows = {row[-1]: row for row in table_rows(page, "loss-table")}
    assert rows["X2"][3] == "60 (33–87)"


def test_same_run_gives_the_same_page(page: str) -> None:
    assert render_report(small_run(), small_evidence(), load_atlas()) == page


def with_library_scenario(run: Any) -> Any:
    """The sample run as if it were one of the library's scenario."""
    red, blue = run.scenario.sides
    sides = (replace(red, contingents=("USSR",)), replace(blue, contingents=("JPN",)))
    return SimpleNamespace(**{**vars(run), "scenario": replace(load("manchuria-1945"), sides=sides)})


def test_test_rows_of_the_record_never_appear(run: Any) -> None:
    scenario = load("manchuria-1945")
    with (scenario.path / "record.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    closed = {row["record_id"] for row in rows if row["part"] == "test"}
    shown = {row["record_id"] for row in rows if row["part"] == "calibration"}
    real = with_library_scenario(run)
    verdict = judge(real.scenario, run.places, run.daily)
    evidence = Evidence(read_claims(scenario.path), read_record(scenario.path), verdict)
    text = Reader(render_report(real, evidence, load_atlas())).visible
    words = set(re.findall(r"\b[EL]\d{3}\b", text))
    assert words & closed == set()
    assert len(words & shown) > 20
    for row in rows:
        if row["part"] == "test" and len(row["description"]) > 20:
            assert row["description"] not in text


def test_page_is_written_whole(tmp_path: Path, run: Any) -> None:
    target = tmp_path / "deep" / "report.html"
    write_report(with_library_scenario(run), target)
    assert target.read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert [path.name for path in target.parent.iterdir()] == ["report.html"]


def test_simulation_stands_beside_the_rulers(tmp_path: Path, run: Any) -> None:
    places = [{"place_id": "fuyuan", "side": "red", "reached_h": 6.0, "captured_h": 12.0, "cleared_h": 12.0}]
    near = SimpleNamespace(**{**vars(run), "places": table(places, PLACES)})
    target = tmp_path / "report.html"
    write_report(with_library_scenario(near), target)
    names = [row[0] for row in table_rows(target.read_text(encoding="utf-8"), "score-table")]
    assert names == ["the simulation", *NAMES]


def test_folder_in_the_way_is_refused(tmp_path: Path, run: Any) -> None:
    with pytest.raises(InputError):
        write_report(with_library_scenario(run), tmp_path)
