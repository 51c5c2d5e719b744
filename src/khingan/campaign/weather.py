"""Weather by region and day: rain, mud, high water, fog, flying days, heat and sea (docs/mechanisms/weather.md).

A day's weather follows from the chances that the scenario gives for region and day (``World.d``) and from the day
before. What other mechanisms ask for:

- ``is_wet(w, st, cell)``: whether the ground of a cell is deep in mud,
- ``water_m(w, st, cell)``: height of its rivers in m above the level of dry weather,
- ``fords_flooded(w, st, cell)``: whether minor rivers can no longer be forded,
- ``crossing_factor(w, st, cell)``: how many times as long a crossing takes at that water,
- ``is_hot(w, st, cell)``: whether men on the march suffer from heat,
- ``flying(w, st, region)``: share of the day's sorties that can be flown, 0 to 1,
- ``fog(w, st, region, step)``: whether fog lies there at this step,
- ``rough_sea(w, st, region)``: whether the sea is too rough for boats today.

With the switch off, and without chances, every day is dry and calm.
"""

from __future__ import annotations

from khingan.campaign import draws
from khingan.campaign import parameters as P
from khingan.campaign.calendar import STEPS_PER_DAY
from khingan.campaign.codes import BRIDGE_SWEPT_AWAY, DRY, HEAVY_RAIN, HIGH_WATER, NOBODY, RAIN, WATER_FELL
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.events import log
from khingan.campaign.portable import exp
from khingan.campaign.rail.lines import break_bridge
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import EVE_DAYS, F64, World

FOG_UNTIL_NOON = 2  # steps from midnight


@leaf
def is_wet(w: World, st: State, cell: int) -> bool:
    """Whether the ground of a cell is wet enough to hinder the march."""
    return bool(st.r[w.c[cell].region].wet == 1)


@leaf
def water_m(w: World, st: State, cell: int) -> float:
    """Height of the rivers of a cell above the level of dry weather, m."""
    return float(st.r[w.c[cell].region].water)


@leaf
def fords_flooded(w: World, st: State, cell: int) -> bool:
    """Whether the water stands too high for the fords of minor rivers."""
    return bool(st.r[w.c[cell].region].flooded == 1)


@leaf
def crossing_factor(w: World, st: State, cell: int) -> float:
    """Factor on the time of unbridged crossings and of bridge building; ferries carry that much less."""
    return float(st.r[w.c[cell].region].slower)


@leaf
def is_hot(w: World, st: State, cell: int) -> bool:
    """Whether the day is hot and dry and the cell a desert."""
    return bool(w.c[cell].arid == 1 and st.r[w.c[cell].region].hot == 1)


@leaf
def flying(w: World, st: State, region: int) -> float:
    """Share of the day's sorties over a region that the weather allows, 0 to 1."""
    return float(st.r[region].flying)


@leaf
def fog(w: World, st: State, region: int, step: int) -> bool:
    """Whether fog lies over a region at this step: until noon or all day."""
    return bool(step % STEPS_PER_DAY < st.r[region].fog)


@leaf
def rough_sea(w: World, st: State, region: int) -> bool:
    """Whether the sea off a region is too rough for boats and landing craft today."""
    return bool(st.r[region].rough == 1)


@leaf
def chance_after(before: float, today: float, persistence: float, was: bool) -> float:
    """Chance of a state today, given the chances of both days and whether it held yesterday.

    A chain of two states with the wanted chance on every day, and with the correlation ``persistence`` from one day
    to the next where the chance stays the same.
    """
    link = persistence
    if today > before:
        link *= (1.0 - today) / (1.0 - before)
    elif today < before:
        link *= today / before
    return today + link * (1.0 - before) if was else today - link * before


@leaf
def _sky(w: World, p: F64, st: State, r: int, day: int, words: draws.Words) -> None:
    """Rain, fog and sea of one day of a region."""
    now = w.d[r, day]
    old = w.d[r, max(day - 1, 0)]
    tie = p[P.WEATHER_PERSISTENCE] if day > 0 else 0.0
    rains = draws.uniform(words[0]) < chance_after(old.rain, now.rain, tie, st.r[r].rain > DRY)
    heavy = draws.uniform(words[1]) < now.heavy
    st.r[r].rain = (HEAVY_RAIN if heavy else RAIN) if rains else DRY
    u = draws.uniform(words[2])
    chance = chance_after(old.fog, now.fog, tie, st.r[r].fog > 0)
    st.r[r].fog = 0
    if u < chance:
        # Given fog, u / chance is uniform again: one word tells both.
        st.r[r].fog = STEPS_PER_DAY if u < chance * now.fog_all_day else FOG_UNTIL_NOON
    rough = draws.uniform(words[3]) < chance_after(old.rough_sea, now.rough_sea, tie, st.r[r].rough == 1)
    st.r[r].rough = 1 if rough else 0


@leaf
def _ground(w: World, p: F64, st: State, r: int, day: int) -> None:
    """Mud and water after the day's rain; what runs off is the more the wetter the ground already is."""
    rain = st.r[r].rain
    water = st.r[r].water * exp(-1.0 / p[P.WATER_FALL_DAYS])
    if rain == DRY:
        st.r[r].mud *= exp(-1.0 / p[P.MUD_DRY_DAYS])
    else:
        fallen = p[P.MUD_HEAVY] if rain == HEAVY_RAIN else p[P.MUD_RAIN]
        st.r[r].mud = min(1.0, st.r[r].mud + fallen * w.d[r, day].soil)
        water += st.r[r].mud * (p[P.WATER_HEAVY_M] if rain == HEAVY_RAIN else p[P.WATER_RAIN_M])
    st.r[r].water = water
    st.r[r].wet = 1 if st.r[r].mud >= p[P.MUD_WET] else 0
    st.r[r].flooded = 1 if water >= p[P.WATER_FORD_M] else 0
    st.r[r].slower = 1.0 + p[P.WATER_SLOWS_PER_M] * water


@leaf
def _air(p: F64, st: State, r: int) -> None:
    """Share of the day's sorties that can be flown."""
    share = 1.0
    if st.r[r].rain > DRY:
        share = p[P.FLYING_HEAVY] if st.r[r].rain == HEAVY_RAIN else p[P.FLYING_RAIN]
    if st.r[r].fog >= STEPS_PER_DAY:
        share = 0.0
    elif st.r[r].fog > 0:
        share *= p[P.FLYING_FOG]
    st.r[r].flying = share


@leaf
def _heat(w: World, p: F64, st: State, sc: Scratch, r: int, day: int, step: int) -> None:
    """Whether the day is hot."""
    words = draws.draw(sc.key[0], sc.key[1], step, int(w.r[r].sid), draws.HEAT)
    warmth = w.d[r, day].heat + p[P.HEAT_SPREAD] * draws.standard_normal(words[0])
    if st.r[r].rain > DRY:
        warmth -= p[P.HEAT_RAIN_COOLS]
    st.r[r].hot = 1 if warmth >= p[P.HEAT_HOT] else 0


@inner
def _one_day(w: World, p: F64, st: State, sc: Scratch, day: int, block: int, step: int) -> None:
    """Weather of day ``day`` of the table in every region."""
    last = w.d.shape[1] - 1
    for r in range(w.r.shape[0]):
        words = draws.draw(sc.key[0], sc.key[1], step, int(w.r[r].sid), block)
        _sky(w, p, st, r, min(day, last), words)
        _heat(w, p, st, sc, r, min(day, last), step)
        _ground(w, p, st, r, min(day, last))
        _air(p, st, r)


@leaf
def _tell(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Log where the rivers come to high water, and where the fords can be used again."""
    for r in range(w.r.shape[0]):
        cell = w.r[r].cell
        if cell < 0:
            continue
        if st.r[r].high == 0 and st.r[r].water >= p[P.WATER_HIGH_M]:
            st.r[r].high = 1
            log(sc, step, step * 6, HIGH_WATER, NOBODY, cell, -1, int(st.r[r].water * 100.0))
        elif st.r[r].high == 1 and st.r[r].flooded == 0:
            st.r[r].high = 0
            log(sc, step, step * 6, WATER_FELL, NOBODY, cell, -1, int(st.r[r].water * 100.0))


@leaf
def _sweep(w: World, p: F64, st: State, sc: Scratch, i: int, step: int) -> None:
    """One crossing on a day of high water: the bridges of the field go sooner than those that stood before."""
    c = w.y[i].cell
    k = w.y[i].slot
    bridge = int(st.e[c, k].bridge)
    if bridge == 0 or (bridge > 1 and bridge > step):
        return
    hazard = p[P.WATER_BRIDGE_HAZARD] if bridge == 1 else p[P.WATER_FIELD_BRIDGE_HAZARD]
    words = draws.draw(sc.key[0], sc.key[1], step, int(w.y[i].sid), draws.FLOOD)
    if draws.uniform(words[0]) < hazard:
        if bridge == 1:
            break_bridge(w, p, st, c, k)
        # A field bridge carries no railway.
        st.e[c, k].bridge = 0
        st.e[int(w.nbr[c, k]), int(w.e[c, k].rev)].bridge = 0
        log(sc, step, step * 6, BRIDGE_SWEPT_AWAY, NOBODY, c, -1, k)


@inner
def _sweep_bridges(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """High water may carry bridges away."""
    for r in range(w.r.shape[0]):
        if st.r[r].water >= p[P.WATER_HIGH_M]:
            for i in range(w.r[r].crossing, w.r[r].crossing + w.r[r].crossings):
                _sweep(w, p, st, sc, i, step)


@leaf
def _calm(w: World, st: State) -> None:
    """Dry and calm everywhere."""
    for r in range(w.r.shape[0]):
        st.r[r].rain = DRY
        st.r[r].fog = 0
        st.r[r].mud = 0.0
        st.r[r].water = 0.0
        st.r[r].slower = 1.0
        st.r[r].flying = 1.0
        st.r[r].wet = 0
        st.r[r].flooded = 0
        st.r[r].high = 0
        st.r[r].rough = 0
        st.r[r].hot = 0


@inner
def daily(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Weather of the day that begins; the first day is led in by those before it, so that mud and water fit."""
    if step == 0:
        _calm(w, st)
    if p[P.SWITCH_WEATHER] == 0.0:
        return
    if step == 0:
        for day in range(EVE_DAYS):
            _one_day(w, p, st, sc, day, draws.WEATHER_EVE, day)
    _one_day(w, p, st, sc, EVE_DAYS + step // STEPS_PER_DAY, draws.WEATHER, step)
    _tell(w, p, st, sc, step)
    _sweep_bridges(w, p, st, sc, step)
