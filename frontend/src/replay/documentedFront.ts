/**
 * The front that follows from documented dates alone. The record holds no positions, only when places were taken; between
 * places the hour is interpolated on triangles, as contour lines are drawn. The border of the eve counts as hour 0. Where
 * no dated place is near, there is no hour and no line.
 */
import { NOBODY } from "../map/frontline";
import type { Mesh } from "../map/mesh";
import { triangulate } from "../map/triangles";

/** A place and the hours between which a side took it. */
export interface DatedPlace {
  x: number;
  y: number;
  side: number;
  low: number;
  high: number;
  mid: number;
}

/** Hour of capture of every cell, NaN where nothing supports one. */
export interface CaptureHours {
  side: number;
  low: Float32Array;
  mid: Float32Array;
  high: Float32Array;
}

/** No side of a triangle is longer: over more country than that the record says nothing about what lies between. */
const LONGEST_KM = 350;
/** Points of the border are no nearer to each other than this. */
const BORDER_KM = 16;

/** One date for each place: when it was captured, else when it was cleared. Reaching a place or its surrender moves no front. */
export function capturesOf<T extends { place_id: string; measure: string }>(dates: readonly T[]): T[] {
  const found = new Map<string, T>();
  for (const date of dates) {
    if (date.measure === "captured_h" || (date.measure === "cleared_h" && !found.has(date.place_id))) found.set(date.place_id, date);
  }
  return [...found.values()];
}

/** Middles of the borders between a side's cells and others' at the start, thinned. */
function borderOf(mesh: Mesh, held: Uint8Array, side: number): [number, number][] {
  const found: [number, number][] = [];
  for (let at = 0; at < mesh.edgeCells.length; at += 2) {
    const [a, b] = [held[mesh.edgeCells[at] ?? 0] ?? NOBODY, held[mesh.edgeCells[at + 1] ?? 0] ?? NOBODY];
    if (a === b || a === NOBODY || b === NOBODY || (a !== side && b !== side)) continue;
    const [from, to] = [mesh.edgeJoints[at] ?? 0, mesh.edgeJoints[at + 1] ?? 0];
    const x = ((mesh.joints[2 * from] ?? 0) + (mesh.joints[2 * to] ?? 0)) / 2;
    const y = ((mesh.joints[2 * from + 1] ?? 0) + (mesh.joints[2 * to + 1] ?? 0)) / 2;
    if (found.every(([fx, fy]) => Math.hypot(fx - x, fy - y) >= BORDER_KM)) found.push([x, y]);
  }
  return found;
}

/** Interpolate the hours at which a side took the cells that were another's at the start (`held`). */
export function captureHours(mesh: Mesh, held: Uint8Array, places: readonly DatedPlace[], side: number): CaptureHours {
  const own = places.filter((place) => place.side === side);
  const border = borderOf(mesh, held, side).map(([x, y]) => ({ x, y, low: 0, mid: 0, high: 0 }));
  const knots = [...own, ...border];
  const blank = () => new Float32Array(mesh.size).fill(Number.NaN);
  const hours: CaptureHours = { side, low: blank(), mid: blank(), high: blank() };
  for (const corners of triangulate(knots.map(({ x, y }): [number, number] => [x, y]))) {
    // A triangle between points of the border tells of no capture.
    if (!corners.some((corner) => corner < own.length)) continue;
    const [a, b, c] = corners.map((corner) => knots[corner]);
    if (!a || !b || !c) continue;
    const sides = [[a, b], [b, c], [c, a]] as const;
    if (sides.some(([p, q]) => Math.hypot(p.x - q.x, p.y - q.y) > LONGEST_KM)) continue;
    const area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    const [left, right] = [Math.min(a.x, b.x, c.x), Math.max(a.x, b.x, c.x)];
    const [bottom, top] = [Math.min(a.y, b.y, c.y), Math.max(a.y, b.y, c.y)];
    for (let cell = 0; cell < mesh.size; cell++) {
      const [x, y] = [mesh.centres[2 * cell] ?? 0, mesh.centres[2 * cell + 1] ?? 0];
      if (x < left || x > right || y < bottom || y > top) continue;
      const holder = held[cell] ?? NOBODY;
      if (holder === NOBODY || holder === side) continue;
      const v = ((x - a.x) * (c.y - a.y) - (y - a.y) * (c.x - a.x)) / area;
      const w = ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / area;
      const u = 1 - v - w;
      if (u < 0 || v < 0 || w < 0) continue;
      for (const key of ["low", "mid", "high"] as const) hours[key][cell] = u * a[key] + v * b[key] + w * c[key];
    }
  }
  return hours;
}

/** Who held each cell at an hour by the record: the side, somebody else (another number), NOBODY where it does not tell. */
export function documentedHeld(hours: CaptureHours, held: Uint8Array, hour: number): Uint8Array {
  const found = new Uint8Array(held.length).fill(NOBODY);
  hours.mid.forEach((mid, cell) => {
    const holder = held[cell] ?? NOBODY;
    if (holder === hours.side || mid <= hour) found[cell] = hours.side;
    else if (!Number.isNaN(mid)) found[cell] = holder;
  });
  return found;
}

/** Cells that may or may not have been taken by an hour: between the early and the late end of the dates' errors. */
export function uncertainCells(hours: CaptureHours, hour: number): number[] {
  const found: number[] = [];
  for (let cell = 0; cell < hours.low.length; cell++) {
    if ((hours.low[cell] ?? Number.NaN) <= hour && hour < (hours.high[cell] ?? Number.NaN)) found.push(cell);
  }
  return found;
}
