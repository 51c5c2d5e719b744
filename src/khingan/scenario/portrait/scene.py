"""A scenario with its map and the units as they enter the model: where portraits are taken."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cached_property

from khingan.atlas import Atlas, load_atlas
from khingan.errors import InputError, Problem
from khingan.scenario.compile.entries import make_entries
from khingan.scenario.compile.units import Entry
from khingan.scenario.model import Row, Scenario
from khingan.scenario.whereabouts import Whereabouts


class Scene:
    """A scenario with its map.

    Parameters
    ----------
    sc : Scenario
        Checked scenario.
    """

    def __init__(self, sc: Scenario) -> None:
        self.sc = sc
        self.formations = sc.tables["formations"].by_id
        self.units = sc.tables["units"].by_id

    @cached_property
    def atlas(self) -> Atlas:
        """The map."""
        return load_atlas()

    @cached_property
    def where(self) -> Whereabouts:
        """Names for points."""
        return Whereabouts(self.atlas)

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Units as they enter the model by id, border battalions and army troops among them."""
        return {e.unit_id: e for e in make_entries(self.sc, self.atlas)}

    def find(self, wanted: str) -> str:
        """Find a unit or formation by its id, its name, or an unmistakable beginning of its name.

        Parameters
        ----------
        wanted : str
            What was typed.

        Returns
        -------
        str
            Its id.

        Raises
        ------
        InputError
            If there is none or more than one; it says what is near.
        """
        if wanted in self.formations or wanted in self.units:
            return wanted
        names = {key: e.name for key, e in self.entries.items()}
        names |= {key: str(row["name"]) for key, row in (self.units | self.formations).items()}
        text = wanted.casefold()
        same = [key for key, name in names.items() if text in (key.casefold(), name.casefold())]
        begun = same or [key for key, name in names.items() if name.casefold().startswith(text)]
        if len(begun) == 1:
            return begun[0]
        spelt = {word.casefold(): key for key, name in names.items() for word in (key, name)}
        near = begun[:5] or list(dict.fromkeys(spelt[word] for word in get_close_matches(text, spelt, n=4)))
        raise InputError(
            Problem(
                "more than one name begins like that" if begun else "there is no such unit or formation",
                field="name",
                value=wanted,
                expected="an id or name of the scenario",
                mend="did you mean " + " or ".join(near) + "?" if near else "see khingan scenario show",
            )
        )

    def row(self, holder: str) -> Row | None:
        """Row of the order of battle; None for what the compiler adds, such as army troops."""
        return self.formations.get(holder) or self.units.get(holder)

    def above(self, holder: str) -> list[str]:
        """Commands above a unit or formation, the nearest first."""
        if holder in self.formations:
            return self.sc.ancestors(holder)[1:]
        if holder in self.units:
            return self.sc.ancestors(self.units[holder]["formation_id"])
        return self.sc.ancestors(self.entries[holder].formation_id)

    def under(self, holder: str) -> list[Entry]:
        """Units of a formation, or the unit itself, as they enter the model."""
        return [
            e
            for e in self.entries.values()
            if holder == e.unit_id or holder in self.sc.ancestors(e.formation_id)
        ]

    def parts(self, formation_id: str) -> dict[str, list[Entry]]:
        """Units of a formation by the part of it, formation or unit, that stands directly below it."""
        found: dict[str, list[Entry]] = {}
        for e in self.under(formation_id):
            chain = [e.unit_id, *self.sc.ancestors(e.formation_id)]
            found.setdefault(chain[chain.index(formation_id) - 1], []).append(e)
        return found

    def name(self, holder: str) -> str:
        """Name of a unit or formation."""
        row = self.row(holder)
        return str(row["name"]) if row else self.entries[holder].name

    def seat(self, holder: str) -> str:
        """Where a unit, or the headquarters of a formation, stands at the start; empty if nobody says."""
        if holder in self.formations:
            row = self.formations[holder]
            lat, lon = row["hq_lat"], row["hq_lon"]
        elif holder in self.entries:
            lat, lon = self.entries[holder].lat, self.entries[holder].lon
        else:
            lat, lon = self.units[holder]["start_lat"], self.units[holder]["start_lon"]
        return "" if lat is None or lon is None else self.where.words(lat, lon)
