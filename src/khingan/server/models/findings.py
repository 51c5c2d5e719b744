"""What a run says beside the record and the claims."""

from __future__ import annotations

from khingan.server.models.base import Said


class Spread(Said):
    """Quantiles of campaigns."""

    q05: float
    q25: float
    q50: float
    q75: float
    q95: float


class Documented(Said):
    """When something happened at a place by the record (its calibration part), as an interval in hours."""

    place_id: str
    side: str
    measure: str
    low_h: float
    high_h: float
    mid_h: float
    x: float
    y: float
    record_ids: list[str]
    unit_ids: list[str]
    described: list[str]
    source_ids: list[str]


class RecordInfo(Said):
    """What the record says that may be seen."""

    scenario_id: str
    dates: list[Documented]
    left_out: dict[str, str]
    closed_rows: int


class PlaceDates(Said):
    """When a side took a place for good, over the campaigns of a run, beside the documented date.

    ``hours`` holds the campaigns in their order (null = never), at most the first thousand. ``by_day`` is the share
    of campaigns in which the side holds the place for good by the end of day 1, 2, ...
    """

    place_id: str
    side: str
    campaigns: int
    happened: float
    spread: Spread | None
    hours: list[float | None]
    by_day: list[float]
    documented: list[Documented]


class LossClaim(Said):
    """A documented figure beside a fan of losses."""

    claim_id: str
    source_id: str
    day: float
    low: float | None
    high: float | None
    columns: list[str]
    partial: bool
    text: str


class Fan(Said):
    """Losses of a side added up from the start: quantiles by day, day 0 = the start."""

    side: str
    measure: str
    unit: str
    q05: list[float]
    q25: list[float]
    q50: list[float]
    q75: list[float]
    q95: list[float]


class Losses(Said):
    """Fans of losses by side and kind, and the claims they can be held against."""

    campaigns: int
    days: int
    fans: list[Fan]
    claims: dict[str, list[LossClaim]]
    not_produced: list[str]


class Pick(Said):
    """Campaigns of a run that stand for its spread in one measure."""

    measure: str
    median: int
    lowest: int
    highest: int
    values: Spread
