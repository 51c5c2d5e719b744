"""What a scenario says of one unit or formation: what it has, what it knows, what it is told, and on whose word."""

from __future__ import annotations

from khingan.scenario.evidence import Evidence
from khingan.scenario.portrait.has import facts_of, strength_sections
from khingan.scenario.portrait.model import HAS, KNOWS, PARTS, TOLD, Portrait, Section, Sources
from khingan.scenario.portrait.scene import Scene
from khingan.scenario.portrait.tables import table_sections
from khingan.scenario.portrait.told import order_sections

__all__ = ["HAS", "KNOWS", "PARTS", "TOLD", "Portrait", "Scene", "Section", "Sources", "portrait"]


def portrait(scene: Scene, holder: str) -> Portrait:
    """Say what a scenario holds of a unit or formation before the first hour.

    Parameters
    ----------
    scene : Scene
        The scenario with its map.
    holder : str
        Id, from `Scene.find`.

    Returns
    -------
    Portrait
        Facts, sections and what the abbreviations stand for.
    """
    sources = Sources(Evidence(scene.sc))
    name, facts = facts_of(scene, holder, sources)
    sections = [
        *strength_sections(scene, holder, sources),
        *table_sections(scene, holder, sources),
        *order_sections(scene, holder, sources),
    ]
    filled = tuple(s for part in PARTS for s in sections if s.part == part and s.rows)
    return Portrait(holder, name, facts, filled, tuple(sources.seen.values()))
