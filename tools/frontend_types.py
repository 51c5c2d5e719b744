"""Writes frontend/src/api/types.ts from the server's pydantic models: ``./go frontend types``."""

from __future__ import annotations

import inspect
import json
from pathlib import Path

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

SCHEMA = Path(__file__).parents[1] / "frontend" / "schema" / "types.json"
"""Where the schema is laid for json-schema-to-typescript; not committed."""


def write_schema() -> Path:
    """Write one schema with every model of the server as a definition."""
    from khingan.server import models

    found = [
        model
        for _, model in inspect.getmembers(models, inspect.isclass)
        if issubclass(model, BaseModel) and model.__module__ == models.__name__
    ]
    _, schema = models_json_schema([(model, "serialization") for model in found], title="Types")
    heard = {model.__name__ for model in found if issubclass(model, models.Heard)}
    for name, definition in schema["$defs"].items():
        # Titles of fields would become types of their own.
        for field in definition.get("properties", {}).values():
            field.pop("title", None)
        # What the server says is complete: a default is written too.
        if name not in heard and definition.get("properties"):
            definition["required"] = list(definition["properties"])
    SCHEMA.parent.mkdir(exist_ok=True)
    SCHEMA.write_text(json.dumps(schema, indent=1), encoding="utf-8")
    return SCHEMA
