"""Overlays of a replay, each an answer of its own that the page asks for when it is wanted."""
