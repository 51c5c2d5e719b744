"""Builds the committed map tables of ``khingan.atlas`` from open data and authored text files."""

RECIPE_VERSION = 1
