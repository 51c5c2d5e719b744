/** Diagonal hatching of cells, so that a day's gain reads without colour. */
import type { Mesh } from "./mesh";

export type Segment = [number, number, number, number];

/**
 * Segments x0, y0, x1, y1 of lines x - y = k * spacing inside the given cells, one style over all of them; `falling`
 * leans them the other way (x + y).
 */
export function hatchCells(mesh: Mesh, cells: Iterable<number>, spacing: number, falling = false): Segment[] {
  const segments: Segment[] = [];
  const lean = falling ? -1 : 1;
  for (const cell of cells) {
    const from = mesh.offset[cell] ?? 0;
    const to = mesh.offset[cell + 1] ?? 0;
    let [low, high] = [Infinity, -Infinity];
    for (let at = from; at < to; at++) {
      const level = (mesh.corners[2 * at] ?? 0) - lean * (mesh.corners[2 * at + 1] ?? 0);
      low = Math.min(low, level);
      high = Math.max(high, level);
    }
    for (let k = Math.ceil(low / spacing); k * spacing < high; k++) {
      const hits: [number, number][] = [];
      for (let at = from; at < to; at++) {
        const next = at + 1 < to ? at + 1 : from;
        const [ax, ay] = [mesh.corners[2 * at] ?? 0, mesh.corners[2 * at + 1] ?? 0];
        const [bx, by] = [mesh.corners[2 * next] ?? 0, mesh.corners[2 * next + 1] ?? 0];
        const [a, b] = [ax - lean * ay - k * spacing, bx - lean * by - k * spacing];
        // A corner on the line belongs to one of its two sides only.
        if (a < 0 === b < 0) continue;
        const share = a / (a - b);
        hits.push([ax + share * (bx - ax), ay + share * (by - ay)]);
      }
      const [one, two] = hits;
      if (one && two) segments.push([...one, ...two]);
    }
  }
  return segments;
}

/** Cut a line into dashes; lengths of ink and gap in its own units. */
export function dashes(line: readonly [number, number][], ink: number, gap: number): [number, number][][] {
  const pieces: [number, number][][] = [];
  let piece: [number, number][] = [];
  let left = ink;
  let drawing = true;
  for (let at = 0; at + 1 < line.length; at++) {
    let [x, y] = line[at] as [number, number];
    const [bx, by] = line[at + 1] as [number, number];
    if (drawing && piece.length === 0) piece.push([x, y]);
    let rest = Math.hypot(bx - x, by - y);
    while (rest > left) {
      const share = left / rest;
      [x, y] = [x + share * (bx - x), y + share * (by - y)];
      rest -= left;
      if (drawing) {
        pieces.push([...piece, [x, y]]);
        piece = [];
      } else piece = [[x, y]];
      drawing = !drawing;
      left = drawing ? ink : gap;
    }
    left -= rest;
    if (drawing) piece.push([bx, by]);
  }
  if (drawing && piece.length > 1) pieces.push(piece);
  return pieces;
}

/** Cross-ties of a railway at even distances, as short segments. */
export function ties(line: readonly [number, number][], spacing: number, half: number): Segment[] {
  const segments: Segment[] = [];
  let along = spacing / 2;
  for (let at = 0; at + 1 < line.length; at++) {
    const [ax, ay] = line[at] as [number, number];
    const [bx, by] = line[at + 1] as [number, number];
    const length = Math.hypot(bx - ax, by - ay);
    if (length === 0) continue;
    const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
    for (; along < length; along += spacing) {
      const [x, y] = [ax + ux * along, ay + uy * along];
      segments.push([x - uy * half, y + ux * half, x + uy * half, y - ux * half]);
    }
    along -= length;
  }
  return segments;
}
