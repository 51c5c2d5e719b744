/** The server's Arrow answers as typed arrays. */
import type { Table } from "apache-arrow";
import { parseTime, addHours, type LocalTime } from "../lib/format";
import { buildMesh, type Mesh } from "../map/mesh";

export interface ReplayMeta {
  scenario_id: string;
  title: string;
  start: string;
  steps: number;
  days: number;
  step_hours: number;
  units: number;
  cells: number;
  sides: string[];
  no_cell: number;
  no_supply: number;
  nobody: number;
  status: string[];
  posture: string[];
  flags: string[];
  rain: string[];
  losses: string[];
  /** Names, in the order of the regions. */
  regions: string[];
}

export type Numbers = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array;

export function metaOf<T>(table: Table): T {
  const text = table.schema.metadata.get("khingan");
  if (!text) throw new Error("the server's answer has no description of its columns");
  return JSON.parse(text) as T;
}

/** A column of a table of one row whose value is one list, as a typed array. */
export function list(table: Table, name: string): Numbers {
  const value: unknown = table.getChild(name)?.get(0);
  if (value === null || typeof value !== "object") throw new Error(`the replay has no column ${name}`);
  return (value as { toArray(): Numbers }).toArray();
}

export function words(table: Table, name: string): string[] {
  const value: unknown = table.getChild(name)?.get(0);
  return [...(value as Iterable<string>)].map(String);
}

function flat(table: Table, name: string): Numbers {
  const column = table.getChild(name);
  if (!column) throw new Error(`the map has no column ${name}`);
  return column.toArray() as Numbers;
}

export interface MapCells {
  mesh: Mesh;
  water: Uint8Array;
  cover: Uint8Array;
  form: Uint8Array;
  height: Int16Array;
  inPlay: Uint8Array;
  region: Uint8Array;
  territory: Uint8Array;
  meta: { cover: string[]; form: string[]; regions: string[]; no_region: number; territories: string[] };
}

export function readCells(table: Table): MapCells {
  const polygons = table.getChild("polygon");
  if (!polygons) throw new Error("the map has no outlines of its cells");
  const parts: Float32Array[] = [];
  const offset = new Uint32Array(table.numRows + 1);
  let row = 0;
  for (const chunk of polygons.data) {
    const values = chunk.children[0]?.values as Float32Array;
    const ends = chunk.valueOffsets as Int32Array;
    for (let at = 0; at < chunk.length; at++) {
      const [from, to] = [ends[at] ?? 0, ends[at + 1] ?? 0];
      offset[row + 1] = (offset[row] ?? 0) + (to - from) / 2;
      row++;
    }
    parts.push(values.subarray(ends[0] ?? 0, ends[chunk.length]));
  }
  const corners = new Float32Array(2 * (offset[row] ?? 0));
  let filled = 0;
  for (const part of parts) {
    corners.set(part, filled);
    filled += part.length;
  }
  return {
    mesh: buildMesh(corners, offset),
    water: flat(table, "water") as Uint8Array,
    cover: flat(table, "cover") as Uint8Array,
    form: flat(table, "form") as Uint8Array,
    height: flat(table, "height_m") as Int16Array,
    inPlay: flat(table, "in_play") as Uint8Array,
    region: flat(table, "region") as Uint8Array,
    territory: flat(table, "territory") as Uint8Array,
    meta: metaOf(table),
  };
}

/** A campaign, step by step. Values of unit u at step s stand at `at(u, s)`. */
export class Replay {
  readonly meta: ReplayMeta;
  readonly start: LocalTime;
  readonly unitIds: string[];
  readonly formationIds: string[];
  readonly cell: Numbers;
  readonly men: Numbers;
  readonly tanks: Numbers;
  readonly guns: Numbers;
  readonly fuel: Numbers;
  readonly food: Numbers;
  readonly ammunition: Numbers;
  readonly supplyKm: Numbers;
  readonly status: Numbers;
  readonly posture: Numbers;
  readonly flags: Numbers;
  readonly cohesion: Numbers;
  readonly fatigue: Numbers;
  readonly hqCell: Numbers;
  readonly regionIds: string[];
  readonly rain: Numbers;
  readonly flying: Numbers;
  readonly lost: Numbers;
  readonly sorties: Numbers;
  readonly superiority: Numbers;
  /** Holder of every cell at every step, one after the other. */
  readonly #held: Uint8Array;

  constructor(table: Table) {
    this.meta = metaOf<ReplayMeta>(table);
    this.start = parseTime(this.meta.start);
    this.unitIds = words(table, "unit_id");
    this.formationIds = words(table, "formation_id");
    this.cell = list(table, "cell");
    this.men = list(table, "men");
    this.tanks = list(table, "tanks");
    this.guns = list(table, "guns");
    this.fuel = list(table, "fuel");
    this.food = list(table, "food");
    this.ammunition = list(table, "ammunition");
    this.supplyKm = list(table, "supply_km");
    this.status = list(table, "status");
    this.posture = list(table, "posture");
    this.flags = list(table, "flags");
    this.cohesion = list(table, "cohesion");
    this.fatigue = list(table, "fatigue");
    this.hqCell = list(table, "hq_cell");
    this.regionIds = words(table, "region_id");
    this.rain = list(table, "rain");
    this.flying = list(table, "flying");
    this.lost = list(table, "lost");
    this.sorties = list(table, "sorties");
    this.superiority = list(table, "superiority");
    this.#held = expandControl(
      list(table, "control_start"),
      list(table, "control_offset"),
      list(table, "control_cell"),
      list(table, "control_side"),
      this.meta.steps,
    );
  }

  get steps(): number {
    return this.meta.steps;
  }

  at(unit: number, step: number): number {
    return unit * (this.meta.steps + 1) + step;
  }

  /** Side that holds each cell at a step. */
  held(step: number): Uint8Array {
    return this.#held.subarray(step * this.meta.cells, (step + 1) * this.meta.cells);
  }

  /** Row of the cell a unit stands in, -1 = off the map. */
  cellOf(unit: number, step: number): number {
    const cell = this.cell[this.at(unit, step)] ?? this.meta.no_cell;
    return cell === this.meta.no_cell ? -1 : cell;
  }

  has(flag: string, unit: number, step: number): boolean {
    const bit = this.meta.flags.indexOf(flag);
    return bit >= 0 && (((this.flags[this.at(unit, step)] ?? 0) >> bit) & 1) === 1;
  }

  statusOf(unit: number, step: number): string {
    return this.meta.status[this.status[this.at(unit, step)] ?? 0] ?? "";
  }

  /** Values of one unit over all steps. */
  story(column: Numbers, unit: number): number[] {
    return Array.from(column.subarray(this.at(unit, 0), this.at(unit, this.meta.steps) + 1));
  }

  time(step: number): LocalTime {
    return addHours(this.start, step * this.meta.step_hours);
  }

  day(step: number): number {
    return Math.min(this.meta.days - 1, Math.max(0, Math.floor(((step - 1) * this.meta.step_hours) / 24)));
  }

  /** Cells held by somebody that were another's a number of steps ago. */
  gained(step: number, back: number): number[] {
    const [now, then] = [this.held(step), this.held(Math.max(0, step - back))];
    const found: number[] = [];
    for (let cell = 0; cell < now.length; cell++) {
      if (now[cell] !== then[cell] && now[cell] !== this.meta.nobody && then[cell] !== this.meta.nobody) found.push(cell);
    }
    return found;
  }

  /** Daily losses of a side: rows of days, columns as in meta.losses. */
  losses(side: number): number[][] {
    const width = this.meta.losses.length;
    const sides = this.meta.sides.length;
    return Array.from({ length: this.meta.days }, (_, day) =>
      Array.from(this.lost.subarray((day * sides + side) * width, (day * sides + side + 1) * width)),
    );
  }
}

/** Holder of every cell at every step from the first picture and the changes. */
export function expandControl(
  start: ArrayLike<number>,
  offset: ArrayLike<number>,
  cell: ArrayLike<number>,
  side: ArrayLike<number>,
  steps: number,
): Uint8Array {
  const size = start.length;
  const held = new Uint8Array(size * (steps + 1));
  held.set(start, 0);
  for (let step = 0; step < steps; step++) {
    held.copyWithin((step + 1) * size, step * size, (step + 1) * size);
    const last = offset[step + 1] ?? cell.length;
    for (let at = offset[step] ?? 0; at < last; at++) held[(step + 1) * size + (cell[at] ?? 0)] = side[at] ?? 255;
  }
  return held;
}
