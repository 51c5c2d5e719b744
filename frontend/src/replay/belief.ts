/** What each side believes of the enemy: men in cells that its units have seen, men of whole regions by reports. */
import type { Table } from "apache-arrow";
import type { EventInfo } from "../api/types";
import { list, metaOf, type Numbers } from "./data";

interface BeliefMeta {
  steps: number;
  sides: string[];
  /** Age that stands for never or very long ago. */
  oldest: number;
  /** Age beyond which a side's plans no longer count a report. */
  memory_steps: number;
}

/** Enemy men believed in a cell. */
export interface Sighting {
  cell: number;
  men: number;
  /** Steps since the cell was last seen, 0 = it is in sight. */
  age: number;
}

export interface RegionBelief {
  region: number;
  men: number;
  /** How far the side reckons with an attack, %. */
  alarm: number;
  /** Steps since the last report, undefined = there was none. */
  age: number | undefined;
}

export class Belief {
  readonly meta: BeliefMeta;
  readonly #offset: Numbers;
  readonly #cell: Numbers;
  readonly #men: Numbers;
  readonly #age: Numbers;
  readonly #sightOffset: Numbers;
  readonly #sightCell: Numbers;
  readonly #regionMen: Numbers;
  readonly #regionAlarm: Numbers;
  readonly #regionAge: Numbers;
  readonly #sight: Uint8Array;
  #shown: [side: number, step: number] = [-1, 0];

  /** `cells` is the number of cells of the map. */
  constructor(table: Table, cells: number) {
    this.meta = metaOf<BeliefMeta>(table);
    this.#offset = list(table, "offset");
    this.#cell = list(table, "cell");
    this.#men = list(table, "men");
    this.#age = list(table, "age");
    this.#sightOffset = list(table, "sight_offset");
    this.#sightCell = list(table, "sight_cell");
    this.#regionMen = list(table, "region_men");
    this.#regionAlarm = list(table, "region_alarm");
    this.#regionAge = list(table, "region_age");
    this.#sight = new Uint8Array(cells);
  }

  /** Cells in which a side believes enemies at a step. */
  sightings(side: number, step: number): Sighting[] {
    const row = side * (this.meta.steps + 1) + step;
    const found: Sighting[] = [];
    for (let at = this.#offset[row] ?? 0; at < (this.#offset[row + 1] ?? 0); at++) {
      found.push({ cell: this.#cell[at] ?? 0, men: this.#men[at] ?? 0, age: this.#age[at] ?? 0 });
    }
    return found;
  }

  /** 1 for each cell that a side's units see at a step; the same array is filled anew by the next call. */
  sight(side: number, step: number): Uint8Array {
    let [was, from] = this.#shown;
    if (was !== side || step < from) {
      this.#sight.fill(0);
      from = -1;
    }
    const first = side * (this.meta.steps + 1);
    // Every row tells which cells come into sight or go out of it.
    const [start, end] = [this.#sightOffset[first + from + 1] ?? 0, this.#sightOffset[first + step + 1] ?? 0];
    for (let at = start; at < end; at++) {
      const cell = this.#sightCell[at] ?? 0;
      this.#sight[cell] = 1 - (this.#sight[cell] ?? 0);
    }
    this.#shown = [side, step];
    return this.#sight;
  }

  regions(side: number, step: number): RegionBelief[] {
    const count = this.#regionMen.length / ((this.meta.steps + 1) * 2);
    return Array.from({ length: count }, (_, region) => {
      const at = (step * 2 + side) * count + region;
      const age = this.#regionAge[at] ?? this.meta.oldest;
      return {
        region,
        men: this.#regionMen[at] ?? 0,
        alarm: this.#regionAlarm[at] ?? 0,
        age: age === this.meta.oldest ? undefined : age,
      };
    });
  }
}

/** Who holds what ground, and that arms are to rest, is known to both sides in the model. */
const PUBLIC = /^(place_|ceased_fire|ceasefire_ordered|peace_offered|rescript_issued)/;

/** Events that a side knows of: its own, those known to everybody, and what happens in its sight; of the enemy without names. */
export function knownEvents(events: readonly EventInfo[], belief: Belief, side: number): EventInfo[] {
  const own = belief.meta.sides[side];
  const seen = (event: EventInfo) => {
    const step = Math.min(belief.meta.steps, event.step + 1);
    return event.cell !== null && belief.sight(side, step)[event.cell] === 1;
  };
  return events.flatMap((event) => {
    if (event.side === own) return [event];
    return PUBLIC.test(event.kind) || seen(event) ? [{ ...event, unit_id: null, formation_id: null }] : [];
  });
}

/** A number of men as roughly as it is known. */
export function roughly(men: number): number {
  if (men < 100) return 100;
  const grain = men < 1000 ? 100 : men < 10_000 ? 500 : men < 100_000 ? 5_000 : 50_000;
  return Math.round(men / grain) * grain;
}

/** One sign on the map for believed enemies that would stand on each other. */
export interface Believed {
  x: number;
  y: number;
  men: number;
  /** Steps: the latest and the oldest report behind it. */
  age: number;
  oldest: number;
  /** Most of the men are in sight now. */
  inSight: boolean;
  cells: number[];
}

/** Gather sightings nearer to each other than `room` km, the strongest first. */
export function gather(sightings: readonly Sighting[], centres: ArrayLike<number>, room: number): Believed[] {
  const groups: { x: number; y: number; members: Sighting[] }[] = [];
  for (const one of [...sightings].sort((a, b) => b.men - a.men || a.cell - b.cell)) {
    const [x, y] = [centres[2 * one.cell] ?? 0, centres[2 * one.cell + 1] ?? 0];
    const near = groups.find((group) => Math.hypot(group.x - x, group.y - y) < room);
    if (near) near.members.push(one);
    else groups.push({ x, y, members: [one] });
  }
  return groups.map(({ members }) => {
    const men = members.reduce((sum, one) => sum + one.men, 0);
    const middle = (axis: number) => members.reduce((sum, one) => sum + one.men * (centres[2 * one.cell + axis] ?? 0), 0) / men;
    const ages = members.map((one) => one.age);
    const now = members.reduce((sum, one) => sum + (one.age === 0 ? one.men : 0), 0);
    return {
      x: middle(0), y: middle(1), men, age: Math.min(...ages), oldest: Math.max(...ages), inSight: 2 * now > men,
      cells: members.map((one) => one.cell),
    };
  });
}
