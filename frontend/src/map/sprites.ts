/** Turns counters that stand somewhere into the pictures of one layer, back to front. */
import { spread, type Standing } from "../replay/counters";
import type { Box } from "./labels";
import { BARS, FINE, MOST_IN_STACK, symbolKey, type Atlas } from "./symbols";

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
  /** Counters that stand for several units stack where they come close, single units where they share a cell. */
  gathered: boolean;
  chosen: string | undefined;
  /** Counter whose stack is fanned out. */
  fanned: string | undefined;
  /** Strength and fuel under the symbol. */
  bars: boolean;
}

/** Gathered counters nearer than this lie on each other, pixels. */
const NEAR = 18;
const HEIGHT = 46;
/** What is seen of a stack. */
const LAYERS = 4;

/** Room for a symbol and its name. */
const widthOf = ({ counter }: Standing): number => Math.max(46, counter.label.length * 6.6 + 8);

/** Stacks, each from bottom to top: the strongest on top, the chosen one over all. */
function stacksOf(standings: readonly Standing[], options: Options): number[][] {
  const order = standings.map((_, at) => at).sort((a, b) => (standings[b]?.men ?? 0) - (standings[a]?.men ?? 0));
  const near = NEAR / options.scale;
  const found: number[][] = [];
  const byCell = new Map<string, number[]>();
  for (const at of order) {
    const one = standings[at];
    if (!one) continue;
    const key = `${one.counter.side}:${one.cell}`;
    const stack = options.gathered
      ? found.find(([top]) => {
          const other = standings[top ?? 0];
          return other?.counter.side === one.counter.side && Math.hypot(other.x - one.x, other.y - one.y) < near;
        })
      : one.cell >= 0 && byCell.get(key);
    if (stack) stack.push(at);
    else {
      const begun = [at];
      found.push(begun);
      byCell.set(key, begun);
    }
  }
  for (const stack of found) {
    stack.reverse();
    const chosen = stack.findIndex((at) => standings[at]?.counter.id === options.chosen);
    if (chosen >= 0) stack.push(...stack.splice(chosen, 1));
  }
  return found;
}

function addCounter(placed: Placed[], standing: Standing, at: number, [dx, dy]: [number, number], options: Options, top: boolean) {
  const { counter, x, y } = standing;
  const add = (icon: string, right: number, down: number) =>
    placed.push({ icon, x, y, dx: dx + right, dy: dy + down, standing: at });
  if (counter.id === options.chosen) add("chosen", 0, 0);
  if (standing.ringed) add("ring", 0, 0);
  add(symbolKey(counter, standing.outOfContact), 0, 0);
  if (!top) return;
  add(`l:${counter.id}`, 0, options.bars ? 25 : 19);
  if (!options.bars) return;
  add(`b:${counter.side}:${Math.round(standing.share * BARS)}`, 0, 15);
  if (standing.fuel >= 0) add(`f:${standing.fuel < 0.1 ? 0 : standing.fuel < 0.5 ? 1 : 2}`, 17, 14);
}

/** Counters of a stack round its place, from the top clockwise. */
function fan(count: number): [number, number][] {
  const radius = Math.max(54, (count * 54) / (2 * Math.PI));
  return Array.from({ length: count }, (_, turn) => {
    const angle = (2 * Math.PI * turn) / count - Math.PI / 2;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

export function stage(standings: readonly Standing[], options: Options): Stage {
  const { scale } = options;
  const placed: Placed[] = [];
  const leaders: Leader[] = [];
  const stacks = new Map<number, number[]>();
  const all = stacksOf(standings, options);
  const tops = all.map((stack) => standings[stack[stack.length - 1] ?? 0] as Standing);
  const shifts = spread(tops.map(({ x, y }): [number, number] => [x * scale, -y * scale]), tops.map(widthOf), HEIGHT);
  const lead = ({ x, y }: Standing, [dx, dy]: [number, number]) => {
    if (Math.hypot(dx, dy) > 9) leaders.push({ from: [x, y], to: [x + dx / scale, y - dy / scale] });
  };
  const isFanned = (stack: number[]) => stack.length > 1 && stack.some((at) => standings[at]?.counter.id === options.fanned);
  const isChosen = (turn: number) => tops[turn]?.counter.id === options.chosen;
  // From north to south, so that the nearer counter lies on top; the chosen one and a fan last.
  const rank = (turn: number) => (isFanned(all[turn] ?? []) ? 2 : isChosen(turn) ? 1 : 0);
  const order = all.map((_, turn) => turn).sort((a, b) => rank(a) - rank(b) || (tops[b]?.y ?? 0) - (tops[a]?.y ?? 0));
  for (const turn of order) {
    const [stack, head, shift] = [all[turn], tops[turn], shifts[turn]];
    if (!stack || !head || !shift) continue;
    const top = stack[stack.length - 1] ?? 0;
    if (stack.length > 1) stacks.set(top, stack);
    if (isFanned(stack)) {
      const rays = fan(stack.length);
      stack.forEach((at, ray) => {
        const standing = standings[at] as Standing;
        const [dx, dy] = rays[ray] ?? [0, 0];
        // The fan opens round its head, wherever in the stack's ground the others stand.
        const away: [number, number] = [dx + (head.x - standing.x) * scale, dy - (head.y - standing.y) * scale];
        lead(standing, away);
        addCounter(placed, standing, at, away, options, true);
      });
      continue;
    }
    lead(head, shift);
    const shown = stack.slice(-LAYERS);
    shown.forEach((at, level) => {
      const lift = 4 * (shown.length - 1 - level);
      // All on the head's place: one stack, not several counters that touch.
      addCounter(placed, { ...(standings[at] as Standing), x: head.x, y: head.y }, at, [shift[0] - lift, shift[1] - lift], options, at === top);
    });
    if (stack.length > 1) {
      placed.push({
        icon: `n:${Math.min(MOST_IN_STACK, stack.length)}`, x: head.x, y: head.y, dx: shift[0] + 19, dy: shift[1] - 14, standing: top,
      });
    }
  }
  return { placed, leaders, stacks };
}

/** Small from afar, full size from corps on. */
export const spriteScale = (scale: number): number => (scale < 0.5 ? 0.86 : 1);

/** Ground under symbols and their names, in pixels from the map's origin, down. */
export function boxes(placed: readonly Placed[], atlas: Atlas, scale: number): Box[] {
  const size = spriteScale(scale) / FINE;
  const found: Box[] = [];
  for (const { icon, x, y, dx, dy } of placed) {
    const sprite = atlas.mapping[icon];
    if (!sprite || !(icon.startsWith("s:") || icon.startsWith("l:"))) continue;
    const [left, top] = [x * scale + dx - sprite.anchorX * size, -y * scale + dy - sprite.anchorY * size];
    found.push([left, top, left + sprite.width * size, top + sprite.height * size]);
  }
  return found;
}
