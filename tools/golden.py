"""Hash the golden campaigns: 64 campaigns of the library scenario whose results no change may alter unseen.

Without arguments the stored hashes are compared; ``--accept`` writes the present ones. Do that only when results
are meant to change, raise ``RESULT_VERSION`` in ``khingan.campaign.run`` and say so in the changelog.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
GOLDEN = HERE.parent / "tests" / "campaign" / "golden.json"
sys.path.insert(0, str(GOLDEN.parent))

from flagship import compiled, row_hashes  # noqa: E402  (lives with the tests)
from khingan.campaign.run import RESULT_VERSION  # noqa: E402
from khingan.experiments.batch import simulate_batch  # noqa: E402

CAMPAIGNS = 64
SEED = 1


def present() -> dict[str, Any]:
    """Hashes as the code computes them now."""
    scenario = compiled()
    batch = simulate_batch(scenario, [SEED] * CAMPAIGNS, list(range(CAMPAIGNS)))
    return {
        "result_version": RESULT_VERSION,
        "scenario": scenario.scenario.scenario_id,
        "compiled": scenario.digest,
        "seed": SEED,
        "rows": row_hashes(batch),
    }


def main() -> int:
    """Compare, or accept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--accept", action="store_true", help="overwrite the stored hashes with the present ones"
    )
    accept = parser.parse_args().accept
    found = present()
    stored = json.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else None
    if found == stored:
        print("the golden campaigns are unchanged")
        return 0
    if accept or stored is None:
        GOLDEN.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        print(f"wrote {len(found['rows'])} hashes to {GOLDEN}")
        return 0
    changed = sum(a != b for a, b in zip(found["rows"], stored["rows"], strict=True))
    same = "the same" if found["compiled"] == stored["compiled"] else "another"
    print(
        f"{changed} of {CAMPAIGNS} campaigns have changed, on {same} compiled scenario; --accept overwrites them"
    )
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
