"""Named checks of a scenario. Each takes what it needs and yields problems; none of them stops another."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from khingan.errors import Problem
from khingan.scenario.checks import (
    absences,
    beliefs,
    council,
    disputed,
    garrisons,
    identity,
    lifts,
    measures,
    places,
    plans,
    ranges,
    totals,
    tree,
)
from khingan.scenario.model import Scenario

Check = Callable[[Scenario], Iterable[Problem]]

#: Checks of single cells and rows; they run on anything that could be read.
ROW_CHECKS: tuple[Check, ...] = (
    identity.ids_are_unique,
    identity.stable_ids_are_unique,
    identity.references_are_known,
    tree.parents_form_a_tree,
    tree.sides_agree,
    ranges.values_lie_in_their_ranges,
    ranges.weather_days_are_in_order,
    ranges.boxes_have_an_inside,
    ranges.moments_lie_in_the_campaign,
    beliefs.bounds_are_in_order,
    beliefs.a_side_expects_one_thing_of_a_region,
    plans.phases_are_unique,
    plans.targets_are_known,
    plans.axes_fit_their_posture,
    plans.later_knowledge_is_marked,
    garrisons.works_guard_places,
    lifts.plans_have_their_lifts,
    lifts.batteries_have_a_range,
    measures.measures_are_usable,
    absences.absences_make_sense,
    council.settings_are_usable,
    council.the_council_has_seats,
    council.shocks_make_sense,
    council.schools_are_sound,
    council.a_decided_cease_fire_has_a_council,
    disputed.disputes_are_between_comparable_claims,
    disputed.weights_fit_the_rivals,
    disputed.stated_figures_close_on_their_totals,
    disputed.disputes_move_coefficients,
)
#: Checks that compute; they run only when the rows are sound.
WHOLE_CHECKS: tuple[Check, ...] = (
    totals.units_match_one_establishment,
    totals.totals_agree_with_their_claims,
    totals.sums_agree_with_totals,
    places.places_are_on_the_map,
    places.units_stand_on_own_land,
    places.bases_stand_on_own_land,
    lifts.coast_defences_lie_on_the_coast,
    beliefs.moves_end_on_own_land,
)


def run_checks(sc: Scenario, sound: bool = True) -> list[Problem]:
    """Run every check on a scenario.

    Parameters
    ----------
    sc : Scenario
        As read.
    sound : bool
        Whether reading found no fault. A check that computes would stumble over empty cells otherwise.

    Returns
    -------
    list of Problem
        Everything found, in the order of the checks.
    """
    problems = [problem for check in ROW_CHECKS for problem in check(sc)]
    if sound and not problems:
        problems = [problem for check in WHOLE_CHECKS for problem in check(sc)]
    return problems
