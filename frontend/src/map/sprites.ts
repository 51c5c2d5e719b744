/** Turns counters that stand somewhere into the pictures of one layer, back to front. */
import { spread, type Standing } from "../replay/counters";
import { BARS, MOST_IN_STACK, symbolKey } from "./symbols";

export interface Placed {
  icon: string;
  x: number;
  y: number;
  /** Shift in pixels from x, y, right and down. */
  dx: number;
  dy: number;
  standing: number;
}

export interface Leader {
  from: [number, number];
  to: [number, number];
}

export interface Stage {
  placed: Placed[];
  leaders: Leader[];
  /** Counters that share a cell, by the counter on top. */
  stacks: Map<number, number[]>;
}

interface Options {
  /** Pixels per kilometre. */
  scale: number;
  /** Gathered counters are pushed apart; single units stand on their cells in stacks. */
  gathered: boolean;
  chosen: string | undefined;
  /** Cell whose stack is fanned out. */
  fanned: number | undefined;
  labels: boolean;
}

const BOX = { width: 46, height: 46 };

function oneCounter(placed: Placed[], standing: Standing, at: number, dx: number, dy: number, options: Options, top: boolean) {
  const { counter, x, y } = standing;
  const add = (icon: string, right: number, down: number) =>
    placed.push({ icon, x, y, dx: dx + right, dy: dy + down, standing: at });
  if (counter.id === options.chosen) add("chosen", 0, 0);
  if (standing.ringed) add("ring", 0, 0);
  add(symbolKey(counter, standing.outOfContact), 0, 0);
  if (!top) return;
  add(`b:${counter.side}:${Math.round(standing.share * BARS)}`, 0, 15);
  if (standing.fuel >= 0) add(`f:${standing.fuel < 0.1 ? 0 : standing.fuel < 0.5 ? 1 : 2}`, 17, 14);
  if (options.labels) add(`l:${counter.id}`, 0, 25);
}

export function stage(standings: readonly Standing[], options: Options): Stage {
  const placed: Placed[] = [];
  const leaders: Leader[] = [];
  const stacks = new Map<number, number[]>();
  const { scale } = options;
  if (options.gathered) {
    const shifts = spread(
      standings.map(({ x, y }): [number, number] => [x * scale, -y * scale]),
      BOX.width,
      BOX.height,
    );
    standings.forEach((standing, at) => {
      const [dx, dy] = shifts[at] ?? [0, 0];
      if (Math.hypot(dx, dy) > 9) {
        leaders.push({ from: [standing.x, standing.y], to: [standing.x + dx / scale, standing.y - dy / scale] });
      }
    });
    // From north to south, so that the nearer counter lies on top; the chosen one last.
    const order = standings.map((_, at) => at);
    order.sort((a, b) => (standings[b]?.y ?? 0) - (standings[a]?.y ?? 0));
    for (const at of toEnd(order, standings, options.chosen)) {
      const standing = standings[at];
      const [dx, dy] = shifts[at] ?? [0, 0];
      if (standing) oneCounter(placed, standing, at, dx, dy, options, true);
    }
    return { placed, leaders, stacks };
  }
  const cells = new Map<number, number[]>();
  standings.forEach((standing, at) => {
    const key = standing.cell >= 0 ? standing.cell : -1 - at;
    const list = cells.get(key);
    if (list) list.push(at);
    else cells.set(key, [at]);
  });
  const order = [...cells.entries()];
  order.sort(([a, one], [b, two]) => {
    if (a === options.fanned || b === options.fanned) return a === options.fanned ? 1 : -1;
    return (standings[two[0] ?? 0]?.y ?? 0) - (standings[one[0] ?? 0]?.y ?? 0);
  });
  for (const [cell, members] of order) {
    members.sort((a, b) => (standings[a]?.men ?? 0) - (standings[b]?.men ?? 0));
    const list = toEnd(members, standings, options.chosen);
    const top = list[list.length - 1] ?? 0;
    if (list.length > 1) stacks.set(top, list);
    if (cell === options.fanned && list.length > 1) {
      list.forEach((at, turn) => {
        const standing = standings[at];
        if (!standing) return;
        const radius = Math.max(52, (list.length * 50) / (2 * Math.PI));
        const angle = (2 * Math.PI * turn) / list.length - Math.PI / 2;
        const [dx, dy] = [radius * Math.cos(angle), radius * Math.sin(angle)];
        leaders.push({ from: [standing.x, standing.y], to: [standing.x + dx / scale, standing.y - dy / scale] });
        oneCounter(placed, standing, at, dx, dy, options, true);
      });
      continue;
    }
    const shown = list.slice(-4);
    shown.forEach((at, level) => {
      const standing = standings[at];
      const lift = 4 * (shown.length - 1 - level);
      if (standing) oneCounter(placed, standing, at, -lift, -lift, options, level === shown.length - 1);
    });
    const head = standings[top];
    if (head && list.length > 1) {
      placed.push({ icon: `n:${Math.min(MOST_IN_STACK, list.length)}`, x: head.x, y: head.y, dx: 19, dy: -14, standing: top });
    }
  }
  return { placed, leaders, stacks };
}

function toEnd(order: number[], standings: readonly Standing[], chosen: string | undefined): number[] {
  const rest = order.filter((at) => standings[at]?.counter.id !== chosen);
  return [...rest, ...order.filter((at) => standings[at]?.counter.id === chosen)];
}
