"""Whole engagements fought with the kernel, and the postures and grounds they are fought in."""

from __future__ import annotations

import numpy as np
from combat_inputs import Vector
from numba import njit

from khingan.campaign import draws
from khingan.campaign import parameters as P
from khingan.campaign.combat import advantage, casualties

POSTURES = ("hasty", "fortified", "concrete", "delay")
GROUNDS = ("open", "rugged", "wooded", "urban", "marsh", "wet", "river")


def day_of(steps: int) -> Vector:
    """A day cut into equal steps, effective days each."""
    return np.full(steps, 1.0 / steps)


def situation(posture: str, ground: str, p: Vector) -> tuple[float, float]:
    """Ground terms of the advantage, and the intensity, of a defender in a posture on a ground."""
    fortified, concrete, delaying = (float(posture == name) for name in POSTURES[1:])
    rugged, wooded, urban, marsh, wet, river = (float(ground == name) for name in GROUNDS[1:])
    x = advantage.ground_terms(
        fortified, concrete, delaying, rugged, wooded, urban, marsh, wet, river, 0.0, 0.0, p
    )
    # Concrete is a stronger work: it replaces the term of x, the intensity is that of works.
    return x, casualties.intensity(max(fortified, concrete), delaying, wet, rugged, wooded, urban, p)


@njit
def fight(men_a, men_d, other, z, days, day, seed, noise, p):  # type: ignore[no-untyped-def]
    """Casualties of both sides; men in contact and advantage updated each step of ``day``."""
    a, d, tau, step = men_a, men_d, 0.0, 0
    factor_a = factor_d = wave_a = wave_d = 0.0
    for _ in range(days):
        for dtau in day:
            if noise:
                words = draws.draw(seed, 0, step, 0, draws.DAY_NOISE)
                n_a, n_d = draws.standard_normal(words[0]), draws.standard_normal(words[1])
                if step == 0:
                    first = draws.draw(seed, 0, 0, 0, draws.ENGAGEMENT_NOISE)
                    factor_a, factor_d = casualties.engagement_noise(
                        draws.standard_normal(first[0]), draws.standard_normal(first[1]), p
                    )
                    wave_a, wave_d = p[P.NOISE_DAY_ATTACKER] * n_a, p[P.NOISE_DAY_DEFENDER] * n_d
                else:
                    wave_a = casualties.day_noise(wave_a, dtau, n_a, p[P.NOISE_DAY_ATTACKER], p)
                    wave_d = casualties.day_noise(wave_d, dtau, n_d, p[P.NOISE_DAY_DEFENDER], p)
            x = advantage.force_terms(a, d, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, p) + other
            share_a, share_d = casualties.engagement_step(
                x, z, tau, dtau, factor_a + wave_a, factor_d + wave_d, 0.0, 0.0, p
            )
            a -= a * share_a
            d -= d * share_d
            tau += dtau
            step += 1
    return men_a - a, men_d - d
