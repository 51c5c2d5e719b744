"""What the schools say: one council, several courses of events, chances and dates with the uncertainty of the numbers.

Every school and course of events is decided many times with the stated numbers: those give the values. Then sets of
numbers are drawn from the ranges of the school and of the coefficients; each is conditioned on the record anew, as the
school itself is, and those that cannot be are left out. They give the intervals. Luck is the same for all schools and
courses: campaign ``i`` of a seed.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.campaign import draws
from khingan.campaign.parameters import NAMES
from khingan.errors import InputError, Problem
from khingan.experiments.cores import cores
from khingan.experiments.courses import Courses
from khingan.experiments.uncertainty import STEP, draw_coefficients, two_triangles
from khingan.politics import conditioning
from khingan.politics.schools import Number, School
from khingan.politics.settings import Settings, midnight
from khingan.politics.survey import Decisions, survey
from khingan.politics.tables import Tables, make_tables
from khingan.scenario.compile import parameter_vector
from khingan.scenario.model import Scenario

INTERVAL = (0.05, 0.95)
CONDITIONED = 0.05  # how far a stated scale may miss the share of decisions that the settings ask for
CHECKED = 2000  # decisions with which that is looked at, whatever the number that is asked for
SEPARATED = 3.0  # ratio of likelihoods from which the record speaks for one of two schools
CURVE_POINTS = 150
HOURS = 24.0


@dataclass(frozen=True)
class Estimate:
    """A value with the stated numbers, and the interval of nine tenths with drawn ones, which need not hold it."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Answer:
    """What a school says of a course of events.

    Attributes
    ----------
    school, course : str
        Name of the school; name of the what-if, empty for the documented course.
    by : tuple of Estimate
        Chance that the surrender is announced before the end of each date of the settings. The interval is that of the
        numbers of the school and of the coefficients.
    date : tuple of datetime or None
        Median date of the announcement, and the interval of nine tenths of luck and numbers together; None = not by the
        last session.
    dead : tuple of Estimate
        Dead of the theatre until the order to cease fire, by side: median and interval over campaigns and numbers.
    bound : float
        Share of campaigns whose dead are a lower bound, for the war outlasts the last session or the fighting that was
        simulated.
    curve : ndarray, [3, points]
        Share of campaigns in which the war goes on: value and interval, at equal times from the first session to the
        last.
    window, offer : float
        Share of decisions and of first offers within the documented days.
    draws : int
        Sets of numbers behind the intervals.
    """

    school: str
    course: str
    by: tuple[Estimate, ...]
    date: tuple[datetime | None, datetime | None, datetime | None]
    dead: tuple[Estimate, ...]
    bound: float
    curve: NDArray[np.float64]
    window: float
    offer: float
    draws: int


@dataclass(frozen=True)
class Pair:
    """How far the record tells two schools apart, and which course of events would tell most.

    Attributes
    ----------
    schools : tuple of str
        The two.
    window, offer : float
        Natural logarithm of the ratio of the likelihoods of the documented decision, and of the documented first offer.
    separated : bool
        Whether the record is ``SEPARATED`` times likelier under one of the two.
    course : str
        Course on which they differ most; ``date`` (its number among those of the settings) and ``gap`` say where.
    """

    schools: tuple[str, str]
    window: float
    offer: float
    separated: bool
    course: str
    date: int
    gap: float


@dataclass(frozen=True)
class _Draw:
    """One set of numbers: coefficients, weights, thresholds; ``number`` -1 = as stated."""

    number: int
    p: NDArray[np.float64]
    weights: dict[str, float]
    thresholds: dict[str, float]


def _drawn(numbers: Mapping[str, Number], prefix: str, seed: int, number: int) -> dict[str, float]:
    """Numbers within their ranges, each by its own name; schools that share a name share its luck."""
    found = {}
    for name, given in numbers.items():
        entity = zlib.crc32(f"{prefix}.{name}".encode())
        u = np.array([draws.uniform(draws.draw(seed, number, STEP % 2**32, entity, draws.COEFFICIENT)[0])])
        found[name] = float(two_triangles(u, given.low, given.value, given.high)[0])
    return found


class Comparison:
    """Schools and courses of events on one clock.

    Parameters
    ----------
    scenario : Scenario
        The documented course of events.
    settings : Settings
        Of the decision.
    courses : dict of str to Courses
        Campaigns without a cease-fire of this scenario, by the empty name, and of those courses of events that change
        the campaign itself, by theirs.
    seed, count, numbers : int
        Luck, campaigns with the stated numbers, and sets of numbers drawn.
    """

    def __init__(
        self,
        scenario: Scenario,
        settings: Settings,
        courses: Mapping[str, Courses],
        *,
        seed: int,
        count: int,
        numbers: int,
    ) -> None:
        self.scenario = scenario
        self.settings = settings
        self.courses = courses
        self.seed = seed
        self.count = count
        self.numbers = numbers
        self.stated = parameter_vector(scenario)
        self.coefficients = draw_coefficients(scenario, seed, np.arange(numbers))
        self.part = max(50, count // 8)  # campaigns with one set of drawn numbers

    def answers(
        self,
        schools: Sequence[School],
        events: Mapping[str, Scenario],
        on_set: Callable[[], None] | None = None,
    ) -> list[Answer]:
        """Ask every school about every course of events.

        Parameters
        ----------
        schools : sequence of School
            Schools.
        events : dict of str to Scenario
            Courses of events by name; an empty name is the documented one.
        on_set : callable, optional
            Called after every set of numbers, of which there are ``numbers + 1`` for each school.

        Raises
        ------
        InputError
            If a school does not fit the record with the scale that its file states.
        """
        problems = [problem for school in schools for problem in self._misfits(school)]
        if problems:
            raise InputError(problems)
        found = []
        for school in schools:
            sets = [_Draw(-1, self.stated, _values(school.weights), _values(school.thresholds))]
            sets += [self._draw(school, k) for k in range(self.numbers)]

            def work(one: _Draw, school: School = school) -> dict[str, Decisions] | None:
                decided = self._decide(school, one, events)
                if on_set is not None:
                    on_set()
                return decided

            with ThreadPoolExecutor(cores()) as pool:
                stated, *drawn = list(pool.map(work, sets))
            assert stated is not None
            kept = [one for one in drawn if one is not None]
            for name, sc in events.items():
                found.append(self._answer(school, name, sc, stated[name], [one[name] for one in kept]))
        return found

    def _misfits(self, school: School) -> Iterator[Problem]:
        """What the schools are said to have in common is looked at: the chance of the documented decision."""
        s = self.settings
        tables = make_tables(self.scenario, s, school)
        days = s.days_to_window_end
        felt = self._felt("", self.scenario)
        record = survey(tables, self.stated, felt, seed=self.seed, count=max(self.count, CHECKED), days=days)
        share = record.share_by(record.decision, HOURS * days)
        if abs(share - s.chance) > CONDITIONED:
            yield Problem(
                "the scale of the school does not give the documented decision its chance",
                file=school.file,
                field="scale",
                value=f"{school.scale:g}",
                expected=f"{s.chance:g} of the decisions by {s.window[1]}, but there are {share:.2f}",
                mend="run tools/condition_schools.py, which writes the scale into the file",
            )
        elif conditioning.misses_window(record, s):
            yield Problem(
                "no scale lets the school decide within the documented window",
                file=school.file,
                expected=f"most decisions from {s.window[0]} to {s.window[1]}",
                mend="change its weights or thresholds, and run tools/condition_schools.py",
            )

    def _draw(self, school: School, k: int) -> _Draw:
        weights = _drawn(school.weights, "weights", self.seed, k)
        return _Draw(k, self.coefficients[k], weights, _drawn(school.thresholds, "thresholds", self.seed, k))

    def _felt(self, name: str, sc: Scenario) -> NDArray[np.float64]:
        """Courses of the shocks that a course of events still has."""
        if name in self.courses:
            return self.courses[name].felt
        ids = [row["shock_id"] for row in self.scenario.tables["shocks"]]
        felt = self.courses[""].felt
        return np.ascontiguousarray(felt[:, :, [ids.index(r["shock_id"]) for r in sc.tables["shocks"]]])

    def _decide(
        self, school: School, one: _Draw, events: Mapping[str, Scenario]
    ) -> dict[str, Decisions] | None:
        """All courses of events with one set of numbers; None if the record cannot be had with it."""
        tables = self._tables(self.scenario, school, one)
        felt = self._felt("", self.scenario)
        scale, count = school.scale, self.count
        if one.number >= 0:
            count = self.part
            scale = conditioning.solve_scale(
                tables, one.p, felt, self.settings, seed=self.seed, count=self.part
            )
            days = self.settings.days_to_window_end
            record = survey(tables, one.p, felt, seed=self.seed, count=count, days=days, scale=scale)
            if conditioning.misses_window(record, self.settings):
                return None
        return {
            name: survey(
                self._tables(sc, school, one),
                _with_changes(sc, one.p),
                self._felt(name, sc),
                seed=self.seed,
                count=count,
                days=self.settings.days,
                scale=scale,
            )
            for name, sc in events.items()
        }

    def _tables(self, sc: Scenario, school: School, one: _Draw) -> Tables:
        return make_tables(sc, self.settings, school, one.weights, one.thresholds)

    def _answer(
        self, school: School, name: str, sc: Scenario, stated: Decisions, drawn: Sequence[Decisions]
    ) -> Answer:
        s = self.settings
        limits = [HOURS * (s.day_of(day) + 1) for day in s.by]
        by = [
            _estimate(stated.share_by(stated.broadcast, h), [d.share_by(d.broadcast, h) for d in drawn])
            for h in limits
        ]
        pooled = np.concatenate([d.broadcast for d in drawn or [stated]])
        hours = [np.quantile(stated.broadcast, 0.5, method="inverted_cdf")]
        hours += [np.quantile(pooled, q, method="inverted_cdf") for q in INTERVAL]
        dates = [self._moment(float(hour)) for hour in hours]
        opening = make_tables(sc, s, school).opening
        courses = self.courses.get(name, self.courses[""])
        dead, bound = self._dead(courses, stated, opening)
        all_dead = np.concatenate([self._dead(courses, d, opening)[0] for d in drawn or [stated]])
        times = np.linspace(0.0, HOURS * s.days, CURVE_POINTS)
        lines = np.array([_survival(d, times) for d in drawn or [stated]])
        return Answer(
            school.name,
            name,
            tuple(by),
            (dates[0], dates[1], dates[2]),
            tuple(
                Estimate(float(np.median(dead[:, k])), *_quantiles(all_dead[:, k]))
                for k in range(dead.shape[1])
            ),
            bound,
            np.stack([_survival(stated, times), *np.quantile(lines, INTERVAL, axis=0)]),
            conditioning.window_share(stated, s),
            conditioning.offer_share(stated, s),
            len(drawn),
        )

    def _moment(self, hour: float) -> datetime | None:
        if hour >= K.NEVER:
            return None
        return midnight(self.scenario, self.settings) + timedelta(hours=hour)

    def _dead(
        self, courses: Courses, decided: Decisions, opening: float
    ) -> tuple[NDArray[np.float64], float]:
        """Dead of the theatre until the order, [campaigns, sides], and the share that are lower bounds."""
        dead, days = courses.dead, courses.days
        end = np.minimum(decided.order / HOURS, float(self.settings.days))
        fought = np.maximum(0.0, end - opening)
        whole = np.minimum(fought, days).astype(np.int64)
        rest = np.minimum(fought, days) - whole
        c = np.arange(len(fought)) % len(dead)
        value = dead[c, whole] + (dead[c, np.minimum(whole + 1, days)] - dead[c, whole]) * rest[:, None]
        endless = (decided.order >= K.NEVER) & (opening < self.settings.days)
        return value, float(np.mean(endless | (fought > days)))


def _values(numbers: Mapping[str, Number]) -> dict[str, float]:
    return {name: number.value for name, number in numbers.items()}


def _with_changes(sc: Scenario, p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Coefficients that a what-if sets are not drawn."""
    p = np.array(p)
    table = sc.tables["parameters"].by_id
    for i, name in enumerate(NAMES):
        if ("parameters", name, "value") in sc.changes:
            p[i] = table[name]["value"]
    return p


def _survival(decided: Decisions, times: NDArray[np.float64]) -> NDArray[np.float64]:
    ends = np.sort(decided.broadcast.astype(np.float64))
    return 1.0 - np.searchsorted(ends, times, side="right") / len(ends)


def _quantiles(values: NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.quantile(values, INTERVAL)
    return float(low), float(high)


def _estimate(value: float, drawn: Sequence[float]) -> Estimate:
    if not drawn:
        return Estimate(value, value, value)
    return Estimate(value, *_quantiles(np.array(drawn)))


def pairs(answers: Sequence[Answer]) -> list[Pair]:
    """Compare every two schools on the record and on the other courses of events."""
    record = {a.school: a for a in answers if not a.course}
    others = {(a.school, a.course): a for a in answers if a.course}
    courses = list(dict.fromkeys(a.course for a in answers if a.course))
    found = []
    for a, b in combinations(record, 2):
        window = _log_ratio(record[a].window, record[b].window)
        offer = _log_ratio(record[a].offer, record[b].offer)
        gaps = [
            (abs(x.value - y.value), course, k)
            for course in courses
            for k, (x, y) in enumerate(zip(others[a, course].by, others[b, course].by, strict=True))
        ]
        gap, course, k = max(gaps, key=lambda g: g[0], default=(0.0, "", 0))
        separated = max(abs(window), abs(offer)) >= math.log(SEPARATED)
        found.append(Pair((a, b), window, offer, separated, course, k, gap))
    return found


def _log_ratio(a: float, b: float) -> float:
    least = 1e-4  # a share of no campaign at all is not known to be nothing
    return math.log(max(a, least) / max(b, least))
