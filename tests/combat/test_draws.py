"""Philox against its authors' known answers, and the table of named decisions."""

from __future__ import annotations

import numpy as np
import pytest

from khingan.campaign import draws

ONES = 0xFFFFFFFF
PI = (0xA4093822, 0x299F31D0, 0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344)


@pytest.mark.parametrize(
    ("key_and_counter", "words"),
    [
        ((0, 0, 0, 0, 0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((ONES,) * 6, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (PI, (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
    ],
    ids=["zeros", "ones", "pi"],
)
def test_philox_gives_the_known_answers(key_and_counter: tuple[int, ...], words: tuple[int, ...]) -> None:
    assert tuple(int(word) for word in draws.philox(*key_and_counter)) == words


def test_a_draw_depends_on_each_part_of_its_name() -> None:
    name = (1, 2, 3, 4, 5)
    others = [tuple(part + (i == j) for j, part in enumerate(name)) for i in range(5)]
    drawn = {draws.draw(*args) for args in (name, *others)}
    assert len(drawn) == 6


def test_a_uniform_never_reaches_its_ends() -> None:
    assert draws.uniform(np.uint64(0)) > 0.0
    assert draws.uniform(np.uint64(ONES)) < 1.0


def test_uniforms_fill_the_interval_evenly() -> None:
    sample = [draws.uniform(draws.draw(7, i, 0, 0, 1)[i % 4]) for i in range(20_000)]
    counts, _ = np.histogram(sample, bins=20, range=(0.0, 1.0))
    chi2 = float((((counts - 1000.0) ** 2) / 1000.0).sum())
    assert chi2 < 43.8  # 99.9 % of chi-square with 19 degrees of freedom


def test_normals_have_mean_zero_and_unit_variance() -> None:
    sample = [draws.standard_normal(draws.draw(7, i, 0, 0, 2)[0]) for i in range(20_000)]
    assert abs(np.mean(sample)) < 0.025
    assert np.std(sample) == pytest.approx(1.0, abs=0.02)


def test_a_decision_reserved_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="reserved twice"):
        draws.check_unique(((1, "A", ""), (1, "B", "")))
    with pytest.raises(ValueError, match="reserved twice"):
        draws.check_unique(((1, "A", ""), (2, "A", "")))


def test_every_decision_stands_in_the_table_under_its_own_name() -> None:
    constants = {
        name: value for name, value in vars(draws).items() if name.isupper() and isinstance(value, int)
    }
    assert {name: number for number, name, _ in draws.RESERVED} == constants


def test_published_numbers_have_not_moved() -> None:
    published = (
        "ENGAGEMENT_NOISE DAY_NOISE ENGAGEMENT_DECISION GIVE_WAY BREAKTHROUGH SHATTER SURRENDER DESERTION"
    )
    assert [getattr(draws, name) for name in published.split()] == list(range(1, 9))
