"""What a finished run says, beside the record and the claims, as the pages draw it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from khingan.atlas.projection import project
from khingan.claims import load_claims
from khingan.experiments.schema import MEASURES
from khingan.report.losses import LOSS_COLUMNS, Daily, as_of_day, bounds, loss_claims
from khingan.server.models import Documented, Fan, LossClaim, Losses, Pick, PlaceDates, RecordInfo, Spread
from khingan.verdict.dates import Observation
from khingan.verdict.judge import observe_sides
from khingan.verdict.record import read_record, read_settings

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
MOST_HOURS = 1_000
LOSSES_OF_MEN = ("killed", "wounded", "sick", "missing", "captured", "noncombat_dead", "deserted")
Hours = NDArray[np.float64]


def record_of(scenario: Any, end_h: float | None = None) -> RecordInfo:
    """Documented dates of a scenario; the test part of the record stays closed."""
    record, settings = read_record(scenario.path), read_settings(scenario.path)
    end = scenario.steps * 6.0 if end_h is None else end_h
    taken, left_out, given_up = observe_sides(scenario, record.dates(), settings.fortified_zones, end)
    return RecordInfo(
        scenario_id=scenario.scenario_id,
        dates=[_documented(seen) for seen in (*taken, *given_up)],
        left_out=left_out,
        closed_rows=record.closed_rows,
    )


def _documented(seen: Observation) -> Documented:
    x, y = project(seen.lat, seen.lon)
    return Documented(
        place_id=seen.place_id,
        side=seen.side,
        measure=seen.measure,
        low_h=seen.low_h,
        high_h=seen.high_h,
        mid_h=seen.mid_h,
        x=round(float(x), 2),
        y=round(float(y), 2),
        record_ids=list(seen.record_ids),
        unit_ids=list(seen.unit_ids),
        described=list(seen.described),
        source_ids=list(seen.source_ids),
    )


def spread_of(values: Hours) -> Spread:
    """Quantiles of some values."""
    found = [round(float(value), 3) for value in np.quantile(values, QUANTILES)]
    return Spread(**dict(zip(Spread.model_fields, found, strict=True)))


def place_dates(results: Any, scenario: Any) -> list[PlaceDates]:
    """When each side took each place for good, of places that were taken in some campaign or by the record."""
    days = int(results.description["identity"]["steps"]) // 4
    seen: dict[tuple[str, str], list[Documented]] = {}
    for one in record_of(scenario, days * 24.0).dates:
        seen.setdefault((one.place_id, one.side), []).append(one)
    found = []
    table = results.table("places", ("campaign", "place_id", "side", "captured_h"))
    for (place_id, side), hours in _hours(table).items():
        happened = ~np.isnan(hours)
        documented = seen.get((place_id, side), [])
        if not happened.any() and not documented:
            continue
        by_day = [float(np.mean(hours <= 24.0 * day)) for day in range(1, days + 1)]
        found.append(
            PlaceDates(
                place_id=place_id,
                side=side,
                campaigns=len(hours),
                happened=float(happened.mean()),
                spread=spread_of(hours[happened]) if happened.any() else None,
                hours=[None if np.isnan(hour) else float(hour) for hour in hours[:MOST_HOURS]],
                by_day=[round(share, 4) for share in by_day],
                documented=documented,
            )
        )
    return found


def _hours(table: pa.Table) -> dict[tuple[str, str], Hours]:
    """Hours of each place and side, campaign by campaign."""
    table = table.sort_by([("place_id", "ascending"), ("side", "ascending"), ("campaign", "ascending")])
    places = np.array(table.column("place_id").to_pylist())
    sides = np.array(table.column("side").to_pylist())
    hours = table.column("captured_h").to_numpy(zero_copy_only=False).astype(np.float64)
    if not len(hours):
        return {}
    cuts = np.flatnonzero((places[1:] != places[:-1]) | (sides[1:] != sides[:-1])) + 1
    starts = [0, *cuts.tolist()]
    return {
        (str(places[start]), str(sides[start])): part
        for start, part in zip(starts, np.split(hours, cuts), strict=True)
    }


def losses_of(results: Any, scenario: Any) -> Losses:
    """Fans of losses by day and side beside the claims that speak of the same."""
    daily = Daily(results.table("daily"), scenario.tables["formations"].rows)
    fans = []
    for side in scenario.side_ids:
        for measure in LOSS_COLUMNS:
            if daily.has(measure):
                fans.append(_fan(side, measure, MEASURES[measure][0], daily.losses(side, (measure,))))
        fans.append(_fan(side, "men", "men", daily.losses(side, LOSSES_OF_MEN)))
    claims = load_claims(scenario.path)
    rows, classes = [asdict(c) for c in claims.claims.values()], [asdict(c) for c in claims.classes.values()]
    produced, left = loss_claims(rows, classes)
    beside: dict[str, list[LossClaim]] = {side: [] for side in scenario.side_ids}
    for item in produced:
        if item.side in beside:
            low, high = bounds(item.claim)
            beside[item.side].append(
                LossClaim(
                    claim_id=str(item.claim["claim_id"]),
                    source_id=str(item.claim["source_id"]),
                    day=as_of_day(item.claim, scenario.start.date(), daily.days),
                    low=low,
                    high=high,
                    columns=list(item.columns),
                    partial=item.partial,
                    text=str(item.claim["paraphrase"]),
                )
            )
    return Losses(
        campaigns=daily.campaigns,
        days=daily.days,
        fans=fans,
        claims=beside,
        not_produced=[str(row["claim_id"]) for row in left],
    )


def _fan(side: str, measure: str, unit: str, values: NDArray[np.float64]) -> Fan:
    q = np.round(np.quantile(values, QUANTILES, axis=0), 1).tolist()
    return Fan(side=side, measure=measure, unit=unit, q05=q[0], q25=q[1], q50=q[2], q75=q[3], q95=q[4])


def pick(results: Any, measure: str) -> Pick:
    """The campaigns with the median, the lowest and the highest value of a column of the summary."""
    table = results.table("summary", ("campaign", measure))
    values = table.column(measure).to_numpy(zero_copy_only=False).astype(np.float64)
    there = np.flatnonzero(~np.isnan(values))
    campaigns = table.column("campaign").to_numpy()
    order = there[np.argsort(values[there], kind="stable")]
    return Pick(
        measure=measure,
        median=int(campaigns[order[len(order) // 2]]),
        lowest=int(campaigns[order[0]]),
        highest=int(campaigns[order[-1]]),
        values=spread_of(values[there]),
    )


def measures_to_pick(results: Any) -> list[str]:
    """Columns of the summary by which campaigns can be picked: those with a number somewhere."""
    table = results.table("summary")
    return [
        field.name
        for field in table.schema
        if field.name not in ("campaign", "seed", "overflow")
        and table.column(field.name).null_count < table.num_rows
    ]


def reckoning_of(results: Any, scenario: Any) -> dict[str, Any]:
    """The figures of the documents beside the run, definition by definition."""
    from khingan.reckoning import Run, read_readings, reckon
    from khingan.report.reckoning import as_document

    claims = load_claims(scenario.path)
    run = Run(scenario, results.table("daily"), results.table("places"))
    rows = reckon(read_readings(scenario, claims), claims, run)
    return as_document(rows, {"campaigns": results.campaigns, "overlays": list(results.overlays)})


def verdict_of(results: Any, scenario: Any) -> Any:
    """What the calibration part of the record says of the run: scores, and a row a documented quantity."""
    from khingan.report.verdict import reasons, skill_lines
    from khingan.verdict import judge, openings_of
    from khingan.verdict.entry import DAILY, PLACES

    openings = openings_of(scenario)
    places, daily = results.table("places", PLACES), results.table("daily", DAILY)
    found = judge(scenario, places, daily, "calibration", openings)
    return plain(
        {
            "part": found.part,
            "campaigns": results.campaigns,
            "lines": list(skill_lines(found)) if found.dates is not None else [],
            "dates": None
            if found.dates is None
            else {
                "crps": found.dates.model.crps,
                "skill": found.dates.skill_crps.value,
                "width_days": found.dates.width,
                "met_50": found.dates.reliability.met[0],
                "met_90": found.dates.reliability.met[1],
                "inside_50": found.dates.reliability.inside[0],
                "inside_90": found.dates.reliability.inside[1],
            },
            "rows": found.table().to_pylist(),
            "not_scored": [{"reason": reason, "record_ids": list(ids)} for reason, ids in reasons(found)],
            "closed_rows": found.closed_rows,
            "openings": found.openings.in_words(),
        }
    )


def comparison_of(found: Any, names: dict[str, str]) -> Any:
    """A comparison as plain values; folders get the names that the server knows them by."""
    from khingan.report.compare import notes

    def named(text: str) -> str:
        # The longest first: a folder's name may begin with that of another.
        for place in sorted(names, key=len, reverse=True):
            text = text.replace(place, names[place])
        return text

    def cleaned(value: Any) -> Any:
        return named(value) if isinstance(value, str) else value

    return plain(
        {
            "scenario_id": found.scenario.scenario_id,
            "base": named(found.base.name),
            "seed": found.luck.seed,
            "campaigns": len(found.luck.numbers),
            "uncertainty": list(found.luck.kinds),
            "result_version": found.luck.version,
            "worlds": [
                {
                    "name": named(contrast.world.name),
                    "overlays": list(contrast.world.scenario.overlays),
                    "paired": contrast.is_paired,
                    "why_unpaired": named(contrast.why_unpaired) or None,
                    "pairs": len(contrast.numbers) if contrast.is_paired else 0,
                }
                for contrast in found.contrasts
            ],
            "effects": [{k: cleaned(v) for k, v in row.items()} for row in found.table().to_pylist()],
            "notes": [named(line) for line in notes(found)],
        }
    )


def plain(value: Any) -> Any:
    """What JSON can hold: no NaN, no infinity, dates as text."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, float | np.floating):
        return float(value) if np.isfinite(value) else None
    if isinstance(value, np.integer):
        return int(value)
    if value is None or isinstance(value, str | int | bool):
        return value
    return str(value)
