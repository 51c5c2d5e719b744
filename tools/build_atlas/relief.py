"""Height, relief, ruggedness and the three forms of ground: plain, hills, mountain."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from .grid import Graph, Raster

PLAIN, HILLS, MOUNTAIN = 0, 1, 2


def sample_grid(grid: np.ndarray, raster: Raster, order: int) -> np.ndarray:
    """Sample a world grid (row 0 at 90N, pixel centres) at the raster's pixels."""
    step = 180 / grid.shape[0]
    rows = (90 - raster.lat) / step - 0.5
    cols = (raster.lon + 180) / step - 0.5
    where = np.meshgrid(rows, cols, indexing="ij")
    return ndimage.map_coordinates(grid.astype(np.float32), where, order=order, mode="nearest")


def _extremes(values: np.ndarray, raster: Raster, mask: np.ndarray, count: int) -> np.ndarray:
    use = mask & (raster.cell >= 0)
    low = np.full(count, np.inf)
    high = np.full(count, -np.inf)
    np.minimum.at(low, raster.cell[use], values[use])
    np.maximum.at(high, raster.cell[use], values[use])
    return np.where(high >= low, high - low, 0)


def _smooth(values: np.ndarray, graph: Graph, landmass: np.ndarray) -> np.ndarray:
    """Average with the neighbours of the same landmass, own weight 2: removes salt-and-pepper classes."""
    same = (landmass[graph.a] >= 0) & (landmass[graph.a] == landmass[graph.b])
    a, b = graph.a[same], graph.b[same]
    total = 2 * values + np.bincount(a, values[b], values.size) + np.bincount(b, values[a], values.size)
    return total / (2 + np.bincount(a, minlength=values.size) + np.bincount(b, minlength=values.size))


def measure(
    heights: np.ndarray,
    brightness: np.ndarray,
    land_pixels: np.ndarray,
    raster: Raster,
    graph: Graph,
    landmass: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return height, smoothed relief (metres) and ruggedness (grey levels) of each cell, whole numbers."""
    count = landmass.size
    metres = sample_grid(heights, raster, 1)
    some_land = land_pixels > 0
    height = raster.mean(metres, some_land, count)
    relief = _extremes(metres, raster, some_land, count)
    grey = sample_grid(brightness, raster, 0)
    pure = land_pixels >= 1
    mean = raster.mean(grey, pure, count)
    rough = np.sqrt(np.maximum(raster.mean(grey**2, pure, count) - mean**2, 0))
    relief, rough = (_smooth(values, graph, landmass) for values in (relief, rough))
    return tuple(np.rint(values).astype(np.int16) for values in (height, relief, rough))


def classify(height: np.ndarray, relief: np.ndarray, rough: np.ndarray) -> np.ndarray:
    """Classify the form of the ground; all limits apply to whole numbers, so that machines agree."""
    hills = (relief >= 130) | ((rough >= 8) & (relief >= 80))
    mountain = (relief >= 300) | ((relief >= 230) & (rough >= 14)) | ((height > 1400) & (relief >= 200))
    return np.where(mountain, MOUNTAIN, np.where(hills, HILLS, PLAIN)).astype(np.uint8)
