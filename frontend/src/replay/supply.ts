/** How far supply reaches on a morning, from what, and how much fuel motor units have. */
import type { Table } from "apache-arrow";
import { list, metaOf, words, type Numbers, type Replay } from "./data";

export interface SupplyMeta {
  days: number;
  sides: string[];
  cells: number;
  grain_km: number;
  farthest: number;
  cut: number;
  closed: number;
  /** Road-cost km up to which carts, and lorries, bring everything; beyond the last one fuel is flown. */
  horse_km: number;
  truck_km: number;
  airlift_km: number;
  tank_refill_t: number;
  truck_refill_t: number;
  dry_refills: number;
  low_refills: number;
}

/** Bands of distance, nearest first; then ground that is held but not supplied, and all other ground. */
export const BANDS = 4;
export const CUT = BANDS;
export const OUTSIDE = BANDS + 1;

export interface Source {
  place: string;
  cell: number;
  side: number;
  /** Tonnes: issued on the day, left at its end, and the most it can issue in a day. */
  issued: number;
  stock: number;
  daily: number;
  open: boolean;
}

export class Supply {
  readonly meta: SupplyMeta;
  readonly #places: string[];
  readonly #columns: Record<"cell" | "side" | "daily" | "open" | "stock" | "issued", Numbers>;
  readonly #trucks: Numbers;
  /** Codes of the distances: days, sides, cells of the map. */
  readonly #codes: Uint8Array;

  constructor(table: Table) {
    this.meta = metaOf<SupplyMeta>(table);
    this.#places = words(table, "source_place");
    const column = (name: string) => list(table, `source_${name}`);
    this.#columns = {
      cell: column("cell"), side: column("side"), daily: column("daily"),
      open: column("open"), stock: column("stock"), issued: column("issued"),
    };
    this.#trucks = list(table, "trucks");
    this.#codes = unroll(list(table, "cell"), list(table, "km"), this.meta);
  }

  #of(side: number, day: number): Uint8Array {
    const { cells, days } = this.meta;
    const row = Math.min(days - 1, day) * 2 + side;
    return this.#codes.subarray(row * cells, (row + 1) * cells);
  }

  /** Road-cost km from the railhead, rounded up; undefined where supply does not come. */
  km(side: number, day: number, cell: number): number | undefined {
    const code = this.#of(side, day)[cell] ?? this.meta.closed;
    return code <= this.meta.farthest ? code * this.meta.grain_km : undefined;
  }

  /** Band of each cell for a side on a day. */
  bands(side: number, day: number): Uint8Array {
    const { meta } = this;
    const band = new Uint8Array(256).fill(OUTSIDE);
    for (let code = 0; code <= meta.farthest; code++) band[code] = bandOf(code * meta.grain_km, meta);
    band[meta.cut] = CUT;
    return this.#of(side, day).map((code) => band[code] ?? OUTSIDE);
  }

  /** Cells to which trains come. */
  railheads(side: number, day: number): number[] {
    const found: number[] = [];
    this.#of(side, day).forEach((code, cell) => code === 0 && found.push(cell));
    return found;
  }

  sources(day: number): Source[] {
    const count = this.#places.length;
    const { cell, side, daily, open, stock, issued } = this.#columns;
    return this.#places.map((place, at) => {
      const today = Math.min(this.meta.days - 1, day) * count + at;
      return {
        place, cell: cell[at] ?? 0, side: side[at] ?? 0, daily: daily[at] ?? 0,
        open: open[today] === 1, stock: stock[today] ?? 0, issued: issued[today] ?? 0,
      };
    });
  }

  /** Refills of fuel that a unit has in hand, undefined if it burns none. */
  refills(replay: Replay, unit: number, step: number): number | undefined {
    const at = replay.at(unit, step);
    const refill = (replay.tanks[at] ?? 0) * this.meta.tank_refill_t + (this.#trucks[unit] ?? 0) * this.meta.truck_refill_t;
    return refill > 0 ? (replay.fuel[at] ?? 0) / 10 / refill : undefined;
  }
}

/** Codes of all days from the first and the differences, for every cell of the map. */
export function unroll(cell: ArrayLike<number>, km: ArrayLike<number>, meta: Pick<SupplyMeta, "days" | "cells" | "closed">): Uint8Array {
  const codes = new Uint8Array(meta.days * 2 * meta.cells).fill(meta.closed);
  for (let row = 0; row < meta.days * 2; row++) {
    for (let at = 0; at < cell.length; at++) {
      const here = row * meta.cells + (cell[at] ?? 0);
      const before = row < 2 ? 0 : (codes[here - 2 * meta.cells] ?? 0);
      codes[here] = before + (km[row * cell.length + at] ?? 0);
    }
  }
  return codes;
}

export function bandOf(km: number, meta: Pick<SupplyMeta, "horse_km" | "truck_km" | "airlift_km">): number {
  return km <= meta.horse_km ? 0 : km <= meta.truck_km ? 1 : km <= meta.airlift_km ? 2 : 3;
}

export const FUEL_STATES = ["dry", "low", "some", "full"] as const;
export type FuelState = (typeof FUEL_STATES)[number];

/** In the words of the model: out of fuel; asks for fuel by air; less than a refill; a refill or more. */
export function fuelState(refills: number, meta: Pick<SupplyMeta, "dry_refills" | "low_refills">): FuelState {
  if (refills < meta.dry_refills) return "dry";
  if (refills < meta.low_refills) return "low";
  return refills < 1 ? "some" : "full";
}
