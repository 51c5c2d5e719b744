"""Traffic: what an edge passes in a step, the queue before it, the tracks and bridges that passing columns leave.

A road or edge has a capacity (rules.md R10); a column longer than that is a debt that blocks the steps after.
"""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.codes import DIVISION_EQUIVALENT, MINOR, MOUNTAIN, ROAD, SWAMP, TRACK, UNREACHED
from khingan.campaign.compiling import leaf
from khingan.campaign.picture import finds_room, traffic_units
from khingan.campaign.rivers import has_bridge, river_class
from khingan.campaign.state import Scratch, State
from khingan.campaign.weather import crossing_factor, is_wet
from khingan.campaign.world import F64, World


@leaf
def is_cut_through(p: F64, st: State, c: int, k: int) -> bool:
    """Whether so many have gone along an edge that a track leads through its forest or swamp."""
    return int(st.e[c, k].cut) >= p[P.TRACK_CUT_DE] * DIVISION_EQUIVALENT


@leaf
def _hindered(w: World, st: State, c: int, k: int) -> int:
    """Share of the traffic along a road or track, %, that works shut up at either end hold back (R14)."""
    ground = int(w.e[c, k].ground)
    if ground != ROAD and ground != TRACK:
        return 0
    return max(int(st.c[c].hindered), int(st.c[w.nbr[c, k]].hindered))


@leaf
def edge_capacity(w: World, p: F64, st: State, c: int, k: int, step: int) -> int:
    """Traffic units an edge passes in a step (rules.md R10, R12).

    Works shut up at either end hold back the traffic on a road or track, not that beside it (R14).
    """
    cap = int(w.e[c, k].cap)
    ground = int(w.e[c, k].ground)
    free = cap
    hindered = _hindered(w, st, c, k)
    if hindered > 0:
        along = p[P.CAPACITY_ROAD] if ground == ROAD else p[P.CAPACITY_TRACK]
        cap -= int(along * DIVISION_EQUIVALENT * hindered / 100.0)
    if (ground == MOUNTAIN or ground == SWAMP) and is_cut_through(p, st, c, k):
        cap += int(p[P.CAPACITY_TRACK] * DIVISION_EQUIVALENT)
    elif hindered > 0 and ground == ROAD and is_cut_through(p, st, c, k):
        # Who goes beside a road that is held under fire breaks a track there, as through trackless ground.
        cap = min(free, cap + int(p[P.CAPACITY_TRACK] * DIVISION_EQUIVALENT))
    if is_wet(w, st, c):
        # Mud closes tracks and fields (G076); a metalled road loses as little of its traffic as of its speed.
        cap = int(cap * (p[P.MARCH_WET_ROAD_FACTOR] if ground == ROAD else p[P.CAPACITY_WET_FACTOR]))
    if int(w.e[c, k].river) > 0 and not has_bridge(st, c, k, step) and river_class(w, st, c, k) > MINOR:
        cap = min(cap, int(p[P.RIVER_FERRY_CAPACITY] * DIVISION_EQUIVALENT / crossing_factor(w, st, c)))
    return max(cap, 1)


@leaf
def owed(w: World, p: F64, st: State, c: int, k: int, step: int) -> int:
    """Traffic that still blocks an edge; a column longer than a step's capacity blocks the following steps."""
    debt = int(st.e[c, k].debt)
    if debt == 0:
        return 0
    worked_off = (step - int(st.e[c, k].debt_step)) * edge_capacity(w, p, st, c, k, step)
    return max(0, debt - worked_off)


@leaf
def leave_line(st: State, u: int) -> None:
    """Leave the queue before an edge, if the unit stands in one."""
    line = int(st.u[u].line)
    if line >= 0:
        st.e[line // 6, line % 6].queue -= st.u[u].line_weight
        st.u[u].line = -1


@leaf
def line_up(w: World, st: State, sc: Scratch, u: int) -> None:
    """Join the queue before the edge a unit marches by, with its men where it is to attack across it."""
    leave_line(st, u)
    k = int(st.u[u].slot)
    if k < 0:
        return
    c = int(st.u[u].cell)
    barred = sc.x[1 - w.u[u].side, int(w.nbr[c, k])].free > 0
    st.u[u].line = 6 * c + k
    st.u[u].line_weight = st.u[u].men // 256 if barred else traffic_units(w, st, u)
    st.e[c, k].queue += st.u[u].line_weight


@leaf
def wait_hours(w: World, p: F64, st: State, c: int, k: int, step: int) -> float:
    """Hours until an edge has passed all who are on it or lined up before it."""
    ahead = owed(w, p, st, c, k, step) + int(st.e[c, k].queue)
    return 0.0 if ahead == 0 else 6.0 * ahead / edge_capacity(w, p, st, c, k, step)


@leaf
def has_room(w: World, p: F64, st: State, sc: Scratch, u: int, c: int, k: int, step: int) -> bool:
    """Whether the cell beyond an edge has room for a unit and the edge passes it in this step."""
    if not finds_room(w, st, sc, u, int(w.nbr[c, k])):
        return False
    if p[P.SWITCH_CAPACITY] == 0.0:
        return True
    # A column starts when the one before it clears the edge within the step; what is too long stays as debt.
    return owed(w, p, st, c, k, step) < edge_capacity(w, p, st, c, k, step)


@leaf
def pay(w: World, p: F64, st: State, u: int, c: int, k: int, step: int) -> None:
    """Charge a passage to the edge, and start a bridge where a river was crossed without one."""
    weight = traffic_units(w, st, u)
    st.e[c, k].debt = owed(w, p, st, c, k, step) + weight
    st.e[c, k].debt_step = step
    # On an open road nobody goes beside it.
    beside = int(w.e[c, k].ground) != ROAD or _hindered(w, st, c, k) > 0
    if p[P.SWITCH_ENGINEERS] > 0.0 and beside:
        cut = min(int(st.e[c, k].cut) + weight, UNREACHED)
        st.e[c, k].cut = cut
        st.e[int(w.nbr[c, k]), int(w.e[c, k].rev)].cut = cut
    if int(w.e[c, k].river) > 0 and int(st.e[c, k].bridge) == 0:
        done = step + int(p[P.RIVER_BRIDGE_HOURS] * crossing_factor(w, st, c) / 6.0)
        st.e[c, k].bridge = done
        st.e[int(w.nbr[c, k]), int(w.e[c, k].rev)].bridge = done
