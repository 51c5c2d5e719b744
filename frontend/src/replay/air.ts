/** The air war of a day: sorties over each region by mission, groups of aircraft and what they have left. */
import type { Table } from "apache-arrow";
import type { EventInfo } from "../api/types";
import { list, metaOf, words, type Numbers } from "./data";

interface AirMeta {
  days: number;
  sides: string[];
  missions: string[];
  kinds: string[];
  no_cell: number;
}

export interface Effort {
  region: number;
  side: number;
  /** Sorties by mission, in the order of the metadata. */
  sorties: number[];
  total: number;
}

export interface Group {
  id: string;
  side: number;
  kind: string;
  /** Cell it flies from, -1 = off the map. */
  base: number;
  aircraft: number;
  flown: number;
  lost: number;
  /** Left behind at a base that was lost. */
  left: number;
}

export interface Base {
  cell: number;
  side: number;
  aircraft: number;
}

export class Air {
  readonly meta: AirMeta;
  readonly #ids: string[];
  readonly #effort: Numbers;
  readonly #columns: Record<"side" | "kind" | "base" | "aircraft" | "flown" | "lost" | "left", Numbers>;

  constructor(table: Table) {
    this.meta = metaOf<AirMeta>(table);
    this.#ids = words(table, "group_id");
    this.#effort = list(table, "effort");
    this.#columns = {
      side: list(table, "group_side"), kind: list(table, "group_kind"), base: list(table, "base"),
      aircraft: list(table, "aircraft"), flown: list(table, "flown"), lost: list(table, "lost"), left: list(table, "left"),
    };
  }

  /** Sorties over all regions in which a side has flown on a day. */
  effort(day: number, side: number): Effort[] {
    const missions = this.meta.missions.length;
    const regions = this.#effort.length / (this.meta.days * 2 * missions);
    const found: Effort[] = [];
    for (let region = 0; region < regions; region++) {
      const sorties = this.meta.missions.map((_, mission) => (this.#effort[((day * 2 + side) * missions + mission) * regions + region] ?? 0) / 10);
      const total = sorties.reduce((sum, one) => sum + one, 0);
      if (total > 0) found.push({ region, side, sorties, total });
    }
    return found;
  }

  groups(day: number): Group[] {
    const { side, kind, base, aircraft, flown, lost, left } = this.#columns;
    return this.#ids.map((id, at) => {
      const today = day * this.#ids.length + at;
      const cell = base[today] ?? this.meta.no_cell;
      return {
        id, side: side[at] ?? 0, kind: this.meta.kinds[kind[at] ?? 0] ?? "", base: cell === this.meta.no_cell ? -1 : cell,
        aircraft: aircraft[today] ?? 0, flown: (flown[today] ?? 0) / 10, lost: (lost[today] ?? 0) / 10, left: (left[today] ?? 0) / 10,
      };
    });
  }

  /** Aircraft by the cell they fly from; those that stand together are one base. */
  bases(day: number): Base[] {
    const found = new Map<string, Base>();
    for (const { side, base, aircraft } of this.groups(day)) {
      if (base < 0 || aircraft === 0) continue;
      const known = found.get(`${side}:${base}`);
      if (known) known.aircraft += aircraft;
      else found.set(`${side}:${base}`, { cell: base, side, aircraft });
    }
    return [...found.values()];
  }
}

/** What aircraft did at one spot, in a word. */
const DEEDS: Record<string, string> = {
  fuel_flown_in: "fuel", special_attack: "attack by crashing", bridge_bombed: "bridge bombed", airfield_opened: "new base",
};

export interface Deed {
  x: number;
  y: number;
  side: string;
  text: string;
}

/** Deeds of a day, one a spot and kind. */
export function deedsOf(events: readonly EventInfo[], day: number, stepsADay: number): Deed[] {
  const found = new Map<string, Deed>();
  for (const { step, kind, side, x, y } of events) {
    const text = DEEDS[kind];
    if (!text || x === null || y === null || Math.floor(step / stepsADay) !== day) continue;
    found.set(`${kind}:${x}:${y}`, { x, y, side, text });
  }
  return [...found.values()];
}

/** One stretch of a bar, in pixels from its left end. */
export interface Stretch {
  from: number;
  to: number;
  mission: number;
}

/** A bar of sorties whose stretches are the missions; what has been flown at all is seen. */
export function stretches(sorties: readonly number[], pixelsPerSortie: number): Stretch[] {
  const found: Stretch[] = [];
  let from = 0;
  sorties.forEach((count, mission) => {
    if (count <= 0) return;
    const to = from + Math.max(1, count * pixelsPerSortie);
    found.push({ from, to, mission });
    from = to;
  });
  return found;
}
