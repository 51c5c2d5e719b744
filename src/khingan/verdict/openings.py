"""How often the test part of a record was looked at.

A test part is worth something only as long as nobody has tuned on it. So every opening is counted before a row is
read: in the data folder of whoever opens it (``openings.jsonl``, a line each), and, for the work on the scenario
itself, by hand in its ``verdict.toml`` (``[[openings]]``), which is kept under version control with the record. A
ledger can be deleted and a file can be read with any editor: this keeps the honest honest, and no more.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from khingan.errors import SystemFault
from khingan.files import describe_os_error
from khingan.verdict.record import RECORD_FILE, Opened, read_settings

if TYPE_CHECKING:
    from khingan.scenario import Scenario

FILE = "openings.jsonl"
FOLDER_VARIABLE = "KHINGAN_DATA_DIR"


@dataclass(frozen=True)
class Openings:
    """What is known of who has opened a test part.

    Parameters
    ----------
    ledger : str
        File in which the openings of this user are counted.
    here : tuple of str
        Moments (UTC) of this user's openings, the last one last.
    project : tuple of Opened
        Openings that the scenario itself owns to.
    opened : bool
        Whether the part is open now.
    """

    ledger: str
    here: tuple[str, ...]
    project: tuple[Opened, ...]
    opened: bool = False

    def in_words(self) -> str:
        """Say how often the test part was looked at."""
        times = f"{len(self.here)} time{'' if len(self.here) == 1 else 's'}"
        counted = f"(first {self.here[0]}; counted in {self.ledger})" if self.here else ""
        if self.opened:
            own = f"The test part is open. This user has opened it {times}, this one included {counted}."
        elif self.here:
            own = f"The test part stays closed. This user has opened it {times} so far {counted}."
        else:
            own = "The test part stays closed."
        if not self.project:
            return f"{own} The scenario names no opening in the work on it."
        shown = "; ".join(f"{one.date}: {one.what}" for one in self.project)
        return f"{own} In the work on the scenario it was opened {len(self.project)} time(s): {shown}."


def ledger_path() -> Path:
    """Return the file in which openings are counted; ``KHINGAN_DATA_DIR`` names another folder."""
    own = os.environ.get(FOLDER_VARIABLE)
    if own:
        return Path(own) / FILE
    from platformdirs import user_data_path

    return user_data_path("khingan", appauthor=False) / FILE


def count_opening(scenario: Scenario, what: str) -> Openings:
    """Count an opening of a scenario's test part. To be done before the part is read.

    Parameters
    ----------
    scenario : Scenario
    what : str
        What is to be held against it, for the ledger.

    Returns
    -------
    Openings
        With this one.

    Raises
    ------
    SystemFault
        If the opening cannot be counted: then it must not be made.
    """
    path = ledger_path()
    entry = {
        "opened": datetime.now(UTC).isoformat(timespec="seconds"),
        "scenario": scenario.scenario_id,
        "record": hashlib.sha256((scenario.path / RECORD_FILE).read_bytes()).hexdigest()[:16],
        "what": what,
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(entry, ensure_ascii=False) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise SystemFault(
            "the test part stays closed, because its opening cannot be counted: "
            f"{describe_os_error(error, path)} ({FOLDER_VARIABLE} names another folder)"
        ) from error
    return replace(openings_of(scenario), opened=True)


def openings_of(scenario: Scenario) -> Openings:
    """Return the openings of a scenario's test part so far.

    A line that cannot be read counts too: better one too many than one too few.
    """
    path = ledger_path()
    moments = []
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    for line in filter(str.strip, lines):
        try:
            entry = json.loads(line)
            if entry["scenario"] == scenario.scenario_id:
                moments.append(str(entry["opened"]))
        except (ValueError, KeyError, TypeError):
            moments.append("a line that cannot be read")
    return Openings(str(path), tuple(moments), read_settings(scenario.path).openings)
