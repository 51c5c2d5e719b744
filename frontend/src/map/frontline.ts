/** The front: shared borders of cells held by different sides, joined into lines and made smooth. */
import type { Mesh } from "./mesh";

export const NOBODY = 255;
export type Point = [number, number];

/** Join borders into chains; a ring ends with its first joint. Every joint has one or two borders, a few have more. */
export function joinChains(ends: readonly number[]): number[][] {
  const borders = new Map<number, number[]>();
  for (let border = 0; border < ends.length / 2; border++) {
    for (const joint of [ends[2 * border] ?? 0, ends[2 * border + 1] ?? 0]) {
      const list = borders.get(joint);
      if (list) list.push(border);
      else borders.set(joint, [border]);
    }
  }
  const used = new Uint8Array(ends.length / 2);
  const walk = (start: number): number[] | undefined => {
    const chain = [start];
    let joint = start;
    for (;;) {
      const next = borders.get(joint)?.find((border) => !used[border]);
      if (next === undefined) break;
      used[next] = 1;
      const a = ends[2 * next] ?? 0;
      joint = a === joint ? (ends[2 * next + 1] ?? 0) : a;
      chain.push(joint);
      if (joint === start) break;
    }
    return chain.length > 1 ? chain : undefined;
  };
  const chains: number[][] = [];
  const begin = (joint: number) => {
    const chain = walk(joint);
    if (chain) chains.push(chain);
  };
  // Open chains first, from their ends; what is left are rings.
  for (const [joint, list] of borders) if (list.length % 2 === 1) begin(joint);
  for (const joint of borders.keys()) begin(joint);
  return chains;
}

/** Round the zigzag of hexagons off: relax towards the neighbours, then cut corners. Open ends stay. */
export function smoothLine(line: Point[], relaxations = 3, cuts = 1): Point[] {
  const first = line[0];
  const last = line[line.length - 1];
  if (!first || !last || line.length < 4) return line;
  const closed = first[0] === last[0] && first[1] === last[1];
  let points = closed ? line.slice(0, -1) : line.slice();
  for (let round = 0; round < relaxations; round++) {
    const now = points;
    points = now.map((point, at) => {
      if (!closed && (at === 0 || at === now.length - 1)) return point;
      const before = now[(at + now.length - 1) % now.length] ?? point;
      const after = now[(at + 1) % now.length] ?? point;
      return [
        0.5 * point[0] + 0.25 * (before[0] + after[0]),
        0.5 * point[1] + 0.25 * (before[1] + after[1]),
      ];
    });
  }
  for (let round = 0; round < cuts; round++) {
    const cut: Point[] = [];
    const sides = closed ? points.length : points.length - 1;
    const start = points[0];
    if (!closed && start) cut.push(start);
    for (let at = 0; at < sides; at++) {
      const a = points[at];
      const b = points[(at + 1) % points.length];
      if (!a || !b) continue;
      cut.push([0.75 * a[0] + 0.25 * b[0], 0.75 * a[1] + 0.25 * b[1]]);
      cut.push([0.25 * a[0] + 0.75 * b[0], 0.25 * a[1] + 0.75 * b[1]]);
    }
    const end = points[points.length - 1];
    if (!closed && end) cut.push(end);
    points = cut;
  }
  const head = points[0];
  if (closed && head) points.push(head);
  return points;
}

export interface FrontLine {
  path: Point[];
  /** Closed on itself: a pocket. */
  ring: boolean;
}

/** Front of one moment. `held` gives the side of each cell, NOBODY where none is; what is a front of `other`, too, is left out. */
export function frontLines(mesh: Mesh, held: Uint8Array, other?: Uint8Array): FrontLine[] {
  const { edgeCells, edgeJoints, joints } = mesh;
  const ends: number[] = [];
  const parted = (holders: Uint8Array, at: number): boolean => {
    const a = holders[edgeCells[at] as number] as number;
    const b = holders[edgeCells[at + 1] as number] as number;
    return a !== b && a !== NOBODY && b !== NOBODY;
  };
  for (let at = 0; at < edgeCells.length; at += 2) {
    if (parted(held, at) && !(other && parted(other, at))) ends.push(edgeJoints[at] as number, edgeJoints[at + 1] as number);
  }
  return joinChains(ends).map((chain) => ({
    path: smoothLine(chain.map((joint): Point => [joints[2 * joint] ?? 0, joints[2 * joint + 1] ?? 0])),
    ring: chain.length > 3 && chain[0] === chain[chain.length - 1],
  }));
}
