/** The way from a cell to another that is no neighbour: units are recorded every six hours and may have gone on by several. */
import type { Mesh } from "./mesh";

type Point = [number, number];

/** Over land, over water for those aboard, along the railway for those on a train. */
export type Ground = "land" | "water" | "rail";

/** Corners of a way, x, y, and how far each lies along it, as a share of the whole. */
export interface Way {
  points: Float32Array;
  share: Float32Array;
}

/** A kilometre by rail is worth this many by land, so that a train leaves the line only where it must. */
const BY_RAIL = 0.25;
/** So many cells are looked at before a straight line has to do. */
const MOST_LOOKED_AT = 6000;

export class Ways {
  readonly mesh: Mesh;
  readonly #water: Uint8Array;
  /** Neighbours of cell i are neighbour[first[i]] to neighbour[first[i + 1]]. */
  readonly #first: Int32Array;
  readonly #neighbour: Int32Array;
  readonly #rails: readonly (readonly Point[])[];
  #onRail: Set<number> | undefined;
  readonly #known = new Map<string, Way>();

  /** `water` is 0 on land; `rails` are lines in kilometres of the map. */
  constructor(mesh: Mesh, water: Uint8Array, rails: readonly (readonly Point[])[] = []) {
    this.mesh = mesh;
    this.#water = water;
    this.#rails = rails;
    [this.#first, this.#neighbour] = neighbours(mesh);
  }

  between(from: number, to: number, ground: Ground): Way {
    const key = `${from},${to},${ground}`;
    let way = this.#known.get(key);
    if (!way) {
      way = this.#measured(this.#search(from, to, ground) ?? [from, to]);
      this.#known.set(key, way);
    }
    return way;
  }

  /** Shortest way in kilometres (A*); ends may stand on any ground. */
  #search(from: number, to: number, ground: Ground): number[] | undefined {
    if (ground === "rail") this.#onRail ??= this.#railEdges();
    const least = ground === "rail" ? BY_RAIL : 1;
    const cost = new Map([[from, 0]]);
    const before = new Map<number, number>();
    const open = new Heap();
    open.push(from, 0);
    for (let looked = 0; looked < MOST_LOOKED_AT; looked++) {
      const cell = open.pop();
      if (cell === undefined) return undefined;
      if (cell === to) {
        const path = [to];
        for (let at = before.get(to); at !== undefined; at = before.get(at)) path.push(at);
        return path.reverse();
      }
      for (let at = this.#first[cell] ?? 0; at < (this.#first[cell + 1] ?? 0); at++) {
        const next = this.#neighbour[at] ?? 0;
        const wet = this.#water[next] !== 0;
        if (next !== to && wet !== (ground === "water")) continue;
        const worth = ground === "rail" && this.#onRail?.has(edgeKey(cell, next)) ? BY_RAIL : 1;
        const spent = (cost.get(cell) ?? 0) + worth * this.#km(cell, next);
        if (spent >= (cost.get(next) ?? Infinity)) continue;
        cost.set(next, spent);
        before.set(next, cell);
        open.push(next, spent + least * this.#km(next, to));
      }
    }
    return undefined;
  }

  #km(a: number, b: number): number {
    const { centres } = this.mesh;
    return Math.hypot((centres[2 * a] ?? 0) - (centres[2 * b] ?? 0), (centres[2 * a + 1] ?? 0) - (centres[2 * b + 1] ?? 0));
  }

  #measured(cells: readonly number[]): Way {
    const points = new Float32Array(2 * cells.length);
    const share = new Float32Array(cells.length);
    cells.forEach((cell, at) => {
      points.set([this.mesh.centres[2 * cell] ?? 0, this.mesh.centres[2 * cell + 1] ?? 0], 2 * at);
      if (at > 0) share[at] = (share[at - 1] ?? 0) + this.#km(cells[at - 1] ?? cell, cell);
    });
    const whole = share[cells.length - 1] || 1;
    return { points, share: share.map((km) => km / whole) };
  }

  /** Pairs of neighbours that a railway joins: walk along each line from cell to cell. */
  #railEdges(): Set<number> {
    const found = new Set<number>();
    for (const line of this.#rails) {
      let cell = -1;
      for (const [x, y] of resampled(line, 4)) {
        const next = this.#nearest(x, y, cell);
        if (cell >= 0 && next !== cell) found.add(edgeKey(cell, next));
        cell = next;
      }
    }
    return found;
  }

  /** The cell nearest to a point: from a near cell downhill, for the first point by looking at all. */
  #nearest(x: number, y: number, near: number): number {
    const { centres, size } = this.mesh;
    const far = (cell: number) => Math.hypot((centres[2 * cell] ?? 0) - x, (centres[2 * cell + 1] ?? 0) - y);
    let best = Math.max(0, near);
    if (near < 0) for (let cell = 1; cell < size; cell++) if (far(cell) < far(best)) best = cell;
    for (let moved = true; moved; ) {
      moved = false;
      for (let at = this.#first[best] ?? 0; at < (this.#first[best + 1] ?? 0); at++) {
        const next = this.#neighbour[at] ?? 0;
        if (far(next) < far(best)) [best, moved] = [next, true];
      }
    }
    return best;
  }
}

/** Where somebody is who has gone a share of a way at an even pace. */
export function alongWay({ points, share }: Way, gone: number): Point {
  let at = 1;
  while (at < share.length - 1 && (share[at] ?? 1) < gone) at++;
  const [from, to] = [share[at - 1] ?? 0, share[at] ?? 1];
  const part = to > from ? Math.min(1, Math.max(0, (gone - from) / (to - from))) : 1;
  const [x, y] = [points[2 * at - 2] ?? 0, points[2 * at - 1] ?? 0];
  return [x + part * ((points[2 * at] ?? x) - x), y + part * ((points[2 * at + 1] ?? y) - y)];
}

const edgeKey = (a: number, b: number): number => Math.min(a, b) * 4_194_304 + Math.max(a, b);

function resampled(line: readonly Point[], spacing: number): Point[] {
  const found: Point[] = [];
  for (let at = 0; at + 1 < line.length; at++) {
    const [[ax, ay], [bx, by]] = [line[at] as Point, line[at + 1] as Point];
    const parts = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / spacing));
    for (let part = 0; part < parts; part++) found.push([ax + (part / parts) * (bx - ax), ay + (part / parts) * (by - ay)]);
  }
  const last = line[line.length - 1];
  return last ? [...found, last] : found;
}

function neighbours(mesh: Mesh): [Int32Array, Int32Array] {
  const first = new Int32Array(mesh.size + 1);
  for (const cell of mesh.edgeCells) first[cell + 1] = (first[cell + 1] ?? 0) + 1;
  for (let cell = 0; cell < mesh.size; cell++) first[cell + 1] = (first[cell + 1] ?? 0) + (first[cell] ?? 0);
  const next = first.slice();
  const neighbour = new Int32Array(mesh.edgeCells.length);
  mesh.edgeCells.forEach((cell, at) => {
    const slot = next[cell] ?? 0;
    neighbour[slot] = mesh.edgeCells[at ^ 1] ?? 0;
    next[cell] = slot + 1;
  });
  return [first, neighbour];
}

/** Cells by what they cost, the cheapest first. */
class Heap {
  readonly #cells: number[] = [];
  readonly #costs: number[] = [];

  push(cell: number, cost: number): void {
    let at = this.#cells.length;
    for (let up = (at - 1) >> 1; at > 0 && (this.#costs[up] ?? 0) > cost; at = up, up = (at - 1) >> 1) this.#copy(up, at);
    this.#set(at, cell, cost);
  }

  pop(): number | undefined {
    const top = this.#cells[0];
    const [cell, cost] = [this.#cells.pop(), this.#costs.pop()];
    if (cell === undefined || cost === undefined || this.#cells.length === 0) return top;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down + 1 < this.#costs.length && (this.#costs[down + 1] ?? 0) < (this.#costs[down] ?? 0)) down++;
      if (down >= this.#costs.length || (this.#costs[down] ?? 0) >= cost) break;
      this.#copy(down, at);
      at = down;
    }
    this.#set(at, cell, cost);
    return top;
  }

  #copy(from: number, to: number): void {
    this.#set(to, this.#cells[from] ?? 0, this.#costs[from] ?? 0);
  }

  #set(at: number, cell: number, cost: number): void {
    this.#cells[at] = cell;
    this.#costs[at] = cost;
  }
}
