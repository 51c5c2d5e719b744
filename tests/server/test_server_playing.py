"""Texts of a replay that clients share: made once, kept for a while, never lost between two threads."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from khingan.server.playing import Recent


def test_what_many_ask_for_at_once_is_made_once() -> None:
    made = []

    def make() -> str:
        made.append(1)
        time.sleep(0.05)
        return "whole"

    recent: Recent[str] = Recent(4)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: recent.of("step", make), range(8)))
    assert (answers, len(made)) == (["whole"] * 8, 1)


def test_nobody_waits_for_what_another_asked_for() -> None:
    begun, asked = threading.Event(), threading.Event()
    recent: Recent[str] = Recent(4)

    def slow() -> str:
        begun.set()
        assert asked.wait(10.0)
        return "slow"

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(recent.of, "slow", slow)
        assert begun.wait(10.0)
        assert recent.of("quick", lambda: "quick") == "quick"
        asked.set()
        assert other.result() == "slow"


def test_everybody_is_answered_however_many_different_things_are_asked_for() -> None:
    recent: Recent[int] = Recent(4)

    def ask(seed: int) -> bool:
        luck = random.Random(seed)
        keys = [luck.randrange(20) for _ in range(3000)]
        return all(recent.of(key, lambda key=key: key * key) == key * key for key in keys)  # type: ignore[misc]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(8)))


def test_what_was_asked_for_longest_ago_is_made_again() -> None:
    recent: Recent[int] = Recent(2)
    made: list[int] = []
    for key in (1, 2, 1, 3, 1, 2):
        recent.of(key, lambda key=key: made.append(key) or key)  # type: ignore[misc,func-returns-value]
    assert made == [1, 2, 3, 2]
