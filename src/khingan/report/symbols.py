"""Unit symbols after the pattern of APP-6, drawn as small SVG pieces.

The frame tells the side (rectangle for the first side of a scenario, diamond for the second), the sign inside
the arm, the marks above it the echelon. Everything is centred on (0, 0) in screen pixels; the page scales it
so that it keeps its size at every zoom.
"""

from __future__ import annotations

ARMS = (
    "infantry",
    "motorized",
    "mechanized",
    "armour",
    "cavalry",
    "artillery",
    "works",
    "airborne",
    "naval",
    "engineer",
    "air",
    "headquarters",
)
# Read from the top: the first word found in a kind or name decides.
_ARM_WORDS = (
    ("fortified", "works"),
    ("fortress", "works"),
    ("border", "works"),
    ("garrison", "works"),
    ("airborne", "airborne"),
    ("parachute", "airborne"),
    ("motor-rifle", "motorized"),
    ("motor", "motorized"),
    ("mech", "mechanized"),
    ("tank", "armour"),
    ("armour", "armour"),
    ("cavalry", "cavalry"),
    ("artillery", "artillery"),
    ("naval", "naval"),
    ("engineer", "engineer"),
    ("air", "air"),
    ("infantry", "infantry"),
    ("rifle", "infantry"),
    ("brigade", "infantry"),
)
_MARKS = {
    "theatre": "XXXXXX",
    "supreme": "XXXXXX",
    "general-army": "XXXXXX",
    "front": "XXXXX",
    "area-army": "XXXXX",
    "army-group": "XXXXX",
    "army": "XXXX",
    "corps": "XXX",
    "group": "XXX",
    "district": "XX",
    "division": "XX",
    "fortified-region": "X",
    "brigade": "X",
    "regiment": "III",
    "garrison": "II",
    "battalion": "II",
    "detachment": "I",
    "company": "I",
}
WIDTH, HEIGHT = 26.0, 17.0  # rectangle
HALF_WIDTH, HALF_HEIGHT = 15.0, 12.0  # diamond

_FRAMES = (
    f"M{-WIDTH / 2:g} {-HEIGHT / 2:g}h{WIDTH:g}v{HEIGHT:g}h{-WIDTH:g}z",
    f"M0 {-HALF_HEIGHT:g}L{HALF_WIDTH:g} 0L0 {HALF_HEIGHT:g}L{-HALF_WIDTH:g} 0z",
)
# Half extents of the box in which the sign is drawn, per frame.
_BOXES = ((WIDTH / 2, HEIGHT / 2), (HALF_WIDTH / 2, HALF_HEIGHT / 2))


def arm_of(kind: str | None, name: str = "") -> str:
    """Arm shown for a kind of unit.

    Parameters
    ----------
    kind : str or None
        Kind column of the unit table; free vocabulary, words such as rifle, tank, mech, cavalry are known.
    name : str
        Name, read when the kind says nothing (a headquarters).

    Returns
    -------
    str
        One of `ARMS`; ``headquarters`` if nothing is recognised.
    """
    for text in ((kind or "").lower(), name.lower()):
        for word, arm in _ARM_WORDS:
            if word in text:
                return arm
    return "headquarters"


def echelon_marks(echelon: str | None) -> str:
    """Marks above the frame: ``XX`` for a division, empty for an unknown echelon."""
    return _MARKS.get((echelon or "").lower().replace(" ", "-").replace("_", "-"), "")


def _sign(arm: str, frame: int) -> str:
    a, b = _BOXES[frame]
    cross = f'<path d="M{-a:g} {-b:g}L{a:g} {b:g}M{-a:g} {b:g}L{a:g} {-b:g}"/>'
    oval = f'<rect x="{-a * 0.62:g}" y="{-b * 0.5:g}" width="{a * 1.24:g}" height="{b:g}" rx="{b * 0.5:g}"/>'
    wheel = f'<path d="M0 {-b:g}V{b:g}"/>'
    signs = {
        "infantry": cross,
        "motorized": cross + wheel,
        "mechanized": cross + oval,
        "armour": oval,
        "cavalry": f'<path d="M{-a:g} {b:g}L{a:g} {-b:g}"/>',
        "artillery": '<circle r="2.6" class="f"/>',
        "works": f'<path d="M{-a * 0.75:g} {b * 0.55:g}v{-b * 0.9:g}h{a * 0.5:g}v{b * 0.45:g}h{a * 0.5:g}'
        f'v{-b * 0.45:g}h{a * 0.5:g}v{b * 0.9:g}z"/>',
        "airborne": cross + f'<path d="M-5 {b * 0.92:g}q2.5 -4 5 0q2.5 -4 5 0"/>',
        "naval": f'<path d="M0 {-b * 0.7:g}V{b * 0.7:g}M-3 {-b * 0.35:g}h6'
        f'M-5 {b * 0.2:g}q5 {b * 0.9:g} 10 0"/>',
        "engineer": f'<path d="M-6 {b * 0.5:g}v{-b:g}h12v{b:g}M0 {-b * 0.5:g}v{b:g}"/>',
        "air": '<path d="M-7 3q-3 -3 0 -6L7 3q3 -3 0 -6z"/>',
        "headquarters": "",
    }
    return signs[arm]


def definitions() -> str:
    """All ``<symbol>`` pieces: one per frame and arm, ids ``u0-infantry`` and so on."""
    pieces = []
    for frame, path in enumerate(_FRAMES):
        pieces += [
            f'<g id="u{frame}-{arm}"><path class="fr" d="{path}"/><g class="sg">{_sign(arm, frame)}</g></g>'
            for arm in ARMS
        ]
    return "".join(pieces)


def top_of_frame(frame: int) -> float:
    """Height of the frame's upper point above the centre, in pixels."""
    return (HEIGHT / 2, HALF_HEIGHT)[frame]


def legend_symbol(frame: int, arm: str, marks: str, classes: str = "") -> str:
    """A small stand-alone picture of one symbol for the legend (the pieces must be on the page)."""
    top = top_of_frame(frame)
    text = f'<text class="em" y="{-top - 2:g}">{marks}</text>' if marks else ""
    return (
        f'<svg class="key" viewBox="-18 -22 36 36" width="36" height="36" aria-hidden="true">'
        f'<g class="c s{frame} {classes}"><use href="#u{frame}-{arm}"/>{text}</g></svg>'
    )
