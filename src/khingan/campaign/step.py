"""One step of six hours; reads as the table of contents of the model."""

from __future__ import annotations

from khingan.campaign import (
    auxiliaries,
    ceasefire,
    cohesion,
    control,
    intelligence,
    movement,
    occupation,
    orders,
    picture,
    politics,
    surrender,
    weather,
)
from khingan.campaign import parameters as P
from khingan.campaign.air import missions
from khingan.campaign.combat import engage, outcome
from khingan.campaign.command import contact, headquarters, news
from khingan.campaign.compiling import once
from khingan.campaign.landing import beach, lift
from khingan.campaign.rail import trains
from khingan.campaign.state import Scratch, State
from khingan.campaign.supply import airlift, allocate, depots
from khingan.campaign.world import F64, World


@once
def advance(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Carry a campaign through one step."""
    if step % 4 == 0:
        weather.daily(w, p, st, sc, step)
    picture.draw(w, p, st, sc)
    missions.fly(w, p, st, sc, step)
    if step % 4 == 0:
        allocate.daily(w, p, st, sc, step)
        depots.daily(w, p, st, sc, step)
        airlift.daily(w, p, st, sc, step)
        surrender.daily(w, p, st, sc, step)
        contact.daily(w, p, st, sc, step)
        occupation.daily(w, p, st, sc)
    if step % int(p[P.CONTROL_ORPHAN_STEPS]) == 0:
        control.orphans(w, p, st, sc, step)
    orders.observe(w, st, sc, step)
    headquarters.update(w, p, st, sc, step)
    news.spread(w, p, st, sc, step)
    politics.update(w, p, st, sc, step)
    ceasefire.update(w, p, st, sc, step)
    orders.update(w, p, st, sc, step)
    lift.embark(w, p, st, sc, step)
    trains.run(w, p, st, sc, step)
    outcome.withdraw_rear(w, p, st, sc, step)
    movement.march(w, p, st, sc, step)
    beach.land(w, p, st, sc, step)
    engage.fight(w, p, st, sc, step)
    intelligence.learn(w, p, st, sc, step)
    auxiliaries.update(w, p, st, sc, step)
    cohesion.update(w, p, st, sc, step)
    control.cover_alone(w, p, st, sc, step)
    control.confirm_captures(w, p, st, sc, step)
