/** Which names can stand on the map at a zoom without touching each other. */

export interface Label {
  x: number;
  y: number;
  /** The longer line, for its width. */
  text: string;
  lines: number;
  /** Higher comes first. */
  weight: number;
  /** Pixels from the point to the left end of the text. */
  gap?: number;
  size: number;
}

/** Indices of the labels that fit, in order of weight. `scale` is pixels per kilometre. */
export function placeLabels(labels: readonly Label[], scale: number, room = 4): number[] {
  const order = labels.map((_, at) => at);
  order.sort((a, b) => (labels[b]?.weight ?? 0) - (labels[a]?.weight ?? 0));
  const cell = 64;
  const taken = new Map<string, [number, number, number, number][]>();
  const chosen: number[] = [];
  for (const at of order) {
    const label = labels[at];
    if (!label) continue;
    const gap = label.gap ?? 6;
    // Averages of system fonts: wide enough for all of them.
    const width = label.text.length * label.size * 0.58 + gap;
    const height = label.lines * label.size * 1.2;
    const left = label.x * scale - gap - room;
    const right = label.x * scale + width + room;
    const top = -label.y * scale - height / 2 - room / 2;
    const bottom = -label.y * scale + height / 2 + room / 2;
    const boxes: string[] = [];
    let free = true;
    for (let i = Math.floor(left / cell); i <= Math.floor(right / cell) && free; i++) {
      for (let j = Math.floor(top / cell); j <= Math.floor(bottom / cell) && free; j++) {
        const key = `${i},${j}`;
        boxes.push(key);
        free = !(taken.get(key) ?? []).some(([l, r, t, b]) => left < r && right > l && top < b && bottom > t);
      }
    }
    if (!free) continue;
    for (const key of boxes) {
      const list = taken.get(key);
      if (list) list.push([left, right, top, bottom]);
      else taken.set(key, [[left, right, top, bottom]]);
    }
    chosen.push(at);
  }
  return chosen;
}
