"""What a unit or formation is told at the end of a day."""

from __future__ import annotations

from collections import Counter

from khingan.campaign import codes as K
from khingan.experiments.glimpse.model import STEP_H, Glimpse
from khingan.scenario.portrait import TOLD, Section

MOST = 12  # lines of a list


def orders(g: Glimpse) -> Section:
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
