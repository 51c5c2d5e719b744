/** Two campaigns at the same step, in numbers. */
import type { MapPlace, UnitInfo } from "../api/types";
import type { Replay } from "../replay/data";

export interface HolderRow {
  place_id: string;
  name: string;
  /** Side that holds it in each campaign, "" = nobody. */
  before: string;
  after: string;
}

const holder = (replay: Replay, cell: number, step: number): string => replay.meta.sides[replay.held(step)[cell] ?? -1] ?? "";

/** Places that different sides hold in two campaigns, the largest first. */
export function holderRows(a: Replay, b: Replay, places: readonly MapPlace[], step: number): HolderRow[] {
  return places
    .filter((place): place is MapPlace & { cell: number } => place.cell !== null)
    .map(({ place_id, name_1945, cell }) => ({ place_id, name: name_1945, before: holder(a, cell, step), after: holder(b, cell, step) }))
    .filter((row) => row.before !== row.after);
}

/** Men a side has lost up to a step, day by day as the campaign counts them. */
export function lostBy(replay: Replay, side: number, step: number): number {
  const days = step === 0 ? 0 : replay.day(step) + 1;
  return replay.losses(side).slice(0, days).flat().reduce((sum, men) => sum + men, 0);
}

export const cellsOf = (replay: Replay, side: number, step: number): number =>
  replay.held(step).reduce((count, holds) => count + (holds === side ? 1 : 0), 0);

export interface Strength {
  men: number;
  tanks: number;
  guns: number;
}

/** What a unit, or all units under a formation, have on the map at a step. */
export function strengthOf(replay: Replay, units: readonly UnitInfo[], id: string, step: number): Strength {
  const found = { men: 0, tanks: 0, guns: 0 };
  units.forEach((unit, at) => {
    if (![unit.unit_id, unit.formation_id, unit.corps_id, unit.army_id].includes(id) || replay.cellOf(at, step) < 0) return;
    for (const part of ["men", "tanks", "guns"] as const) found[part] += replay[part][replay.at(at, step)] ?? 0;
  });
  return found;
}
