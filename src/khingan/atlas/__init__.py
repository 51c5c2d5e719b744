"""The map of the theatre: cells, edges, railways, rivers, places, and how to draw them."""

from khingan.atlas.reader import Atlas, load_atlas

__all__ = ["Atlas", "load_atlas"]
