"""Line charts as plain SVG: a curve over the days, its spread, and the rival documented figures beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from khingan.report.text import number

_LEFT, _TOP, _BOTTOM = 56.0, 16.0, 26.0
_LABEL_STEP = 13.0


@dataclass(frozen=True)
class Curve:
    """A quantity at the end of each day.

    Attributes
    ----------
    values : sequence of float
        Index 0 is the start.
    low, high : sequence of float or None
        Spread over campaigns, if there are several.
    style : str
        CSS classes.
    label : str
        Name, for the chart's text alternative.
    """

    values: Sequence[float]
    low: Sequence[float] | None = None
    high: Sequence[float] | None = None
    style: str = "s0"
    label: str = ""


@dataclass(frozen=True)
class Mark:
    """A documented figure: a value or an interval, known for a day, with the id it can be looked up by.

    ``low`` or ``high`` is None where the document gives a bound only.
    """

    day: float
    low: float | None
    high: float | None
    mark_id: str
    text: str
    title: str

    @property
    def middle(self) -> float:
        """Where the mark's label points."""
        known = [v for v in (self.low, self.high) if v is not None]
        return sum(known) / len(known)


@dataclass(frozen=True)
class Axes:
    """The drawing area of a chart and the mapping of values to it."""

    days: int
    top: float
    width: float
    height: float
    right: float

    def x(self, day: float) -> float:
        """Horizontal position of a day."""
        return _LEFT + (self.right - _LEFT) * min(max(day, 0.0), self.days) / max(self.days, 1)

    def y(self, value: float) -> float:
        """Vertical position of a value."""
        return self.height - _BOTTOM - (self.height - _BOTTOM - _TOP) * value / self.top


def nice_top(value: float) -> float:
    """Smallest round number that is not below `value`."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    steps = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
    return next(step * power for step in steps if step * power >= value * 0.9999)


def line_chart(
    curves: Sequence[Curve],
    marks: Sequence[Mark],
    *,
    days: int,
    start: datetime,
    title: str,
    unit: str,
    size: tuple[float, float] = (560.0, 220.0),
    label_room: float = 250.0,
) -> str:
    """Draw curves over the days with documented figures in black ink at the right.

    Parameters
    ----------
    curves : sequence of Curve
        Simulated quantities.
    marks : sequence of Mark
        Documented figures; never joined to the curves.
    days : int
        Length of the time axis.
    start : datetime
        Its beginning.
    title, unit : str
        Name of the quantity and of its unit.
    size : tuple of float
        Width and height in pixels.
    label_room : float
        Width kept for the labels of the marks.

    Returns
    -------
    str
        A self-contained ``<svg>`` that takes its colours from the page's style sheet.
    """
    width, height = size
    tops = [max(c.high or c.values, default=0.0) for c in curves]
    tops += [float(v) for m in marks for v in (m.low, m.high) if v is not None]
    right = width - (label_room if marks else 14.0)
    axes = Axes(days, nice_top(max(tops, default=1.0)), width, height, right)
    pieces = [_scale(axes, start, unit), *(_band(axes, c) for c in curves), *(_line(axes, c) for c in curves)]
    pieces.append(_marks(axes, marks))
    ends = "; ".join(f"{c.label or title}: {number(c.values[-1])} {unit} at the end" for c in curves)
    return (
        f'<svg class="chart" viewBox="0 0 {width:g} {height:g}" role="img">'
        f"<title>{escape(f'{title}. {ends}')}</title>{''.join(pieces)}</svg>"
    )


def _scale(axes: Axes, start: datetime, unit: str) -> str:
    pieces = []
    for part in range(5):
        value = axes.top * part / 4
        at = axes.y(value)
        digits = 0 if axes.top >= 8 or value == int(value) else 2
        pieces.append(
            f'<path class="grid" d="M{_LEFT:g} {at:.1f}H{axes.right:g}"/>'
            f'<text class="tick" x="{_LEFT - 5:g}" y="{at + 3.5:.1f}" text-anchor="end">'
            f"{number(value, digits)}</text>"
        )
    every = max(1, round(axes.days / 5 / 5) * 5) if axes.days > 8 else 1
    # The last tick would name a day that is not part of the run.
    for day in range(0, axes.days, every):
        when = start + timedelta(days=day)
        pieces.append(
            f'<text class="tick" x="{axes.x(day):.1f}" y="{axes.height - 9:g}" text-anchor="middle">'
            f"{when.day} {when:%b}</text>"
            f'<path class="tickline" d="M{axes.x(day):.1f} {axes.height - _BOTTOM:g}v4"/>'
        )
    pieces.append(f'<text class="tick" x="{_LEFT - 5:g}" y="10" text-anchor="end">{escape(unit)}</text>')
    return "".join(pieces)


def _points(axes: Axes, values: Sequence[float]) -> str:
    return "L".join(f"{axes.x(day):.1f} {axes.y(value):.1f}" for day, value in enumerate(values))


def _band(axes: Axes, curve: Curve) -> str:
    if curve.low is None or curve.high is None:
        return ""
    back = "L".join(
        f"{axes.x(day):.1f} {axes.y(value):.1f}" for day, value in reversed(list(enumerate(curve.low)))
    )
    return f'<path class="band {curve.style}" d="M{_points(axes, curve.high)}L{back}Z"/>'


def _line(axes: Axes, curve: Curve) -> str:
    return (
        f'<path class="line {curve.style}" d="M{_points(axes, curve.values)}"/>'
        f'<circle class="end {curve.style}" cx="{axes.x(len(curve.values) - 1):.1f}" '
        f'cy="{axes.y(curve.values[-1]):.1f}" r="2.6"/>'
    )


def _marks(axes: Axes, marks: Sequence[Mark]) -> str:
    ordered = sorted(marks, key=lambda m: -m.middle)
    heights = spaced([axes.y(m.middle) for m in ordered], _LABEL_STEP, _TOP, axes.height - _BOTTOM + 8)
    return "".join(_mark(axes, mark, at) for mark, at in zip(ordered, heights, strict=True))


def _mark(axes: Axes, mark: Mark, label_at: float) -> str:
    x, point = axes.x(mark.day), axes.y(mark.middle)
    low, high = axes.y(mark.low or 0.0), axes.y(axes.top if mark.high is None else mark.high)
    shape = f'<circle cx="{x:.1f}" cy="{point:.1f}" r="2.4"/>'
    if mark.low is None or mark.high is None:
        # A bound: an arrow into the side on which the truth is said to lie.
        way = 9 if mark.low is None else -9
        head = f"m-3 {-way / 3:g}l3 {way / 3:g}l3 {-way / 3:g}"
        shape = f'<path d="M{x - 4:.1f} {point:.1f}h8M{x:.1f} {point:.1f}v{way}{head}"/>'
    elif abs(low - high) > 1.0:
        shape = f'<path d="M{x:.1f} {high:.1f}V{low:.1f}M{x - 3:.1f} {high:.1f}h6M{x - 3:.1f} {low:.1f}h6"/>'
    label_x = axes.right + 16
    return (
        f'<g class="claim"><title>{escape(mark.title)}</title>{shape}'
        f'<path class="lead" d="M{x + 4:.1f} {point:.1f}H{axes.right + 3:.1f}'
        f'L{label_x - 3:g} {label_at:.1f}"/>'
        f'<a href="#{escape(mark.mark_id)}"><text x="{label_x:g}" y="{label_at + 3.5:.1f}">'
        f"{escape(mark.text)}</text></a></g>"
    )


def spaced(wished: Sequence[float], step: float, top: float, bottom: float) -> list[float]:
    """Move ascending positions apart by at least `step`, keeping them between `top` and `bottom` if they fit.

    Parameters
    ----------
    wished : sequence of float
        Ascending positions.
    step : float
        Least distance.
    top, bottom : float
        Limits.

    Returns
    -------
    list of float
        Positions in the same order.
    """
    placed: list[float] = []
    for at in wished:
        placed.append(max(at, placed[-1] + step if placed else top))
    limit = bottom
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - step
    return placed


def sparkline(
    values: Sequence[float], style: str, *, title: str, width: float = 150.0, height: float = 34.0
) -> str:
    """A small curve from zero to its own greatest value, without axes.

    Parameters
    ----------
    values : sequence of float
        Index 0 is the start.
    style : str
        CSS classes.
    title : str
        What it shows, read by screen readers.
    width, height : float
        Size in pixels.
    """
    top = max(max(values, default=0.0), 1e-9)
    step = (width - 4) / max(len(values) - 1, 1)
    points = "L".join(
        f"{2 + step * i:.1f} {height - 2 - (height - 5) * v / top:.1f}" for i, v in enumerate(values)
    )
    return (
        f'<svg class="spark" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        f'role="img">'
        f'<title>{escape(title)}</title><path class="grid" d="M2 {height - 2:g}H{width - 2:g}"/>'
        f'<path class="line {style}" d="M{points}"/></svg>'
    )
