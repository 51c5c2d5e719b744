/** What a cell was through a campaign: whose it was when, and who stands there. */
import type { Replay } from "./data";

export interface Holding {
  /** Side, or the number that means nobody. */
  side: number;
  /** Step from which on. */
  from: number;
}

/** Whose a cell was until a step, each change of hands once. */
export function holdings(replay: Replay, cell: number, step: number): Holding[] {
  const found: Holding[] = [];
  for (let at = 0; at <= step; at++) {
    const side = replay.held(at)[cell] ?? replay.meta.nobody;
    if (found.at(-1)?.side !== side) found.push({ side, from: at });
  }
  return found;
}

/** Units in a cell at a step that have men left, the largest first. */
export function unitsIn(replay: Replay, cell: number, step: number): number[] {
  const found: number[] = [];
  for (let unit = 0; unit < replay.meta.units; unit++) {
    if (replay.cellOf(unit, step) === cell && (replay.men[replay.at(unit, step)] ?? 0) > 0) found.push(unit);
  }
  return found.sort((a, b) => (replay.men[replay.at(b, step)] ?? 0) - (replay.men[replay.at(a, step)] ?? 0));
}
