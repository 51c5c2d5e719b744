"""The manifest of an ensemble: what it is, how far it went and why it stopped, and every part with its digest.

It holds no moment and no duration, so the same ensemble has the same manifest to the byte; how long things took
stands beside it in ``timings.json``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from khingan.experiments.store.folder import ASIDE, Folder
from khingan.experiments.store.parts import RECEIPTS, Receipt
from khingan.experiments.store.reading import DESCRIPTIONS, ENSEMBLE, FINISHED
from khingan.experiments.writer import versions, where_from

if TYPE_CHECKING:
    from khingan.experiments.plan import Plan

FORMAT = 1
MANIFEST = DESCRIPTIONS[ENSEMBLE]
TIMINGS = "timings.json"
UNFINISHED = "unfinished"
TABLES = {
    "summary": "a row a campaign: totals of each side",
    "places": "first hour at which each side reached, captured and cleared each place",
    "balance": "what has become of the men and arms of each contingent at the end of a campaign",
    "areas": "how much of each area each side holds at the end of a campaign",
    "coefficients": "a row a campaign: the coefficients it was fought with",
    "daily": "strength, losses and stocks of every formation from army upwards, by day",
}
"""Tables of an ensemble in the order in which they are written; daily rows only where they are kept."""


def describe(plan: Plan) -> dict[str, Any]:
    """Describe an ensemble that is begun."""
    scenario = plan.compiled.scenario
    return {
        "format": FORMAT,
        "state": UNFINISHED,
        **where_from(scenario),
        "title": scenario.title,
        "start": scenario.start.isoformat(),
        "seed": plan.seed,
        "campaigns": 0,
        "asked": plan.campaigns,
        "overlays": list(scenario.overlays),
        "what_if": list(plan.what_if),
        "uncertainty": list(plan.kinds),
        "until": [str(rule) for rule in plan.rules],
        "stopped": None,
        "identity": plan.identity,
        "versions": versions(),
        "tables": {name: text for name, text in TABLES.items() if name != "daily" or plan.daily},
        "parts": [],
    }


def describe_finished(
    begun: Mapping[str, Any], receipts: Sequence[Receipt], stopped: Mapping[str, Any]
) -> dict[str, Any]:
    """Describe an ensemble that is finished.

    Parameters
    ----------
    begun : mapping
        From :func:`describe`.
    receipts : sequence of Receipt
        Of the tasks that count, in the order of the campaigns.
    stopped : mapping
        Why it stopped.
    """
    order = list(TABLES)
    parts = sorted(
        (part for receipt in receipts for part in receipt.parts),
        key=lambda part: (order.index(part.table), part.first),
    )
    return {
        **begun,
        "state": FINISHED,
        "campaigns": sum(receipt.count for receipt in receipts),
        "stopped": dict(stopped),
        "parts": [asdict(part) for part in parts],
    }


def write_manifest(folder: Folder, content: Mapping[str, Any]) -> None:
    """Write the manifest whole."""
    folder.write(MANIFEST, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())


def write_timings(folder: Folder, content: Mapping[str, Any]) -> None:
    """Write how long things took."""
    folder.write(TIMINGS, (json.dumps(content, indent=1) + "\n").encode())


def tidy(folder: Folder, manifest: Mapping[str, Any]) -> None:
    """Remove what a finished ensemble does not need: receipts, parts beyond its end, files left half-written."""
    known = {part["file"] for part in manifest["parts"]}
    for name in folder.names():
        table, _, last = name.rpartition("/")
        if (table in TABLES and name not in known) or last.startswith(ASIDE):
            folder.delete(name)
    folder.delete_folder(RECEIPTS)
