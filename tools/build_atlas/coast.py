"""Land, sea and lake: paints the shoreline, labels landmasses, measures passages between cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage

from .grid import FINE, MARGIN_DEG, NORTH, PIXEL_DEG, WEST, Graph, Raster
from .sources import Polygon

FINE_DEG = PIXEL_DEG / FINE
LAND, SEA, LAKE = 0, 1, 2
MIN_LAND_SHARE = 0.05
MIN_LAKE_SHARE = 0.5


@dataclass(frozen=True)
class Shore:
    """The painted shoreline: 0 sea, 1 land, 2 lake per fine pixel, and the landmass number of each."""

    painted: np.ndarray
    label: np.ndarray


def _to_pixels(lonlat: np.ndarray) -> list[tuple[float, float]]:
    x = (lonlat[:, 0] - (WEST - MARGIN_DEG)) / FINE_DEG
    y = ((NORTH + MARGIN_DEG) - lonlat[:, 1]) / FINE_DEG
    return list(zip(x.tolist(), y.tolist(), strict=True))


def paint(rings: list[Polygon], straits: list[np.ndarray], raster: Raster) -> Shore:
    """Paint land, lakes and islands in lakes, cut the authored straits, label the landmasses."""
    size = (raster.lon.size * FINE, raster.lat.size * FINE)
    image = Image.new("L", size, 0)
    draw = ImageDraw.Draw(image)
    for ring in rings:
        draw.polygon(_to_pixels(ring.lonlat), fill={1: 1, 2: 2, 3: 1}[ring.level])
    for strait in straits:
        # Narrower than a few pixels, so the painted coasts touch; three pixels keep them apart.
        draw.line(_to_pixels(strait), fill=0, width=3)
    painted = np.array(image)
    label, _ = ndimage.label(painted == 1)
    return Shore(painted, label.astype(np.int32))


def shares(shore: Shore, raster: Raster, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return per pixel the land share, and per cell the shares of land and of lake."""
    blocks = shore.painted.reshape(raster.lat.size, FINE, raster.lon.size, FINE)
    land = (blocks == 1).mean(axis=(1, 3))
    lake = (blocks == 2).mean(axis=(1, 3))
    everywhere = np.ones_like(land, bool)
    return land, raster.mean(land, everywhere, count), raster.mean(lake, everywhere, count)


def water_class(land: np.ndarray, lake: np.ndarray) -> np.ndarray:
    """Classify cells as land, sea or lake from their shares."""
    water = np.where((land < MIN_LAND_SHARE) & (lake < MIN_LAKE_SHARE), SEA, LAND)
    return np.where(lake > MIN_LAKE_SHARE, LAKE, water).astype(np.uint8)


def landmass_labels(shore: Shore, raster: Raster, water: np.ndarray) -> np.ndarray:
    """Give each land cell the painted landmass that fills most of it, -1 for water."""
    half = FINE // 2
    label = shore.label[::half, ::half]
    cell = np.repeat(np.repeat(raster.cell, 2, axis=0), 2, axis=1)
    use = (label > 0) & (cell >= 0)
    key, pixels = np.unique(cell[use].astype(np.int64) << 32 | label[use], return_counts=True)
    owner = np.full(water.size, -1, np.int32)
    # Ascending pixel counts: the largest landmass of a cell is written last.
    order = np.argsort(pixels, kind="stable")
    owner[key[order] >> 32] = key[order] & 0xFFFFFFFF
    return np.where(water == LAND, owner, -1)


def number_landmasses(owner: np.ndarray, area: np.ndarray) -> np.ndarray:
    """Renumber landmasses 0, 1, 2 ... from the largest to the smallest; -1 stays."""
    labels = np.unique(owner[owner >= 0])
    size = np.bincount(np.searchsorted(labels, owner[owner >= 0]), area[owner >= 0])
    rank = np.empty(labels.size, np.int16)
    rank[np.argsort(-np.rint(size), kind="stable")] = np.arange(labels.size)
    result = np.full(owner.size, -1, np.int16)
    result[owner >= 0] = rank[np.searchsorted(labels, owner[owner >= 0])]
    return result


def land_width_m(shore: Shore, graph: Graph, owner: np.ndarray) -> np.ndarray:
    """Width of land passage of each pair: border length times the share of its points on the landmass."""
    row = ((NORTH + MARGIN_DEG) - graph.border_points[:, :, 0]) / FINE_DEG
    col = (graph.border_points[:, :, 1] - (WEST - MARGIN_DEG)) / FINE_DEG
    rows = np.clip(row.astype(np.int32), 0, shore.label.shape[0] - 1)
    cols = np.clip(col.astype(np.int32), 0, shore.label.shape[1] - 1)
    mine = owner[graph.a]
    joined = (mine >= 0) & (mine == owner[graph.b])
    share = (shore.label[rows, cols] == mine[:, None]).mean(axis=1)
    return np.where(joined, np.rint(graph.border_m * share), 0).astype(np.int32)
