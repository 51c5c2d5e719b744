"""A look into one campaign: what a unit or formation has, knows and is told at the end of a day.

What it knows is belief, as the staff sees it; the truth about the enemy is never read here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.campaign import run as engine
from khingan.campaign.state import N_DAILY, State, allocate
from khingan.campaign.world import SOURCE_MASK
from khingan.scenario.compile import Compiled
from khingan.scenario.placing import EARTH_KM
from khingan.scenario.portrait import HAS, KNOWS, TOLD, Scene, Section

Array = NDArray[Any]
NEAR_KM = 40.0  # enemies believed within this of a unit are named
MOST = 12  # lines of a list
STEP_H = 6
_CUT_OFF, _NEW_GROUND = -1, -2  # in place of the number of a supply source


@dataclass(frozen=True)
class Glimpse:
    """A campaign at the end of a day, seen from one unit or formation.

    Attributes
    ----------
    scene : Scene
        Names and map.
    compiled : Compiled
        Scenario.
    st : State
        State of the campaign.
    step : int
        Steps played.
    rows : ndarray
        Units it has, as rows of the unit arrays.
    holder : str
        Unit or formation.
    """

    scene: Scene
    compiled: Compiled
    st: State
    step: int
    rows: NDArray[np.int64]
    holder: str

    @property
    def side(self) -> int:
        """Its side."""
        return int(self.compiled.world.u["side"][self.rows[0]])

    @property
    def live(self) -> NDArray[np.int64]:
        """Rows of its units that are still in the field and stand on the map."""
        status = self.st.u["status"][self.rows]
        return self.rows[
            np.isin(status, [K.SHATTERED, K.SURRENDERED, K.DISBANDED, K.NOT_ACTING], invert=True)
        ]

    def where(self, cell: int) -> str:
        """Where an engine cell lies, in words."""
        row = int(self.compiled.atlas_row[cell])
        atlas = self.compiled.atlas
        return self.scene.where.words(float(atlas.lat[row]), float(atlas.lon[row]))

    def moment(self, hours: float) -> str:
        """A moment of the campaign: ``14 Aug 06:00``."""
        when = self.compiled.scenario.start + timedelta(hours=hours)
        return f"{when.day} {when:%b %H:%M}"


def look(
    scene: Scene,
    compiled: Compiled,
    holder: str,
    day: int,
    seed: int,
    on_day: Callable[[int], None] | None = None,
) -> Glimpse:
    """Play campaign 0 of a seed to the end of a day.

    Parameters
    ----------
    scene : Scene
        Names and map.
    compiled : Compiled
        Its scenario, compiled.
    holder : str
        Unit or formation, from `Scene.find`.
    day : int
        Days to play; 0 = the start.
    seed : int
        Luck.
    on_day : callable, optional
        Called with the number of each day played.
    """
    st, sc = allocate(compiled.world)
    sc.key[:] = (seed, 0)
    none = np.zeros((0, len(compiled.reporting), N_DAILY), np.int64)
    engine.play(compiled.world, compiled.parameters, st, sc, 0, 0, none)
    for n in range(day):
        engine.play(compiled.world, compiled.parameters, st, sc, 4 * n, 4, none)
        if on_day is not None:
            on_day(n + 1)
    members = {e.unit_id for e in scene.under(holder)}
    rows = [i for i, e in enumerate(compiled.entries) if e.unit_id in members]
    return Glimpse(scene, compiled, st, 4 * day, np.array(rows, np.int64), holder)


def sections(g: Glimpse) -> list[Section]:
    """Everything there is to see; sections without a line are left out."""
    if not len(g.rows):
        return []
    found = [_strength(g), _parts(g), _supply(g), _enemies(g), *_more_knowledge(g), _orders(g)]
    return [section for section in found if section.rows]


# --- what it has ---


def _strength(g: Glimpse) -> Section:
    u, lost = g.st.u[g.rows], g.st.lost[g.rows].sum(axis=0)
    live = g.st.u[g.live]
    men, men0 = u["men"].sum() / K.MAN, u["men0"].sum() / K.MAN
    rows = [
        ("men", f"{men:,.0f}", f"{men / men0:.0%} of {men0:,.0f} at the start" if men0 else ""),
        (
            "tanks and SPGs",
            f"{u['tanks'].sum() / K.MAN:,.0f}",
            _and("under repair", u["repair"].sum() / K.MAN),
        ),
        ("guns and mortars", f"{u['guns'].sum() / K.MAN:,.0f}", ""),
        ("fuel, t", f"{live['fuel'].sum() / 1000:,.0f}", ""),
        ("food, t", f"{live['food'].sum() / 1000:,.0f}", ""),
        ("ammunition, t", f"{live['ammo'].sum() / 1000:,.0f}", ""),
    ]
    weight = np.maximum(live["men"], 1)
    if len(live):
        rows.append(("cohesion", f"{np.average(live['cohesion'], weights=weight):.2f}", "1 sound, 0 broken"))
        rows.append(("fatigue", f"{np.average(live['fatigue'], weights=weight):.2f}", "0 fresh, 1 spent"))
    rows += [
        (name.replace("_", " "), f"{value / K.MAN:,.0f}", "so far")
        for name, value in zip(K.SINKS, lost.tolist(), strict=True)
        if value >= K.MAN
    ]
    return Section(HAS, "Strength now", ("", "#number", ""), tuple(r for r in rows if r[1] != "0"))


def _and(words: str, value: float) -> str:
    return f"and {value:,.0f} {words}" if value >= 0.5 else ""


def _parts(g: Glimpse) -> Section:
    index = {e.unit_id: i for i, e in enumerate(g.compiled.entries)}
    if g.holder in g.scene.formations:
        parts = {part: [e.unit_id for e in members] for part, members in g.scene.parts(g.holder).items()}
    else:
        parts = {g.holder: [g.holder]}
    rows = []
    for part, members in parts.items():
        mine = np.array([index[m] for m in members if m in index], np.int64)
        if not len(mine):
            continue
        u = g.st.u[mine]
        men, men0 = u["men"].sum() / K.MAN, u["men0"].sum() / K.MAN
        share = f"{men / men0:.0%}" if men0 else ""
        fuel = f"{u['fuel'].sum() / 1000:,.0f}"
        rows.append((g.scene.name(part), f"{men:,.0f}", share, fuel, _state(g, mine), _stands(g, mine)))
    return Section(HAS, "Parts now", ("", "#men", "#left", "#fuel t", "state", "where"), tuple(rows))


def _state(g: Glimpse, mine: Array) -> str:
    return _counted(_condition(g, int(i)) for i in mine)


def _condition(g: Glimpse, i: int) -> str:
    """What has become of a unit, the gravest first."""
    u = g.st.u[i]
    status = K.STATUS[int(u["status"])].replace("_", " ")
    if u["status"] != K.ACTIVE:
        return status
    for word, true in (
        ("keeps the cease-fire", u["quiet"] == 1),
        ("surrounded", u["surrounded"] == 1),
        ("shut up in its works", u["invested"] == 1),
        ("fighting", u["fighting"] == 1),
        ("cut off from supply", u["supply_km"] >= K.UNREACHED),
    ):
        if true:
            return word
    return status


def _counted(words: Iterable[str]) -> str:
    counts = Counter(words)
    if len(counts) == 1 and sum(counts.values()) == 1:
        return next(iter(counts))
    return ", ".join(f"{count} {word}" for word, count in counts.most_common())


def _stands(g: Glimpse, mine: Array) -> str:
    here = np.intersect1d(mine, g.live)
    if not len(here):
        return ""
    first = g.where(int(g.st.u["cell"][here[0]]))
    return first if len(here) == 1 else f"{first} …"


def _supply(g: Glimpse) -> Section:
    place_at: dict[int, str] = {}
    for place, cell in zip(g.compiled.place_ids, g.compiled.world.p_cell.tolist(), strict=True):
        place_at.setdefault(cell, place)
    by_source: dict[int, list[int]] = {}
    for i in g.live.tolist():
        km = int(g.st.u["supply_km"][i])
        reach = int(g.st.reach[g.side, int(g.st.u["cell"][i])])
        source = reach & SOURCE_MASK if 0 <= reach < K.UNREACHED else _NEW_GROUND
        by_source.setdefault(source if km < K.UNREACHED else _CUT_OFF, []).append(km)
    rows = []
    for source, far in sorted(by_source.items(), key=lambda item: (-len(item[1]), item[0])):
        span = f"{min(far):,}" if min(far) == max(far) else f"{min(far):,} to {max(far):,}"
        if source == _CUT_OFF:
            rows.append(("nobody: cut off", f"{len(far)}", "", ""))
        elif source == _NEW_GROUND:
            rows.append(("over ground taken today", f"{len(far)}", span, ""))
        else:
            name = g.scene.where.name(place_at.get(int(g.compiled.world.s["cell"][source]), "?"))
            rows.append((name, f"{len(far)}", span, f"{g.st.stock[source] / 1000:,.0f}"))
    heads = ("fed from", "#units", "#km of road", "#t left there")
    return Section(HAS, "Supply this morning", heads, tuple(rows))


# --- what it knows ---


def _enemies(g: Glimpse) -> Section:
    """Enemies that its side believes near its units; never what really stands there."""
    enemy = 1 - g.side
    belief = g.st.x[enemy]["belief"][:-1]
    cells = np.flatnonzero(belief > 0)
    here = np.unique(g.st.u["cell"][g.live])
    here = here[here < len(g.compiled.atlas_row)]
    if not len(cells) or not len(here):
        return Section(KNOWS, "Enemies believed near it", (), ())
    far = _km(g, cells, here).min(axis=1)
    order = np.lexsort((cells, far))
    near = [int(k) for k in order if far[k] <= NEAR_KM][:MOST]
    rows = []
    for k in near:
        cell = int(cells[k])
        hours = (g.step - 1 - int(g.st.x[enemy, cell]["belief_step"])) * STEP_H
        rows.append(
            (
                g.where(cell),
                f"{int(belief[cell]):,}",
                f"{far[k]:.0f}",
                "just now" if hours <= 0 else f"{hours} h",
            )
        )
    heads = ("where", "#men", "#km away", "#seen before")
    return Section(KNOWS, "Enemies believed near it", heads, tuple(rows))


def _km(g: Glimpse, a: Array, b: Array) -> NDArray[np.float64]:
    """Great-circle km between two lists of cells."""
    atlas, rows = g.compiled.atlas, g.compiled.atlas_row
    lat, lon = (np.radians(x[rows].astype(np.float64)) for x in (atlas.lat, atlas.lon))
    h = np.sin((lat[a][:, None] - lat[b]) / 2) ** 2
    h += np.cos(lat[a])[:, None] * np.cos(lat[b]) * np.sin((lon[a][:, None] - lon[b]) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, h))))


def _more_knowledge(g: Glimpse) -> list[Section]:
    """What further mechanisms let it know."""
    return []


# --- what it is told ---


def _orders(g: Glimpse) -> Section:
    counts: Counter[tuple[str, ...]] = Counter(_order(g, int(i)) for i in g.live)
    rows = [(f"{n}", *words) for words, n in counts.most_common(MOST)]
    heads = ("#units", "plan", "posture", "next", "order")
    left = len(counts) - len(rows)
    return Section(TOLD, "Orders now", heads, tuple(rows), f"{left} more." if left > 0 else "")


def _order(g: Glimpse, i: int) -> tuple[str, str, str, str]:
    u, w = g.st.u[i], g.compiled.world
    axis = int(u["axis"])
    if axis < 0:
        return ("", K.POSTURES[K.HOLD], "", "none: it holds where it is")
    plan, posture = g.compiled.axis_plan[axis], K.POSTURES[int(w.a["posture"][axis])]
    pointer, first = int(u["pointer"]), int(w.a["first"][axis])
    goal = "done" if pointer >= int(w.a["count"][axis]) else g.where(int(w.o_cell[first + pointer]))
    at = int(u["order_at"])
    if at == K.NEVER:
        return (plan, posture, goal, "waits for its condition, or for word of it")
    if at > g.step:
        return (plan, posture, goal, f"on its way until {g.moment(at * STEP_H)}")
    return (plan, posture, goal, "in force")
