/** The net of cells in map kilometres: outlines, and which two cells share which border. */

export interface Mesh {
  /** Number of cells. */
  size: number;
  /** x, y of all corners, cell by cell (kilometres). */
  corners: Float32Array;
  /** Corners of cell i are offset[i] to offset[i + 1]. */
  offset: Uint32Array;
  /** Centre of each cell, x, y. */
  centres: Float32Array;
  /** Cells on both sides of each inner border, 2 per border. */
  edgeCells: Int32Array;
  /** Corners at both ends of each inner border, as numbers of joints, 2 per border. */
  edgeJoints: Int32Array;
  /** x, y of each joint. */
  joints: Float32Array;
}

/** Corners of neighbouring cells are the same point up to rounding: 10 m apart at most. */
const GRAIN = 50;

export function buildMesh(corners: Float32Array, offset: Uint32Array): Mesh {
  const size = offset.length - 1;
  const joint = new Map<number, number>();
  const jointOf = new Int32Array(corners.length / 2);
  const positions: number[] = [];
  const find = (column: number, row: number): number | undefined => joint.get(column * 4_194_304 + row);
  for (let at = 0; at < jointOf.length; at++) {
    const x = corners[2 * at] ?? 0;
    const y = corners[2 * at + 1] ?? 0;
    const column = Math.round(x * GRAIN) + 1_048_576;
    const row = Math.round(y * GRAIN) + 1_048_576;
    let number: number | undefined;
    // Rounding may put the same point into the next box.
    for (let dx = -1; dx <= 1 && number === undefined; dx++) {
      for (let dy = -1; dy <= 1 && number === undefined; dy++) number = find(column + dx, row + dy);
    }
    if (number === undefined) {
      number = positions.length / 2;
      joint.set(column * 4_194_304 + row, number);
      positions.push(x, y);
    }
    jointOf[at] = number;
  }
  const centres = new Float32Array(2 * size);
  const seen = new Map<number, number>();
  const cells: number[] = [];
  const ends: number[] = [];
  const count = positions.length / 2;
  for (let cell = 0; cell < size; cell++) {
    const from = offset[cell] ?? 0;
    const to = offset[cell + 1] ?? from;
    let [x, y] = [0, 0];
    for (let at = from; at < to; at++) {
      x += corners[2 * at] ?? 0;
      y += corners[2 * at + 1] ?? 0;
      const a = jointOf[at] ?? 0;
      const b = jointOf[at + 1 < to ? at + 1 : from] ?? 0;
      const key = Math.min(a, b) * count + Math.max(a, b);
      const other = seen.get(key);
      if (other === undefined) seen.set(key, cell);
      else {
        cells.push(other, cell);
        ends.push(a, b);
      }
    }
    centres[2 * cell] = x / Math.max(1, to - from);
    centres[2 * cell + 1] = y / Math.max(1, to - from);
  }
  return {
    size,
    corners,
    offset,
    centres,
    edgeCells: Int32Array.from(cells),
    edgeJoints: Int32Array.from(ends),
    joints: Float32Array.from(positions),
  };
}

/** Cell whose centre is nearest to a point, -1 if none is within `reach` km. */
export function nearestCell(mesh: Mesh, x: number, y: number, reach = 25): number {
  let best = -1;
  let least = reach * reach;
  for (let cell = 0; cell < mesh.size; cell++) {
    const dx = (mesh.centres[2 * cell] ?? 0) - x;
    const dy = (mesh.centres[2 * cell + 1] ?? 0) - y;
    const distance = dx * dx + dy * dy;
    if (distance < least) [best, least] = [cell, distance];
  }
  return best;
}
