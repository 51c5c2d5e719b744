"""A worker process: orders as lines of JSON on standard input, progress and answers as lines on standard output.

It ends when its input does, so that no worker outlives a server that was killed.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any

from khingan.errors import InputError, Problem, SystemFault

Say = Callable[[dict[str, Any]], None]
UNEXPECTED = "an error in khingan itself; what it was stands in the log of the server"


def faults(error: BaseException) -> list[dict[str, Any]]:
    """What is wrong, as ``models.Fault``; paths of this machine are left out."""
    if isinstance(error, InputError):
        return [_fault(problem) for problem in error.problems]
    return [{"message": str(error) if isinstance(error, SystemFault) else UNEXPECTED}]


def _fault(problem: Problem) -> dict[str, Any]:
    found = {name: value for name, value in vars(problem).items() if value is not None}
    if "file" in found:
        found["file"] = str(found["file"]).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return found


def main() -> None:
    """Answer orders until the input ends."""
    # Whatever prints must not get between the lines of the protocol.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    orders: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()

    def say(content: dict[str, Any]) -> None:
        out.write(json.dumps(content, ensure_ascii=False) + "\n")
        out.flush()

    from khingan.server.tasks import TASKS

    while True:
        order = json.loads(orders.get())

        def told(content: dict[str, Any], number: int = order["order"]) -> None:
            say({"order": number, "progress": content})

        try:
            result = TASKS[order["task"]](told, **order["args"])
            say({"order": order["order"], "result": result})
        except Exception as error:
            if not isinstance(error, InputError | SystemFault):
                traceback.print_exc()
            kind = "input" if isinstance(error, InputError) else "system"
            say({"order": order["order"], "faults": faults(error), "kind": kind})


def _listen(orders: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        orders.put(line)
    os._exit(0)


if __name__ == "__main__":
    main()
