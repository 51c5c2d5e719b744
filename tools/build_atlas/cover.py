"""Ground cover of each cell from the land-cover picture and the authored regions."""

from __future__ import annotations

import numpy as np

from .grid import Raster

OPEN, FOREST, STEPPE, DESERT, SWAMP, FARMLAND, URBAN = range(7)
SWAMP_RELIEF_M = 40
SWAMP_ROUGHNESS = 5


def class_shares(picture: np.ndarray, land_pixels: np.ndarray, raster: Raster, count: int) -> np.ndarray:
    """Share in percent of each of the 17 IGBP classes over the land of every cell, shape (17, cells)."""
    step = 180 / picture.shape[0]
    rows = np.floor((90 - raster.lat) / step).astype(int)
    cols = np.floor((raster.lon + 180) / step).astype(int)
    codes = picture[np.ix_(rows, cols)]
    land = (land_pixels > 0) & (codes > 0) & (codes < 17)
    return np.stack([np.rint(100 * raster.mean(codes == k, land, count)) for k in range(17)])


def classify(share: np.ndarray) -> np.ndarray:
    """Choose one cover per cell from its class shares (percent)."""
    forest = share[1:6].sum(axis=0) + 0.75 * share[8] + 0.3 * share[9]
    grass = share[6] + share[7] + share[10]
    crops = share[12] + 0.5 * share[14]
    cover = np.full(forest.size, OPEN, np.uint8)
    cover[forest >= 40] = FOREST
    cover[share[11] > 40] = SWAMP
    cover[share[16] > 40] = DESERT
    cover[(grass > 50) & (forest < 30)] = STEPPE
    cover[(crops > 40) & (forest < 45)] = FARMLAND
    return cover


def undo_modern_farming(cover: np.ndarray, form: np.ndarray, nomadic: np.ndarray) -> np.ndarray:
    """Turn back fields that the picture of 2019 shows where nobody ploughed in 1945.

    On mountains they become open ground; in the nomads' lands (boolean `nomadic`) steppe.
    """
    field = cover == FARMLAND
    return np.where(field & nomadic, STEPPE, np.where(field & (form == 2), OPEN, cover))


def apply_regions(
    cover: np.ndarray, wanted: dict[int, np.ndarray], relief: np.ndarray, rough: np.ndarray
) -> np.ndarray:
    """Lay the authored regions over the classes: code -> boolean mask of cells.

    Swamp needs flat ground. The heights come in steps of 28 m, too coarse for a
    limit of a few metres, so the smoothness of the shaded relief decides with them.
    """
    result = cover.copy()
    for code, mask in wanted.items():
        if code == SWAMP:
            mask = mask & (relief <= SWAMP_RELIEF_M) & (rough <= SWAMP_ROUGHNESS)
        result[mask] = code
    return result
