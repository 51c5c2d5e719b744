"""What a unit or formation is and has."""

from __future__ import annotations

from khingan.scenario.compile.units import Entry
from khingan.scenario.portrait.model import HAS, Section, Sources, number
from khingan.scenario.portrait.scene import Scene
from khingan.scenario.strengths import Provenance, army_troops, resolve

_STRENGTHS = (
    ("men", "men"), ("tanks", "tanks and SPGs"), ("guns", "guns and mortars"), ("at_guns", "anti-tank guns"),
    ("trucks", "trucks"), ("horses", "horses"), ("quality", "rating"),
)  # fmt: skip


def facts_of(scene: Scene, holder: str, sources: Sources) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Name of a unit or formation, and what it is, line by line."""
    row, entry = scene.row(holder), scene.entries.get(holder)
    is_formation = holder in scene.formations
    side = scene.sc.side_index(row["side"]) if row else entry.side if entry else 0
    contingent = row["contingent"] if row else entry.contingent if entry else ""
    kind = "" if is_formation else str(row["kind"]) if row else entry.kind if entry else ""
    echelon = str(row["echelon"]) if row else entry.echelon if entry else ""
    facts = [
        ("side", f"{scene.sc.sides[side].name} ({contingent})"),
        ("level", kind if echelon and echelon in kind else f"{kind} {echelon}".strip()),
        ("under", " < ".join(scene.name(f) for f in scene.above(holder)) or "nobody"),
        ("headquarters" if is_formation else "stands at", scene.seat(holder) or "not said"),
    ]
    if not is_formation and entry is None:
        facts.append(("acts", "no: counted inside others, or its arm does not act on the map"))
    if row is None:
        facts.append(("made by", "the compiler, from documented totals or fortified zones"))
    else:
        facts.append(("on the word of", sources.of(row)))
        if row.get("note"):
            facts.append(("note", str(row["note"])))
    return scene.name(holder), tuple(facts)


def strength_sections(scene: Scene, holder: str, sources: Sources) -> list[Section]:
    """What a unit or formation has, with where each number comes from."""
    if holder in scene.formations:
        return [_parts(scene, holder), _totals(scene, holder, sources)]
    entry = scene.entries.get(holder)
    strength = resolve(scene.sc).get(holder) if holder in scene.units else None
    if strength is None:
        return [] if entry is None else [_as_it_enters(entry)]
    rows = []
    for key, words in _STRENGTHS:
        origin = strength.provenance.get(key)
        value = float(getattr(strength, key))
        if origin is None or (value == 0.0 and key != "quality"):
            continue
        span = "" if origin.low == origin.high else f"{number(origin.low)} to {number(origin.high)}"
        rows.append((words, number(value), span, _origin(scene, origin, sources)))
    note = f"How a number is made: khingan why {holder}.men"
    found = [Section(HAS, "Strength", ("", "#number", "range", "where from"), tuple(rows), note)]
    if entry is not None and (entry.tanks > strength.tanks + 0.5 or entry.guns > strength.guns + 0.5):
        found.append(_as_it_enters(entry))
    return found


def _as_it_enters(e: Entry) -> Section:
    row = (f"{e.men:,.0f}", f"{e.tanks:,.0f}", f"{e.guns:,.0f}", f"{e.trucks:,.0f}", f"{e.rating:.2f}")
    heads = ("#men", "#tanks", "#guns", "#trucks", "#rating")
    return Section(HAS, "As it enters the model, with what its army attaches", heads, (row,))


def _origin(scene: Scene, origin: Provenance, sources: Sources) -> str:
    row = scene.sc.tables[origin.table].by_id[origin.row_id]
    words = "documented" if origin.basis == "documented" else origin.text or origin.row_id
    if origin.basis == "scaled":
        toward = f" toward {origin.total_id}" if origin.total_id else ""
        words += f" × {origin.factor:.2f}{toward}"
    return f"{words} ({sources.of(row)})"


def _parts(scene: Scene, formation_id: str) -> Section:
    parts = scene.parts(formation_id)
    rows = []
    for part, members in parts.items():
        tanks, guns = sum(e.tanks for e in members), sum(e.guns for e in members)
        rows.append(
            (
                scene.name(part),
                part,
                f"{sum(e.men for e in members):,.0f}",
                f"{tanks:,.0f}" if tanks >= 0.5 else "",
                f"{guns:,.0f}" if guns >= 0.5 else "",
                scene.seat(part),
            )
        )
    men = sum(e.men for members in parts.values() for e in members)
    troops = army_troops(scene.sc).get(formation_id)
    note = f"{men:,.0f} men in all" + (f", {troops.men:,.0f} of them army troops." if troops else ".")
    heads = ("below it", "id", "#men", "#tanks", "#guns", "where")
    return Section(HAS, "Parts", heads, tuple(rows), note)


def _totals(scene: Scene, formation_id: str, sources: Sources) -> Section:
    rows = [
        (str(row["measure"]).replace("_", " "), number(row["value"]), str(row["method"]), sources.of(row))
        for row in scene.sc.tables["totals"]
        if row["formation_id"] == formation_id
    ]
    return Section(HAS, "Documented totals", ("of", "#number", "used to", "where from"), tuple(rows))
