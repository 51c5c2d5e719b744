"""Write the JSON schema of everything that the server says and hears, for the types of the front end.

python tools/write_api_schema.py FILE, see ./go frontend types
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from khingan.server import models


def schema() -> dict[str, Any]:
    """One schema whose definitions are the messages by name."""
    named = [
        (model, "validation" if issubclass(model, models.Heard) else "serialization")
        for model in vars(models).values()
        if isinstance(model, type)
        and issubclass(model, BaseModel)
        and model not in (models.Said, models.Heard)
    ]
    _, found = models_json_schema(named, ref_template="#/$defs/{model}")
    unions = {
        "Order": models.Order,
        "ClientMessage": models.ClientMessage,
        "ServerMessage": models.ServerMessage,
    }
    for name, union in unions.items():
        whole = TypeAdapter(union).json_schema(ref_template="#/$defs/{model}")
        found["$defs"][name] = {"title": name, "oneOf": whole["oneOf"]}
    names = sorted(found["$defs"])
    return {
        "title": "Api",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {"$ref": f"#/$defs/{name}"} for name in names},
        "$defs": {name: found["$defs"][name] for name in names},
    }


def main() -> None:
    """Write the schema to the file that is named."""
    if len(sys.argv) != 2:
        sys.exit("usage: python tools/write_api_schema.py FILE")
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(schema(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
