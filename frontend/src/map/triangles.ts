/** Triangles between scattered points, as contour lines are drawn: no point lies in the circle round a triangle (Delaunay). */

export type Triangle = [number, number, number];

interface Circled {
  corners: Triangle;
  x: number;
  y: number;
  radius2: number;
}

const ORIGIN = [0, 0] as const;

/** Bowyer and Watson: add point by point, and fill the hole of the triangles whose circle it lies in. */
export function triangulate(points: readonly (readonly [number, number])[]): Triangle[] {
  const count = points.length;
  if (count < 3) return [];
  const far = 20 * Math.max(1, ...points.map(([x, y]) => Math.max(Math.abs(x), Math.abs(y))));
  const all = [...points, [-far, -far], [far, -far], [0, far]] as const;
  const circled = (corners: Triangle): Circled | undefined => {
    const [a, b, c] = corners;
    const [[ax, ay], [bx, by], [cx, cy]] = [all[a] ?? ORIGIN, all[b] ?? ORIGIN, all[c] ?? ORIGIN] as const;
    const [ux, uy, vx, vy] = [bx - ax, by - ay, cx - ax, cy - ay];
    const twice = 2 * (ux * vy - uy * vx);
    if (Math.abs(twice) < 1e-9) return undefined;
    const [u2, v2] = [ux * ux + uy * uy, vx * vx + vy * vy];
    const [x, y] = [(vy * u2 - uy * v2) / twice, (ux * v2 - vx * u2) / twice];
    return { corners, x: ax + x, y: ay + y, radius2: x * x + y * y };
  };
  let made = [circled([count, count + 1, count + 2])].filter((one) => one !== undefined);
  for (let point = 0; point < count; point++) {
    const [px, py] = all[point] ?? [0, 0];
    const kept: Circled[] = [];
    // Sides of the hole: those that belong to one removed triangle only.
    const rim = new Map<number, [number, number]>();
    for (const one of made) {
      if ((px - one.x) ** 2 + (py - one.y) ** 2 >= one.radius2) {
        kept.push(one);
        continue;
      }
      const [a, b, c] = one.corners;
      for (const [from, to] of [[a, b], [b, c], [c, a]] as [number, number][]) {
        const key = Math.min(from, to) * all.length + Math.max(from, to);
        if (!rim.delete(key)) rim.set(key, [from, to]);
      }
    }
    for (const [from, to] of rim.values()) {
      const one = circled([from, to, point]);
      if (one) kept.push(one);
    }
    made = kept;
  }
  return made.map((one) => one.corners).filter((corners) => corners.every((corner) => corner < count));
}
