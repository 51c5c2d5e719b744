"""What a unit or formation knows at the end of a day: belief, never truth."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.experiments.glimpse.model import STEP_H, Glimpse
from khingan.scenario.placing import EARTH_KM
from khingan.scenario.portrait import KNOWS, Section

Array = NDArray[Any]
NEAR_KM = 40.0  # enemies believed within this of a unit are named
MOST = 12  # lines of a list
RAIN_WORDS = ("dry", "rain", "heavy rain")


def _regions(g: Glimpse) -> list[tuple[int, str]]:
    """Regions in which its units, or the cells next to them, lie, with their names."""
    table = g.compiled.scenario.tables["regions"].rows
    here = g.st.u["cell"][g.live]
    here = here[here < len(g.compiled.atlas_row)]
    around = np.unique(np.concatenate([here, g.compiled.world.nbr[here].ravel()]))
    around = around[around < len(g.compiled.atlas_row)]
    found = np.unique(g.compiled.world.c["region"][around]).tolist()
    return [(r, str(table[r]["name"]) if table else "all") for r in found]


def weather(g: Glimpse) -> Section:
    """Weather of its regions on the last day played."""
    rows = []
    for r, name in _regions(g):
        state = g.st.r[r]
        sky = [RAIN_WORDS[int(state["rain"])]]
        sky += [word for word in ("flooded", "hot") if state[word] == 1]
        if state["fog"] > 0:
            sky.append(f"fog for {int(state['fog']) * STEP_H} h")
        rows.append(
            (
                name,
                ", ".join(sky),
                f"{state['mud']:.0%}",
                f"{state['water']:+.1f} m",
                f"{state['flying']:.0%}",
            )
        )
    heads = ("region", "weather", "#ground soaked", "#rivers", "#sorties possible")
    return Section(KNOWS, "Weather of the day", heads, tuple(rows))


def regions(g: Glimpse) -> Section:
    """What its side believes of the regions around its units."""
    rows = []
    for r, name in _regions(g):
        b = g.st.b[g.side, r]
        hours = (g.step - 1 - int(b["report_step"])) * STEP_H
        rows.append(
            (
                name,
                f"{b['share']:.0%}",
                f"{b['alarm']:.0%}",
                "never" if b["report_step"] < 0 else "just now" if hours <= 0 else f"{hours} h ago",
                f"{round(float(b['superiority']), 2) + 0.0:+.2f}",
            )
        )
    heads = ("region", "#of the enemy it knows", "#reckons with attack", "#last report", "#air, -1 to 1")
    return Section(KNOWS, "What its side knows of the region", heads, tuple(rows))


def enemies(g: Glimpse) -> Section:
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


def headquarters(g: Glimpse) -> Section:
    """Its headquarters and those above it: where they are, what they know, whom they hear."""
    index = {name: i for i, name in enumerate(g.compiled.formation_ids)}
    chain = [g.holder, *g.scene.above(g.holder)]
    rows = []
    for name in chain:
        if name not in index:
            continue
        f = g.st.f[index[name]]
        seat = g.where(int(f["cell"])) if f["cell"] >= 0 else ""
        state = K.HQ_STATUS[int(f["status"])] + ("" if f["touch"] == 1 else ", hears nothing from above")
        rows.append(
            (g.scene.name(name), seat, state, _since(g, int(f["learned"])), _since(g, int(f["told"])))
        )
    heads = ("headquarters", "where", "state", "knows of the attack", "has the order to cease fire")
    mute = int((g.st.u["touch"][g.live] == 0).sum())
    note = f"{mute} of its units hear nothing from their command." if mute else ""
    return Section(KNOWS, "Headquarters now", heads, tuple(rows), note)


def _since(g: Glimpse, hour: int) -> str:
    if hour > g.step * STEP_H:
        return "no"
    return "from the start" if hour <= 0 else f"since {g.moment(hour)}"
