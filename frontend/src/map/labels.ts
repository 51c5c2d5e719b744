/** Which names can stand on the map at a zoom, and on which side of their point, without touching each other or a counter. */

export interface Label {
  x: number;
  y: number;
  /** The longest line, for its width. */
  text: string;
  lines: number;
  /** Higher comes first. */
  weight: number;
  size: number;
  /** How far it may go from a point that counters cover rather than be left out: places in WIDE_GAPS. */
  reach?: number;
}

/** Where a label stands: its anchor lies dx, dy pixels from the point, right and down. */
export interface LabelPlace {
  at: number;
  dx: number;
  dy: number;
  anchor: "start" | "middle" | "end";
}

/** Left, top, right, bottom in pixels from the map's origin, down. */
export type Box = readonly [number, number, number, number];

const GAP = 8;
/** Clear of a counter that stands on the point, then of those beside it; a line leads back to the point. */
const WIDE_GAPS = [30, 62] as const;
export const isFar = ({ dx, dy }: LabelPlace): boolean => Math.hypot(dx, dy) >= WIDE_GAPS[0];
const GRID = 64;

/** Boxes by the squares they touch. */
class Taken {
  readonly #squares = new Map<number, Box[]>();

  #touched(box: Box, visit: (list: Box[] | undefined, key: number) => boolean): boolean {
    const [left, top, right, bottom] = box.map((value) => Math.floor(value / GRID)) as unknown as Box;
    for (let i = left; i <= right; i++) {
      for (let j = top; j <= bottom; j++) {
        const key = (i + 32768) * 65536 + j + 32768;
        if (visit(this.#squares.get(key), key)) return true;
      }
    }
    return false;
  }

  add(box: Box): void {
    this.#touched(box, (list, key) => {
      if (list) list.push(box);
      else this.#squares.set(key, [box]);
      return false;
    });
  }

  hits([left, top, right, bottom]: Box): boolean {
    return this.#touched([left, top, right, bottom], (list) =>
      list?.some(([l, t, r, b]) => left < r && right > l && top < b && bottom > t) ?? false,
    );
  }
}

/** Averages of system fonts: wide enough for all of them. */
const widthOf = (label: Label): number => label.text.length * label.size * 0.64;
const heightOf = (label: Label): number => label.lines * label.size * 1.2;

function choices(label: Label): Omit<LabelPlace, "at">[] {
  const around = (gap: number): Omit<LabelPlace, "at">[] => {
    const level = heightOf(label) / 2 + gap - 2;
    return [
      { dx: gap, dy: 0, anchor: "start" },
      { dx: -gap, dy: 0, anchor: "end" },
      { dx: 0, dy: -level, anchor: "middle" },
      { dx: 0, dy: level, anchor: "middle" },
    ];
  };
  return [GAP, ...WIDE_GAPS.slice(0, label.reach ?? 0)].flatMap(around);
}

function boxOf(label: Label, { dx, dy, anchor }: Omit<LabelPlace, "at">, scale: number, room: number): Box {
  const [width, height] = [widthOf(label), heightOf(label)];
  const left = label.x * scale + dx - (anchor === "start" ? 0 : anchor === "end" ? width : width / 2);
  const top = -label.y * scale + dy - height / 2;
  return [left - room, top - room / 2, left + width + room, top + height + room / 2];
}

/**
 * Places for the labels that fit, the weightiest first. `scale` is pixels per kilometre; `blocked` is where counters stand;
 * a label stays where `before` has it as long as it can, so that names do not jump from step to step.
 */
export function placeLabels(
  labels: readonly Label[],
  scale: number,
  blocked: readonly Box[] = [],
  before: ReadonlyMap<number, LabelPlace> = new Map(),
  room = 3,
): LabelPlace[] {
  const order = labels.map((_, at) => at);
  order.sort((a, b) => (labels[b]?.weight ?? 0) - (labels[a]?.weight ?? 0));
  const taken = new Taken();
  for (const box of blocked) taken.add(box);
  const dots = new Taken();
  const chosen: LabelPlace[] = [];
  for (const at of order) {
    const label = labels[at];
    if (!label) continue;
    const options = choices(label);
    const last = before.get(at);
    const kept = last && options.find(({ dx, dy, anchor }) => dx === last.dx && dy === last.dy && anchor === last.anchor);
    for (const choice of kept ? [kept, ...options] : options) {
      const box = boxOf(label, choice, scale, room);
      if (taken.hits(box) || dots.hits(box)) continue;
      taken.add(box);
      // No other name runs over this one's point.
      const [x, y] = [label.x * scale, -label.y * scale];
      dots.add([x - 4, y - 4, x + 4, y + 4]);
      chosen.push({ at, ...choice });
      break;
    }
  }
  return chosen;
}
