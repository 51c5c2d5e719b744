"""What a council is told of a campaign that nobody ends: courses of losses and deaths, day by day."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.campaign import run as engine
from khingan.campaign.calendar import NOON, STEPS_PER_DAY
from khingan.campaign.parameters.politics import POLITICS
from khingan.campaign.state import N_DAILY, allocate
from khingan.errors import InputError, Problem
from khingan.experiments.cores import cores
from khingan.experiments.precompile import precompile
from khingan.scenario.compile import Compiled, compile_scenario
from khingan.scenario.compile.command import DECIDED, ceasefire_mode
from khingan.scenario.model import Scenario, Table
from khingan.scenario.overlays import Overlay

NO_CEASEFIRE = 0.0
DEATHS = (K.KILLED, K.NONCOMBAT_DEAD)
SWITCH = "ceasefire"
COUNCIL_TABLES = ("council", "shocks")


@dataclass(frozen=True)
class Courses:
    """Simulated campaigns of one scenario without a cease-fire.

    Attributes
    ----------
    felt : ndarray, [campaigns, days, S]
        At noon of every day, the share lost that each counting shock counts; 0 for the others.
    dead : ndarray, [campaigns, days + 1, sides]
        Killed and dead of other causes since the beginning, at every midnight.
    """

    felt: NDArray[np.float64]
    dead: NDArray[np.float64]

    @property
    def days(self) -> int:
        """Days that were fought."""
        return int(self.felt.shape[1])


def differs(sc: Scenario, other: Scenario) -> bool:
    """Whether two scenarios fight different campaigns, whatever their councils are moved by."""
    for name, table in sc.tables.items():
        rows, others = table.rows, other.tables[name].rows
        if name == "parameters":
            rows, others = ([row for row in given if row["name"] not in POLITICS] for given in (rows, others))
        elif name == "exogenous":
            rows, others = ([row for row in given if row["name"] != SWITCH] for given in (rows, others))
        if name not in COUNCIL_TABLES and rows != others:
            return True
    return False


def refuse(sc: Scenario, overlay: Overlay) -> None:
    """Refuse a what-if that no council can answer: it takes the decision away, or is itself of a school.

    Parameters
    ----------
    sc : Scenario
        With the what-if laid over it.
    overlay : Overlay
        The what-if.

    Raises
    ------
    InputError
        If it is one of these.
    """
    if ("exogenous", SWITCH, "value") in sc.changes and ceasefire_mode(sc) != DECIDED:
        raise InputError(
            Problem(
                "this what-if leaves the council nothing to decide",
                file=overlay.file,
                field=f"exogenous.{SWITCH}",
                value=str(ceasefire_mode(sc)),
                expected=f"a what-if that leaves {SWITCH} alone, or sets it to {DECIDED}, by decision",
                mend="fight it with `khingan run --what-if`, or leave it out",
            )
        )
    if "school" in overlay.content:
        raise InputError(
            Problem(
                "this what-if names a school, but every school is asked about every course of events",
                file=overlay.file,
                field="school",
                value=str(overlay.content["school"]),
                expected="a what-if without a school",
                mend="remove the school from the what-if, and choose with --school",
            )
        )


def endless(sc: Scenario, days: int) -> Compiled:
    """Compile a scenario in which nobody orders a cease-fire."""
    table = sc.tables["exogenous"]
    rows = [row | {"value": NO_CEASEFIRE} if row["name"] == SWITCH else row for row in table]
    tables = sc.tables | {"exogenous": Table(table.name, table.file, rows)}
    return compile_scenario(replace(sc, tables=tables, steps=days * STEPS_PER_DAY))


def fight(
    compiled: Compiled,
    seed: int,
    count: int,
    days: int,
    on_campaign: Callable[[], None] | None = None,
) -> Courses:
    """Fight campaigns to the last day, and keep what a council would be told.

    Parameters
    ----------
    compiled : Compiled
        From `endless`.
    seed : int
        Luck; campaigns are numbered from 0.
    """
    w = compiled.world
    courses = Courses(
        np.zeros((count, days, w.n.shape[0])),
        np.zeros((count, days + 1, 2)),
    )
    none = np.zeros((0, len(compiled.reporting), N_DAILY), np.int64)
    side = np.asarray(w.u["side"])
    slots = min(cores(), count)
    precompile(w, compiled.parameters)

    def work(slot: int) -> None:
        st, sc = allocate(w)
        for i in range(slot, count, slots):
            sc.key[:] = (seed, i)
            for day in range(days):
                first = day * STEPS_PER_DAY
                engine.play(w, compiled.parameters, st, sc, first, NOON + 1, none)
                courses.felt[i, day] = st.n["felt"]
                engine.play(w, compiled.parameters, st, sc, first + NOON + 1, STEPS_PER_DAY - NOON - 1, none)
                dead = st.lost[:, DEATHS].sum(axis=1) / K.MAN
                courses.dead[i, day + 1] = [dead[side == s].sum() for s in range(2)]
            if on_campaign is not None:
                on_campaign()

    with ThreadPoolExecutor(slots) as pool:
        list(pool.map(work, range(slots)))
    counting = np.isin(w.n["kind"], (K.GROUND_LOST, K.MEN_LOST))
    courses.felt[:, :, ~counting] = 0.0
    return courses
