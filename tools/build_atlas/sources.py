"""Finds the data files inside the installed wheels and reads them into arrays.

The packages are only carriers of files: none of them is imported, so their own
requirements need not be installed.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np
from PIL import Image

Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True)
class DataFile:
    """One input file: the wheel that carries it, the end of its path and its SHA-256."""

    package: str
    ends_with: str
    sha256: str


FILES = {
    name: DataFile(**entry)
    for name, entry in json.loads((Path(__file__).parent / "inputs.json").read_text()).items()
}


class MissingData(Exception):
    """A data wheel is not installed, or carries another file than the recipe was written for."""


def locate(name: str) -> Path:
    """Return the path of an input file after checking its SHA-256.

    Raises
    ------
    MissingData
        If the package is absent or the file differs from the pinned one.
    """
    wanted = FILES[name]
    try:
        files = distribution(wanted.package).files or []
    except PackageNotFoundError:
        raise MissingData(f"package {wanted.package} is not installed; see requirements.txt") from None
    for file in files:
        if str(file).endswith(wanted.ends_with):
            path = Path(str(file.locate()))
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if digest != wanted.sha256:
                raise MissingData(f"{path} has SHA-256 {digest}, the recipe expects {wanted.sha256}")
            return path
    raise MissingData(f"package {wanted.package} carries no file ending in {wanted.ends_with}")


@dataclass(frozen=True)
class Polygon:
    """A ring of the shoreline set: its level (1 land, 2 lake, 3 island in a lake) and its points."""

    level: int
    area_km2: float
    lonlat: np.ndarray


def _index_lines(name: str) -> list[list[str]]:
    return [line.split() for line in locate(name).read_text().splitlines()]


def read_coast(west: float, east: float, south: float, north: float) -> list[Polygon]:
    """Read the shoreline polygons that touch the box, largest first within each level."""
    blob = locate("coast").read_bytes()
    rings = []
    for level, area, count, lat0, lat1, start, size, *_ in _index_lines("coast_index"):
        if int(level) not in (1, 2, 3) or float(lat1) < south or float(lat0) > north:
            continue
        points = np.frombuffer(blob, "<f4", int(size) // 4, int(start)).reshape(int(count), 2)
        lonlat = points.astype(np.float64)
        lonlat[:, 0] = np.where(lonlat[:, 0] < -30, lonlat[:, 0] + 360, lonlat[:, 0])
        if lonlat[:, 0].max() < west or lonlat[:, 0].min() > east:
            continue
        rings.append(Polygon(int(level), float(area), lonlat))
    return sorted(rings, key=lambda ring: (ring.level, -ring.area_km2))


def read_river_lines(west: float, east: float, south: float, north: float) -> list[np.ndarray]:
    """Read the river lines that touch the box as arrays of (lon, lat)."""
    blob = locate("rivers").read_bytes()
    lines = []
    for _, _, count, lat0, lat1, start, size, *_ in _index_lines("rivers_index"):
        if float(lat1) < south or float(lat0) > north:
            continue
        points = np.frombuffer(blob, "<f4", int(size) // 4, int(start)).reshape(int(count), 2)
        lonlat = points.astype(np.float64)
        lonlat[:, 0] = np.where(lonlat[:, 0] < -30, lonlat[:, 0] + 360, lonlat[:, 0])
        if lonlat[:, 0].max() >= west and lonlat[:, 0].min() <= east:
            lines.append(lonlat)
    return lines


def read_heights() -> np.ndarray:
    """Read the world's heights in metres, row 0 at 90N, steps of 28 m, sea and gaps as 0."""
    import h5py

    with h5py.File(locate("heights"), "r") as book:
        coded = book["Altitude"][:]
    metres = coded.astype(np.int32) * 28 - 450
    metres[coded == 255] = 0
    return np.maximum(metres, 0).astype(np.int16)


def read_land_cover() -> np.ndarray:
    """Read the IGBP class (0-16) of each 0.05 degree pixel, row 0 at 90N."""
    with Image.open(locate("land_cover")) as image:
        return np.array(image)


def read_relief_image() -> np.ndarray:
    """Read the brightness of the shaded relief picture, 2 minutes a pixel, row 0 at 90N."""
    with Image.open(locate("relief_image")) as image:
        return np.array(image.convert("L"))


def read_countries() -> list[tuple[str, object]]:
    """Read (ISO code, shapely geometry) of each modern country."""
    import shapefile
    from shapely.geometry import shape

    with zipfile.ZipFile(locate("countries")) as archive:
        stem = next(name[:-4] for name in archive.namelist() if name.endswith(".shp"))
        parts = {ext: io.BytesIO(archive.read(f"{stem}.{ext}")) for ext in ("shp", "dbf", "shx")}
    with shapefile.Reader(**parts) as reader:
        return [
            (record.record["ISO_A2_EH"], shape(record.shape.__geo_interface__))
            for record in reader.iterShapeRecords()
        ]
