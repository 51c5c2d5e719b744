"""Reading the results of ``khingan run`` and ``khingan ensemble``: one face for both kinds of folder."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from khingan.errors import InputError, Problem
from khingan.experiments.store.folder import Folder

if TYPE_CHECKING:
    import pyarrow.dataset as ds

    from khingan.scenario import Scenario
    from khingan.scenario.compile import Compiled

RUN, ENSEMBLE = "run", "ensemble"
DESCRIPTIONS = {RUN: "run.json", ENSEMBLE: "manifest.json"}
"""File that describes a folder, by the kind of folder."""

UNREADABLE = "is no run that khingan wrote"
EXPECTED = "the folder of a run, with run.json, or of an ensemble, with manifest.json"
FIGHT_AGAIN = {
    RUN: "fight the campaigns again: khingan run -n 200 --out FOLDER",
    ENSEMBLE: "complete the ensemble: khingan ensemble --resume --out FOLDER",
}
FINISHED = "finished"
_DAILY_IS_LEFT_OUT = "fight it with daily rows: khingan ensemble --daily"


@dataclass(frozen=True)
class Results:
    """A finished run or ensemble.

    Attributes
    ----------
    folder : Folder
        Where it lies.
    kind : str
        ``run`` or ``ensemble``.
    description : dict
        What ``run.json`` or ``manifest.json`` says.
    compiled : Compiled, optional
        Its scenario, if somebody has compiled it already; spares doing it again.
    """

    folder: Folder
    kind: str
    description: dict[str, Any]
    compiled: Compiled | None = None

    @property
    def seed(self) -> int:
        """Seed of the campaigns."""
        return int(self.description["seed"])

    @property
    def campaigns(self) -> int:
        """Number of campaigns that were fought."""
        return int(self.description["campaigns"])

    @property
    def overlays(self) -> tuple[str, ...]:
        """What-ifs that were laid over the scenario."""
        return tuple(self.description["overlays"])

    @property
    def tables(self) -> dict[str, list[str]]:
        """Files of every table, in the order of the campaigns."""
        found: dict[str, list[str]] = {}
        if self.kind == RUN:
            for name in self.folder.names():
                if name.endswith(".parquet") and "/" not in name:
                    found[name.removesuffix(".parquet")] = [name]
        else:
            for part in self.description["parts"]:
                found.setdefault(part["table"], []).append(part["file"])
        return found

    def dataset(self, name: str) -> ds.Dataset:
        """Return a table as a dataset, which is read only as far as it is needed.

        Parameters
        ----------
        name : str
            Such as ``summary``.

        Raises
        ------
        InputError
            If there is no such table, or one of its files is lost or damaged.
        """
        # Not at the top: where pandas is installed this imports it, which takes a second.
        import pyarrow.dataset as ds

        files = self.tables.get(name)
        if not files:
            raise self._lacks("table", [name], _DAILY_IS_LEFT_OUT if name == "daily" else None)
        for file in files:
            if not self.folder.has(file):
                raise InputError(Problem("is lost", file=self._name(file), mend=FIGHT_AGAIN[self.kind]))
        try:
            return ds.dataset(
                [self.folder.path(file) for file in files], filesystem=self.folder.system, format="parquet"
            )
        except (ValueError, OSError, pa.ArrowException) as error:
            raise self._damaged(files, error) from error

    def table(self, name: str, columns: Collection[str] | None = None) -> pa.Table:
        """Return a table whole, in the order of the campaigns.

        Parameters
        ----------
        name : str
            ``summary``, ``places``, ``daily``, ``balance``, ``areas``; of an ensemble ``coefficients``; of a run
            ``events``. See ``experiments.schema``.
        columns : collection of str, optional
            Only these; daily rows of many campaigns take much memory.

        Returns
        -------
        pyarrow.Table

        Raises
        ------
        InputError
            If there is no such table or column, or one of its files is lost or damaged; says how to get it.
        """
        data = self.dataset(name)
        missing = [column for column in columns or () if column not in data.schema.names]
        if missing:
            raise self._lacks("column", [f"{column} of {name}" for column in missing])
        try:
            return data.to_table(columns=None if columns is None else list(columns))
        except (ValueError, OSError, pa.ArrowException) as error:
            raise self._damaged(self.tables[name], error) from error

    def scenario(self, own: str | os.PathLike[str] | None = None) -> Scenario:
        """Return the scenario that was fought, with its what-ifs.

        Parameters
        ----------
        own : path-like, optional
            Its folder, if it lies somewhere else now.

        Raises
        ------
        InputError
            If it cannot be loaded, or is not what was fought any more.
        """
        from khingan.scenario.compile import compile_scenario

        compiled = self.compiled if own is None else None
        if compiled is None:
            compiled = compile_scenario(self.scenario_unchecked(own))
        loaded = compiled.scenario
        wanted = self.description.get("identity", {}).get("compiled")
        if compiled.digest != wanted:
            raise InputError(
                Problem(
                    "was fought with a scenario that has changed since, or with another version of khingan",
                    file=self.folder.where,
                    field="scenario",
                    value=loaded.scenario_id,
                    mend=f"name the scenario of the run, or {FIGHT_AGAIN[RUN]}"
                    if self.kind == RUN
                    else "name the scenario of the ensemble, or fight it again: khingan ensemble --out FOLDER",
                )
            )
        return loaded

    def scenario_unchecked(self, own: str | os.PathLike[str] | None = None) -> Scenario:
        """Return the scenario of that name as it is now; only names and dates of it may be relied on."""
        from khingan.scenario import load

        return load(os.fspath(own or scenario_word(self.description)), self.what_if)

    @property
    def what_if(self) -> tuple[str, ...]:
        """Words by which its what-ifs are found again."""
        return tuple(self.description.get("what_if", self.overlays))

    def _name(self, file: str) -> str:
        return f"{self.folder.where.rstrip('/')}/{file}"

    def _lacks(self, kind: str, missing: list[str], mend: str | None = None) -> InputError:
        have = ", ".join(sorted(self.tables))
        return InputError(
            Problem(
                f"has no {kind} {', '.join(missing)}",
                file=self.folder.where,
                expected=f"one of {have}" if kind == "table" else None,
                mend=mend,
            )
        )

    def _damaged(self, files: list[str], error: BaseException) -> InputError:
        """Name the first file that cannot be read."""
        import pyarrow.dataset as ds

        for file in files:
            try:
                ds.dataset(self.folder.path(file), filesystem=self.folder.system, format="parquet").to_table()
            except (ValueError, OSError, pa.ArrowException) as reason:
                return InputError(
                    Problem(
                        f"cannot be read: {reason}",
                        file=self._name(file),
                        expected="a table as khingan writes it",
                        mend=FIGHT_AGAIN[self.kind],
                    )
                )
        return InputError(Problem(f"cannot be read: {error}", file=self.folder.where))


def scenario_word(description: Mapping[str, Any]) -> str:
    """Word by which the scenario of a run or ensemble is found again: its folder if it is not of the library."""
    return str(description.get("scenario_folder", description["scenario"]))


def open_results(path: str | os.PathLike[str] | Folder) -> Results:
    """Open the folder of a finished run or ensemble.

    Parameters
    ----------
    path : path-like or Folder
        Folder, or its address in an object store.

    Returns
    -------
    Results
        Nothing but the description has been read.

    Raises
    ------
    InputError
        If it is no such folder, or the ensemble is not finished.
    """
    folder = path if isinstance(path, Folder) else Folder(path)
    kind = next((kind for kind, file in DESCRIPTIONS.items() if folder.has(file)), None)
    if kind is None:
        wanted = f"{folder.where.rstrip('/')}/{DESCRIPTIONS[RUN]}"
        raise InputError(Problem(UNREADABLE, file=folder.where, value=wanted, expected=EXPECTED))
    description = read_description(folder, DESCRIPTIONS[kind])
    if kind == ENSEMBLE and description.get("state") != FINISHED:
        mend = FIGHT_AGAIN[ENSEMBLE].replace("FOLDER", folder.where)
        raise InputError(Problem("is not finished", file=folder.where, mend=mend))
    return Results(folder, kind, description)


def read_description(folder: Folder, file: str) -> dict[str, Any]:
    """Read ``run.json`` or ``manifest.json`` and check what everybody relies on.

    Raises
    ------
    InputError
        If it is no JSON or lacks something.
    """
    name = f"{folder.where.rstrip('/')}/{file}"
    try:
        content = json.loads(folder.read(file).decode("utf-8"))
    except ValueError as error:
        raise InputError(Problem(f"{UNREADABLE}: {error}", file=name, expected=EXPECTED)) from error
    _check(content if isinstance(content, dict) else {}, name)
    return dict(content)


def _check(content: Mapping[str, Any], name: str) -> None:
    overlays = content.get("overlays")
    fits = {
        "scenario": isinstance(content.get("scenario"), str),
        "overlays": isinstance(overlays, list) and all(isinstance(item, str) for item in overlays),
        "seed": isinstance(content.get("seed"), int),
    }
    if name.endswith(DESCRIPTIONS[ENSEMBLE]):
        fits["parts"] = isinstance(content.get("parts"), list)
        fits["identity"] = isinstance(content.get("identity"), dict)
    for key, fit in fits.items():
        if not fit:
            raise InputError(
                Problem(
                    UNREADABLE,
                    file=name,
                    field=key,
                    value=str(content.get(key, "")),
                    expected="scenario, overlays and seed as khingan writes them",
                )
            )
