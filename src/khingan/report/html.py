"""The after-action report: one page that needs nothing but a browser."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from khingan.atlas import Atlas, load_atlas
from khingan.claims import ClaimSet, read_claims
from khingan.files import replace_file
from khingan.report import page
from khingan.report.backdrop import Backdrop, draw_backdrop
from khingan.report.bulletin import Names, bulletin, run_names
from khingan.report.dates import compare_dates, documented_dates
from khingan.report.dispositions import PIXELS_PER_KM, Tree
from khingan.report.doings import day_parts, doings
from khingan.report.losses import Daily, loss_claims
from khingan.report.situation import Situation, paint
from khingan.report.surprises import surprises
from khingan.report.symbols import definitions
from khingan.report.text import day_name, end_of_day, moment, number, title_words
from khingan.report.views import View, theatre_box, views_of
from khingan.verdict import Verdict, judge
from khingan.verdict.record import Record, read_record, read_settings

if TYPE_CHECKING:
    from khingan.experiments.results import Run

CAMPAIGN = 0  # the campaign whose maps are drawn
_KEY_COLUMNS = ("killed", "wounded", "missing", "captured", "tanks_lost", "guns_lost")
_TEMPLATES = "templates"
_SECTIONS = (
    ("maps", "Situation"),
    ("places", "Places"),
    ("losses", "Losses"),
    ("armies", "Armies"),
    ("surprises", "Surprises"),
    ("events", "Events"),
    ("inputs", "Inputs"),
    ("limits", "Limits"),
    ("claims", "Claims"),
    ("identity", "Identity"),
)
_LAYERS = (
    ("counters", "counters"),
    ("dots", "units"),
    ("areas", "front and ground"),
    ("lines", "rail and borders"),
    ("towns", "towns"),
)
_CAUTION = (
    "What follows was computed, not observed. Documented figures stand beside it as marks without colour and "
    "are never mixed with it; where documents disagree, all of them are shown."
)


@dataclass(frozen=True)
class Evidence:
    """What the run is held against."""

    claims: ClaimSet
    record: Record
    verdict: Verdict
    zones: frozenset[str] = frozenset()


def write_report(run: Run, path: str | PathLike[str]) -> None:
    """Write the after-action report of a run as one self-contained HTML page.

    Parameters
    ----------
    run : Run
        A finished run. Maps are drawn if it was traced.
    path : path-like
        File to write; it appears whole or not at all.

    Raises
    ------
    InputError
        If `path` is a folder, or the scenario's claims or record cannot be read.
    SystemFault
        If the file cannot be written.
    """
    folder = run.scenario.path
    verdict = judge(run.scenario, run.places, run.daily)
    zones = read_settings(folder).fortified_zones
    evidence = Evidence(read_claims(folder), read_record(folder), verdict, zones)
    text = render_report(run, evidence, load_atlas())
    with replace_file(path) as part:
        part.write_text(text, encoding="utf-8")


def render_report(run: Run, evidence: Evidence, atlas: Atlas) -> str:
    """Render the report of a run.

    Parameters
    ----------
    run : Run
        A finished run.
    evidence : Evidence
        Claims and record; of the record only the calibration part is ever read.
    atlas : Atlas
        The map the run was fought on.

    Returns
    -------
    str
        HTML text.
    """
    scenario = run.scenario
    sides = {side.side_id: side.name for side in scenario.sides}
    formations, units = run.formations.to_pylist(), run.units.to_pylist()
    daily = Daily(run.daily, formations)
    context = _losses(run, evidence, daily, sides)
    context |= _places(run, evidence, atlas)
    context["surprises"] = surprises(
        context.pop("dated"),
        [*context["loss_rows"], *(r for r in context["front_rows"] if not r["whole_side"])],
        context.pop("gazetteer"),
        scenario.start,
    )
    context |= _maps(run, atlas, formations, units, sides)
    context |= _inputs(run, evidence)
    context |= {
        "title": scenario.title,
        "lead": _lead(run),
        "caution": _CAUTION,
        "key_columns": [title_words(c) for c in _KEY_COLUMNS] + ["men present at the end"],
        "key_figures": _key_figures(daily, sides),
        "sections": [s for s in _SECTIONS if context["situation"] or s[0] != "maps"],
        "sides": [{"name": name} for name in sides.values()],
        "army_sides": page.army_sides(daily, formations, sides),
        "doings": page.doing_rows(doings(daily, list(sides)), sides, scenario.start),
        "event_counts": page.event_counts(run.events, list(sides), CAMPAIGN),
        "identity": _identity(run),
        "css": Markup(_read("report.css")),
        "js": Markup(_read("report.js")),
    }
    return str(_template().render(context))


@lru_cache(maxsize=1)
def _template() -> Any:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_read("report.html.j2"))


@lru_cache(maxsize=8)
def _read(name: str) -> str:
    return (files("khingan.report") / _TEMPLATES / name).read_text(encoding="utf-8")


def _lead(run: Run) -> str:
    scenario = run.scenario
    what = "simulated campaign" if run.count == 1 else "simulated campaigns"
    first, last = moment(scenario.start, 0), end_of_day(scenario.start, round(_hours(run) / 24))
    text = f"{number(run.count)} {what} of “{scenario.scenario_id}”, seed {run.seed}, from {first} to {last}."
    if scenario.overlays:
        text += f" Changed from the record by: {', '.join(scenario.overlays)}."
    if run.count > 1:
        text += (
            f" Maps and events show campaign {CAMPAIGN}; curves show the median and the middle nine tenths."
        )
    return text


def _hours(run: Run) -> float:
    return 24.0 * Daily(run.daily, run.formations.to_pylist()).days


def _key_figures(daily: Daily, sides: Mapping[str, str]) -> list[dict[str, Any]]:
    """The whole campaign in one row a side; medians if there are several campaigns."""
    found = []
    for index, (side, name) in enumerate(sides.items()):
        totals = [float(np.median(daily.losses(side, (column,))[:, -1])) for column in _KEY_COLUMNS]
        present = float(np.median(daily.side(side, "strength")[:, -1]))
        found.append({"name": name, "style": f"s{index}c", "values": [number(v) for v in (*totals, present)]})
    return found


def _losses(run: Run, evidence: Evidence, daily: Daily, sides: Mapping[str, str]) -> dict[str, Any]:
    claims = [asdict(c) for c in evidence.claims.claims.values()]
    produced, left = loss_claims(claims, [asdict(c) for c in evidence.claims.classes.values()])
    start = run.scenario.start
    names = {str(f["formation_id"]): str(f["name"]) for f in run.formations.to_pylist()}
    sources = {row.record_id: row.source_id for row in evidence.record.losses()}
    rows = page.all_loss_rows(produced, daily, start, sides)
    return {
        "losses_lead": (
            "Cumulative losses of each side. Points, bars and arrows without colour are claims, each at the "
            "day for which it holds; rival claims stand side by side."
        ),
        "loss_charts": page.loss_charts(daily, produced, start, sides),
        "loss_rows": rows,
        "not_produced": left,
        "front_rows": page.formation_loss_rows(
            evidence.verdict.losses, names, sources, start.date(), daily.roots
        ),
    }


def _places(run: Run, evidence: Evidence, atlas: Atlas) -> dict[str, Any]:
    scenario = run.scenario
    side_of = {c: side.side_id for side in scenario.sides for c in side.contingents}
    documented, left = documented_dates(
        evidence.record.dates(), scenario.start, _hours(run), side_of, evidence.zones
    )
    dated = compare_dates(documented, run.places, run.count)
    gazetteer = {str(row["place_id"]): row for row in atlas.places.to_pylist()}
    return {
        "dated": dated,
        "gazetteer": gazetteer,
        "places_lead": page.places_lead(dated, run.count),
        "scores": page.score_rows(evidence.verdict.dates) if evidence.verdict.dates else None,
        "place_rows": page.place_rows(dated, gazetteer, scenario.start),
        "left_out": [f"{record_id}: {reason}" for record_id, reason in left.items()],
    }


def _inputs(run: Run, evidence: Evidence) -> dict[str, Any]:
    tables = run.scenario.tables
    exogenous = list(tables["exogenous"]) if "exogenous" in tables else []
    exogenous += page.absence_inputs(tables.get("absences", ()))
    exogenous += page.demarcation_inputs(tables.get("demarcations", ()))
    claims = evidence.claims
    used = {str(row["claim"]) for row in exogenous if row.get("claim") in claims.claims}
    used |= {c.claim_id for c in claims.claims.values() if _is_loss(claims, c.class_id)}
    cited = [c for c in claims.claims.values() if c.claim_id in used]
    wanted = {c.source_id for c in cited} | {r.source_id for r in evidence.record.dates()}
    wanted |= {r.source_id for r in evidence.record.losses()}
    return {
        "exogenous": page.exogenous_rows(exogenous, used),
        "not_acting": page.not_acting(tables.get("units", ()), tables.get("components", ())),
        "audit": page.audit(tables),
        "cited": cited,
        "sources": [s for s in claims.sources.values() if s.source_id in wanted],
    }


def _is_loss(claims: ClaimSet, class_id: str) -> bool:
    return class_id in claims.classes and claims.classes[class_id].kind == "losses"


def _maps(
    run: Run,
    atlas: Atlas,
    formations: Sequence[Mapping[str, Any]],
    units: Sequence[Mapping[str, Any]],
    sides: Mapping[str, str],
) -> dict[str, Any]:
    start, names = (
        run.scenario.start,
        run_names(atlas.places, run.units, sides, run.scenario.tables.get("regions", ())),
    )
    daily = Daily(run.daily, formations)
    counted = doings(daily, list(sides))
    bulletins = [
        bulletin(
            run.events,
            day,
            start,
            list(sides),
            names,
            campaign=CAMPAIGN,
            most=24,
            most_units=8,
            more=day_parts(counted, dict(sides), day, CAMPAIGN),
        )
        for day in range(1, daily.days + 1)
    ]
    if run.trace is None or run.control is None:
        return {"situation": None, "day_notes": page.day_notes(bulletins, {}, start, list(sides))}
    tree = Tree(units, formations, list(sides))
    backdrop = draw_backdrop(atlas, theatre_box(run.trace, atlas))
    situation = paint(
        run.trace,
        run.control,
        run.events,
        tree,
        atlas,
        backdrop.frame,
        start,
        campaign=CAMPAIGN,
        obstacles=backdrop.obstacles,
    )
    views = views_of(run.scenario.meta, run.trace, atlas, backdrop.frame)
    return {
        "situation": situation,
        "symbols": Markup(definitions()),
        "relief": Markup(backdrop.picture),
        "backdrop": _safe(backdrop),
        "views": views,
        "first_day": min(7, len(situation.days) - 1),
        "layers": _LAYERS,
        "legend": page.legend(list(sides.values()), _contingents(run, tree)),
        "near": [_packed([sheet.counters[level] for sheet in situation.days]) for level in (1, 2)],
        "config": _config(situation, views, backdrop),
        **_ground_numbers(situation, atlas, names),
        "day_notes": page.day_notes(
            bulletins,
            {s.day: _pocket_names(s.ground.pocket_units, names) for s in situation.days},
            start,
            list(sides),
        ),
    }


def _packed(days: Sequence[str]) -> str:
    """One line a day, deflated and in base64: the page unpacks what is seen near by when it is asked for."""
    return base64.b64encode(zlib.compress("\n".join(days).encode(), 9)).decode("ascii")


def _pocket_names(units: tuple[tuple[str, ...], tuple[str, ...]], names: Names) -> list[str]:
    return [names.units.get(unit, unit) for side in units for unit in side]


def _safe(backdrop: Backdrop) -> dict[str, Markup]:
    return {
        "water": Markup(backdrop.water),
        "lines": Markup(backdrop.lines),
        "towns": Markup(backdrop.towns),
    }


def _contingents(run: Run, tree: Tree) -> list[list[str]]:
    words = run.scenario.meta.get("contingents", {})
    return [
        [str(words.get(c, c)) for c in tree.contingents.get(side.side_id, [])] for side in run.scenario.sides
    ]


def _config(situation: Situation, views: Sequence[View], backdrop: Backdrop) -> Markup:
    config = {
        "labels": [sheet.label for sheet in situation.days],
        "day": min(7, len(situation.days) - 1),
        "views": [{"name": v.name, "box": [round(b, 1) for b in v.box]} for v in views],
        "sheet": [round(backdrop.frame.width, 1), round(backdrop.frame.height, 1)],
        # Each level takes over a little before its own nominal scale, where its counters begin to have room.
        "mid": PIXELS_PER_KM[1] * 0.68,
        "near": PIXELS_PER_KM[2] * 0.6,
    }
    return Markup(json.dumps(config).replace("<", "\\u003c"))


def _ground_numbers(situation: Situation, atlas: Atlas, names: Names) -> dict[str, Any]:
    cell_km2 = float(atlas.area_km2.mean())
    taken = [
        (s.ground.gained_cells[0] * cell_km2, s.ground.gained_cells[1] * cell_km2) for s in situation.days
    ]
    rows = [
        {
            "label": sheet.label,
            "taken": [number(round(v, -2)) for v in pair],
            "pockets": ", ".join(_pocket_names(sheet.ground.pocket_units, names)) or "none",
        }
        for sheet, pair in zip(situation.days, taken, strict=True)
    ]
    return {"ground_rows": rows, "strip": Markup(page.strip(taken))}


def _identity(run: Run) -> list[tuple[str, str]]:
    rows = [
        ("scenario", run.scenario.scenario_id),
        ("start", day_name(run.scenario.start)),
        ("seed", str(run.seed)),
    ]
    rows += [("campaigns", number(run.count)), ("what-ifs", ", ".join(run.scenario.overlays) or "none")]
    rows += [(str(k).replace("_", " "), str(v)) for k, v in run.identity.items()]
    rows += [
        (f"time: {k.replace('_', ' ')}", f"{v:.2f} s" if isinstance(v, (int, float)) else str(v))
        for k, v in run.timings.items()
    ]
    return rows
