/** Over the campaigns of a run: in how many a side holds a cell, and how much of each area it holds in each. */
import type { Table } from "apache-arrow";
import { parseTime, type LocalTime } from "../lib/format";
import { NOBODY } from "../map/frontline";
import { list, metaOf } from "../replay/data";

export interface SharesMeta {
  run_id: string;
  sides: string[];
  start: string;
  days: number;
  cells: number;
  /** Numbers of the campaigns that were counted. */
  sample: number[];
  campaigns: number;
  areas: { area_id: string; name: string; km2: number }[];
}

export const STEPS_A_DAY = 4;

/** The middle line and the ends of the band, as percentages of the campaigns. */
export const BAND = [10, 50, 90] as const;

export class Shares {
  readonly meta: SharesMeta;
  readonly start: LocalTime;
  readonly #held: readonly ArrayLike<number>[];
  readonly #areas: readonly ArrayLike<number>[];

  constructor(meta: SharesMeta, held: readonly ArrayLike<number>[], areas: readonly ArrayLike<number>[]) {
    this.meta = meta;
    this.start = parseTime(meta.start);
    this.#held = held;
    this.#areas = areas;
  }

  /** Day whose end a step shows; steps between two ends show the earlier one. */
  day(step: number): number {
    return Math.max(0, Math.min(this.meta.days, Math.floor(step / STEPS_A_DAY)));
  }

  /** Percentage of the campaigns in which a side holds a cell at the end of a day; day 0 is the start. */
  share(side: number, cell: number, day: number): number {
    return this.#held[side]?.[day * this.meta.cells + cell] ?? 0;
  }

  /** Side that holds a cell at the start, NOBODY where none does. All campaigns begin alike. */
  first(cell: number): number {
    return this.share(0, cell, 0) >= 50 ? 0 : this.share(1, cell, 0) >= 50 ? 1 : NOBODY;
  }

  /** Whose each cell is when the first side has what it holds in `percent` of the campaigns or more. */
  contour(day: number, percent: number): Uint8Array {
    return Uint8Array.from({ length: this.meta.cells }, (_, cell) => {
      const [one, other] = [this.share(0, cell, day), this.share(1, cell, day)];
      if (one + other < 50) return NOBODY;
      return one * 100 >= percent * (one + other) ? 0 : 1;
    });
  }

  /** Thousands of square kilometres that a side holds, campaign by campaign of the sample. */
  ground(side: number, day: number, area?: number): number[] {
    const { areas, days, sample } = this.meta;
    return sample.map((_, n) => {
      const from = (n * (days + 1) + day) * areas.length;
      return areas.reduce((sum, { km2 }, at) =>
        area === undefined || at === area ? sum + ((this.#areas[side]?.[from + at] ?? 0) * km2) / 1e6 : sum, 0);
    });
  }

  /** Areas, as numbers, that change hands in some campaign. */
  get disputedAreas(): number[] {
    return [...this.meta.areas.keys()].filter((area) => {
      const before = this.ground(0, 0, area);
      return [...Array(this.meta.days + 1).keys()].some((day) =>
        this.ground(0, day, area).some((now, n) => Math.abs(now - (before[n] ?? 0)) > 0.02 * (this.meta.areas[area]?.km2 ?? 0) / 1000));
    });
  }
}

export const readShares = (table: Table): Shares =>
  new Shares(metaOf<SharesMeta>(table), [0, 1].map((side) => list(table, `held_${side}`)), [0, 1].map((side) => list(table, `area_${side}`)));

/** Value below which a share of the values lies, between neighbours by their distance. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return low + (high - low) * (at - Math.floor(at));
}
