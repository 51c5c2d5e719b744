/** A small net for tests. */
import { buildMesh, type Mesh } from "./mesh";

/** Rows of square cells, each 10 km wide: corners counter-clockwise, from the south-west row by row. */
export function squares(columns: number, rows = 1): Mesh {
  const corners: number[] = [];
  const offset = [0];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x, y] = [10 * column, 10 * row];
      corners.push(x, y, x + 10, y, x + 10, y + 10, x, y + 10);
      offset.push(corners.length / 2);
    }
  }
  return buildMesh(Float32Array.from(corners), Uint32Array.from(offset));
}
