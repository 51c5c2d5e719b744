"""Rivals, and the sums behind a figure, held against brute force."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khingan.claims import Claim, ClaimSet, conflict_groups, explain, rivals
from khingan.errors import InputError

Make = Callable[..., Claim]
Collect = Callable[..., ClaimSet]


def test_twelve_thousand_is_reproduced_by_killed_missing_and_noncombat_dead(library: ClaimSet) -> None:
    found = {entry.terms: entry for entry in explain(library, "C191").sums}
    entry = found["C024", "C025", "C026"]
    assert [library[i].printed[0] for i in entry.terms] == [9780, 911, 1340]
    assert entry.low == 12_031
    assert entry.double_counts == ()


def test_over_seven_hundred_thousand_is_led_by_killed_and_captured(library: ClaimSet) -> None:
    first = explain(library, "C193").sums[0]
    assert first.terms == ("C039", "C042")
    assert [library[i].printed[0] for i in first.terms] == [83_737, 640_000]
    assert first.low == 723_737


def test_figures_that_close_in_the_founding_documents_have_a_sum_of_the_same_definition(
    library: ClaimSet,
) -> None:
    for claim_id in ("C017", "C023", "C027", "C028", "C033"):
        assert any(s.definition_distance == 0 and s.gap == 0 for s in explain(library, claim_id).clean)


def test_a_sum_of_a_claim_and_its_own_part_is_flagged(make: Make, collect: Collect) -> None:
    claims = collect(
        make("X", 110, "killed+wounded"), make("WHOLE", 100, "killed+missing"), make("PART", 10, "missing")
    )
    (entry,) = explain(claims, "X").sums
    assert entry.terms == ("WHOLE", "PART")
    assert entry.double_counts == (("WHOLE", "PART"),)
    assert explain(claims, "X").clean == ()


def test_two_parts_of_one_kind_are_not_taken_for_disjoint(make: Make, collect: Collect) -> None:
    claims = collect(make("X", 3), make("A", 1, "killed.west"), make("B", 2, "killed.july"))
    assert explain(claims, "X").sums[0].double_counts == (("A", "B"),)


def test_a_derived_term_is_named(make: Make, collect: Collect) -> None:
    claims = collect(make("X", 3), make("A", 3, confidence="derived"), make("B", 2), make("C", 1))
    assert [entry.derived for entry in explain(claims, "X").sums] == [("A",), ()]


def test_fewest_terms_come_first_and_then_the_closest_definition(make: Make, collect: Collect) -> None:
    claims = collect(
        make("X", 1000, "killed+sick", relation="range", value_high="1050"),
        make("ONE", 1020, "guns"),
        make("NEAR", 690, "killed"),
        make("SICK", 310, "sick"),
        make("FAR", 330, "wounded"),
        make("LEFT", 335, "wounded"),
        make("REST", 20, "sick"),
    )
    order = [entry.terms for entry in explain(claims, "X").sums if not entry.double_counts]
    assert order[:4] == [("ONE",), ("NEAR", "SICK"), ("NEAR", "FAR"), ("NEAR", "LEFT")]
    assert order.index(("ONE", "REST")) == 4


def test_claims_of_another_class_are_never_added(make: Make, collect: Collect) -> None:
    claims = collect(make("X", 3), make("A", 1), make("B", 2, class_id="other"))
    assert explain(claims, "X").sums == ()


def test_a_range_fits_if_it_touches_the_target(make: Make, collect: Collect) -> None:
    claims = collect(make("X", 10), make("A", value_low="9", value_high="12", relation="range"))
    (entry,) = explain(claims, "X").sums
    assert (entry.low, entry.high, entry.gap) == (9, 12, 0)


@pytest.mark.parametrize(("claim_id", "why"), [("C001", "no number"), ("C149", "no additive class")])
def test_where_nothing_can_be_summed_the_reason_is_given(library: ClaimSet, claim_id: str, why: str) -> None:
    assert why in explain(library, claim_id).reason


def test_an_unknown_claim_is_an_input_error(library: ClaimSet) -> None:
    with pytest.raises(InputError, match="unknown claim"):
        explain(library, "Z999")


FIGURES = st.lists(st.integers(1, 40), min_size=1, max_size=8)
RELATIONS = st.sampled_from(["equals", "approx", "more_than"])


@given(FIGURES, st.integers(1, 120), RELATIONS)
def test_all_sums_are_found_and_no_others(
    make: Make, collect: Collect, figures: list[int], target: int, relation: str
) -> None:
    claim = make("X", relation=relation, value_low=str(target), value_high=str(target))
    claims = collect(claim, *(make(f"T{i}", value) for i, value in enumerate(figures)))
    rounding = 10 ** (len(str(target)) - len(str(target).rstrip("0")))
    low, high = {
        "equals": (target, target),
        "approx": (target - rounding / 2, target + rounding / 2),
        "more_than": (target, target * 1.07),
    }[relation]
    expected = {
        tuple(f"T{i}" for i in chosen)
        for size in (1, 2, 3, 4)
        for chosen in combinations(range(len(figures)), size)
        if low - 1e-6 <= sum(figures[i] for i in chosen) <= high + 1e-6
    }
    found = explain(claims, "X")
    assert {entry.terms for entry in found.sums} == expected
    assert len(found.sums) == len(expected)


def test_rivals_are_the_contradicting_and_the_agreeing_claims(make: Make, collect: Collect) -> None:
    claims = collect(
        make("X", 1, conflicts_with=("FOE",)),
        make("FOE", 2, "wounded", subject="hurt", conflicts_with=("X",)),
        make("TWIN", 1),
        make("OTHER", 1, "sick"),
    )
    assert [c.claim_id for c in rivals(claims, "X")] == ["FOE", "TWIN"]


EDGES = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda e: e[0] != e[1]), max_size=10)


@given(EDGES)
def test_conflict_groups_part_the_claims_by_reachability(
    make: Make, collect: Collect, edges: list[tuple[int, int]]
) -> None:
    against: list[set[int]] = [set() for _ in range(8)]
    for a, b in edges:
        against[a].add(b)
        against[b].add(a)
    claims = collect(*(make(f"N{i}", i, conflicts_with=tuple(f"N{j}" for j in against[i])) for i in range(8)))
    groups = conflict_groups(claims)
    members = [{c.claim_id for c in group.claims} for group in groups]
    assert sorted(i for group in members for i in group) == [f"N{i}" for i in range(8) if against[i]]
    for a, b in edges:
        assert sum({f"N{a}", f"N{b}"} <= group for group in members) == 1
    for group in groups:
        assert sorted(c.claim_id for q in group.quantities.values() for c in q) == sorted(
            c.claim_id for c in group.claims
        )


def test_rivalry_in_the_library_is_symmetric(library: ClaimSet) -> None:
    for claim_id in library.claims:
        for other in rivals(library, claim_id):
            assert claim_id in [c.claim_id for c in rivals(library, other.claim_id)]


def test_among_sums_of_one_definition_the_nearest_comes_first(make: Make, collect: Collect) -> None:
    claims = collect(make("X", 1000, relation="approx"), make("WIDE", 1300), make("CLOSE", 1100))
    assert [entry.terms for entry in explain(claims, "X").sums] == [("CLOSE",), ("WIDE",)]
