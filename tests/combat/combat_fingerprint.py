"""Values of every combat function as exact hexadecimal floats, one a line; run as a script it prints them."""

from __future__ import annotations

from collections.abc import Iterator

from combat_inputs import coefficients

from khingan.campaign import draws, portable
from khingan.campaign.combat import advance, advantage, casualties, decision, equipment


def _values() -> Iterator[float]:
    p = coefficients()
    for i in range(1, 60):
        words = draws.draw(i, 2 * i, 3, 4, i % 7)
        yield from (float(word) for word in words)
        u, v = draws.uniform(words[0]), draws.uniform(words[1])
        n = draws.standard_normal(words[2])
        yield from (u, v, n, portable.exp(20.0 * (u - 0.5)), portable.pow10(n), portable.log(u))
        x = advantage.force_terms(9e3 * u, 8e3 * v, 90 * u, 10 * v, 50 * v, 30 * u, 5.0, v, 1.0 + u, p)
        x += advantage.ground_terms(u, 0.0, v, u, v, u, v, 1.0, 0.0, v, 1.0, p)
        x += advantage.surprise_term(2.0, i / 4.0, p) + advantage.air_term(u, p)
        x += advantage.side_power(advantage.quality(u, p), v, u, p) + advantage.anti_tank_multiplier(
            9.0 * v, p
        )
        z = casualties.intensity(u, v, 0.0, 1.0, u, v, p)
        yield from (x, z, *casualties.engagement_step(x, z, i / 4.0, 0.25, n / 9.0, v, 0.0, u, p))
        yield from casualties.engagement_noise(n, u, p)
        yield casualties.day_noise(n, 0.25, v, 0.18, p)
        yield from (float(part) for part in casualties.casualty_split(i * 777, i % 2 == 0, i % 3 == 0, p))
        yield float(casualties.portion(i * 12345, i * 7, i * 11, i * 31))
        yield from decision.decision_probabilities(decision.win_logit(x, p), 0.25, i % 5 == 0, p)
        yield decision.breakthrough_probability(x, p)
        yield decision.shatter_probability(u, i % 2 == 0, i % 3 == 0, 0.25, p)
        yield decision.surrender_probability(i / 5.0, v, i % 2 == 0, 1.0, p)
        yield decision.recovered(decision.after_retreat(decision.disrupted(u, v, p), p), 0.25, True, True, p)
        factor = equipment.anti_tank_loss_factor(5.0 * u, p)
        yield equipment.tank_loss(i % 2 == 0, u / 9.0, 0.25, 4.0 * v, x, factor, p)
        yield equipment.gun_loss(u, i % 2 == 0, p) + equipment.repaired(u, p)
        yield advance.advance_step(advance.advance_level(x, u, v, u, v, p), i / 4.0, 0.25, True, p)


def lines() -> list[str]:
    """The fingerprint."""
    return [float(value).hex() for value in _values()]


if __name__ == "__main__":
    print("\n".join(lines()))
