"""What a unit or formation has at the end of a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.campaign.world import BEYOND
from khingan.experiments.glimpse.model import Glimpse
from khingan.scenario.portrait import HAS, Section

Array = NDArray[Any]
_CUT_OFF, _NEW_GROUND = -1, -2  # in place of the number of a supply source


def strength(g: Glimpse) -> Section:
    u, lost = g.st.u[g.rows], g.st.lost[g.rows].sum(axis=0)
    live = g.st.u[g.live]
    men, men0 = _men(u)
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


def _men(u: Array) -> tuple[float, float]:
    """Men of units, those who wait for another trip among them, and what they were at the start."""
    return (u["men"].sum() + u["behind"].sum()) / K.MAN, u["men0"].sum() / K.MAN


def _and(words: str, value: float) -> str:
    return f"and {value:,.0f} {words}" if value >= 0.5 else ""


def parts(g: Glimpse) -> Section:
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
        men, men0 = _men(u)
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
        ("keeps the cease-fire", u["quiet"] > 0),
        ("surrounded", u["surrounded"] == 1),
        ("shut up in its works", u["invested"] == 1),
        ("fighting", u["fighting"] == 1),
        ("out of contact", u["touch"] == 0),
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
    first = _place_of(g, int(here[0]))
    return first if len(here) == 1 else f"{first} …"


def _place_of(g: Glimpse, i: int) -> str:
    """Where a unit stands, or what it is bound for."""
    u = g.st.u[i]
    if u["status"] != K.ABOARD:
        return g.where(int(u["cell"]))
    if u["train"] != K.NO_TRAIN:
        return f"on a train at {g.where(int(u['cell']))}"
    cell = int(g.compiled.world.h["cell"][u["bound"]]) if u["bound"] < len(g.compiled.world.h) else -1
    goal = g.where(cell)
    return f"bound for {goal}, there {g.moment(int(u['lands']))}" if goal else ""


def supply(g: Glimpse) -> Section:
    place_at: dict[int, str] = {}
    for place, cell in zip(g.compiled.place_ids, g.compiled.world.p_cell.tolist(), strict=True):
        place_at.setdefault(cell, place)
    by_source: dict[int, list[int]] = {}
    for i in g.live.tolist():
        km = int(g.st.u["supply_km"][i])
        reach = int(g.st.reach[g.side, int(g.st.u["cell"][i])])
        source = reach & (BEYOND - 1) if 0 <= reach < K.UNREACHED else _NEW_GROUND
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
            rows.append((name, f"{len(far)}", span, f"{g.st.s['stock'][source] / 1000:,.0f}"))
    heads = ("fed from", "#units", "#km of road", "#t left there")
    return Section(HAS, "Supply this morning", heads, tuple(rows))
