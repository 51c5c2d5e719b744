"""``khingan map``: draws the atlas."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from khingan.cli.common import check_png_name
from khingan.errors import InputError, Problem


def _parse_bbox(text: str | None) -> tuple[float, float, float, float] | None:
    if text is None:
        return None
    parts = text.replace(" ", ",").split(",")
    try:
        south, west, north, east = (float(part) for part in parts if part)
    except ValueError:
        raise InputError(
            Problem(
                "the map's limits cannot be read",
                field="--bbox",
                value=text,
                expected="four numbers south,west,north,east in degrees",
                mend="for example --bbox 43,129,46,134",
            )
        ) from None
    return south, west, north, east


def draw_map(
    png: Annotated[Path, typer.Option("--png", help="File to write the picture to.", metavar="FILE")],
    bbox: Annotated[
        str | None,
        typer.Option(
            "--bbox", help="Limits in degrees; default is the main theatre.", metavar="SOUTH,WEST,NORTH,EAST"
        ),
    ] = None,
    width: Annotated[int, typer.Option("--width", help="Width in pixels, 300 to 8000.")] = 2400,
) -> None:
    """Draw the map of the theatre as a PNG picture."""
    from khingan.atlas.draw import base_map
    from khingan.files import replace_file

    check_png_name(png, "map")
    picture = base_map(width, _parse_bbox(bbox))
    with replace_file(png) as aside:
        picture.save(aside)
    typer.echo(f"{png}: {picture.image.width} x {picture.image.height} pixels")


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command("map")(draw_map)
