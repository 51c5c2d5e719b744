"""One campaign out of many, fought again with its story: a campaign is a function of its index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from khingan.errors import InputError, Problem, SystemFault
from khingan.experiments.store.reading import Results

if TYPE_CHECKING:
    from khingan.experiments.results import Run
    from khingan.scenario import Scenario


@dataclass(frozen=True)
class Replay:
    """What it takes to fight a campaign again.

    Attributes
    ----------
    scenario : Scenario
        With its what-ifs.
    seed, first, days : int
        Seed, number of the campaign under the seed, days.
    uncertainty : tuple of str
        Kinds that are drawn.
    row : dict
        Its row of the summary, which must come out again.
    """

    scenario: Scenario
    seed: int
    first: int
    days: int
    uncertainty: tuple[str, ...]
    row: dict[str, Any]

    def check(self, run: Run) -> None:
        """Refuse a run that is not the same campaign.

        Raises
        ------
        SystemFault
            If its row of the summary is another one.
        """
        found = run.summary.to_pylist()[0]
        differing = [
            name for name, value in self.row.items() if name != "campaign" and found.get(name) != value
        ]
        if differing:
            raise SystemFault(
                f"campaign {self.first} came out differently ({', '.join(differing[:3])}): khingan has changed since "
                "it was fought, or this machine computes otherwise"
            )


def find_campaign(results: Results, number: int, own: str | None = None) -> Replay:
    """Find a campaign of a run or ensemble.

    Parameters
    ----------
    results : Results
    number : int
        Of the campaign within the run.
    own : str, optional
        Folder of the scenario, if it is not one of the library.

    Raises
    ------
    InputError
        If there is no such campaign, or the scenario has changed since.
    """
    if not 0 <= number < results.campaigns:
        raise InputError(
            Problem(
                "there is no such campaign",
                file=results.folder.where,
                field="campaign",
                value=str(number),
                expected=f"0 to {results.campaigns - 1}",
            )
        )
    identity = results.description["identity"]
    if "uncertainty" not in identity:
        raise InputError(
            Problem(
                "an older version fought it, which did not write down what it drew",
                file=results.folder.where,
                mend="fight it again: khingan ensemble",
            )
        )
    summary = results.table("summary")
    row = summary.filter(pc.equal(summary.column("campaign"), number)).to_pylist()[0]
    return Replay(
        scenario=results.scenario(own),
        seed=results.seed,
        first=number + int(identity.get("first", 0)),
        days=int(identity["steps"]) // 4,
        uncertainty=tuple(identity["uncertainty"]),
        row=row,
    )
