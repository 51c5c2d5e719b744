/** What stands on the map at a step: units, or the corps and armies they belong to, as counters with a place. */
import type { FormationInfo, UnitInfo } from "../api/types";
import { alongWay, type Ground, type Ways } from "../map/ways";
import type { Replay } from "./data";

export type Level = "army" | "corps" | "unit";

export interface Counter {
  /** Unit or formation. */
  id: string;
  level: Level;
  side: number;
  arm: string;
  marks: string;
  label: string;
  /** Numbers of the units it stands for. */
  units: number[];
}

export interface Standing {
  counter: Counter;
  x: number;
  y: number;
  /** Cell it stands in, -1 for a counter that stands for several. */
  cell: number;
  men: number;
  /** Strength as a share of that at the start, 0 to 1. */
  share: number;
  /** 0 empty to 1 full, -1 = burns none. */
  fuel: number;
  outOfContact: boolean;
  ringed: boolean;
}

/** Armies from the whole theatre, corps from half of it, then single units. `scale` is pixels per kilometre. */
export function levelAt(scale: number): Level {
  if (scale < 0.95) return "army";
  return scale < 2.2 ? "corps" : "unit";
}

/** Whether a counter is shown for the whole theatre: brigades and more; lone regiments and detachments come closer by. */
export const isLarge = (counter: Counter): boolean => counter.units.length > 1 || /^X+$/.test(counter.marks);

const AIR = new Set(["air", "naval"]);
export const isAirOrNaval = (unit: UnitInfo): boolean => AIR.has(unit.arm);

/** Arm that stands for a formation: that of most of its men, tanks before foot when they come close. */
function mainArm(units: UnitInfo[], men: number[]): string {
  const sums = new Map<string, number>();
  units.forEach((unit, at) => {
    const weight = /^(armour|mechanized)$/.test(unit.arm) ? 1.5 : 1;
    sums.set(unit.arm, (sums.get(unit.arm) ?? 0) + weight * ((men[at] ?? 0) + 1));
  });
  let best = "";
  for (const [kind, sum] of sums) if (best === "" || sum > (sums.get(best) ?? 0)) best = kind;
  return best;
}

/** Counters of every level, in the order of the units. */
export function buildCounters(
  level: Level,
  units: readonly UnitInfo[],
  formations: readonly FormationInfo[],
  sides: readonly string[],
  menAtStart: (unit: number) => number,
): Counter[] {
  const byId = new Map(formations.map((formation) => [formation.formation_id, formation]));
  const groups = new Map<string, number[]>();
  units.forEach((unit, number) => {
    // Aircraft and ships never stand for an army's men.
    const wing = isAirOrNaval(unit) ? "/air" : "";
    const formation = level === "army" ? unit.army_id || unit.corps_id : unit.corps_id || unit.formation_id;
    const key = level === "unit" || !formation ? `unit:${unit.unit_id}` : `${formation}${wing}`;
    const group = groups.get(key);
    if (group) group.push(number);
    else groups.set(key, [number]);
  });
  const counters: Counter[] = [];
  for (const [key, members] of groups) {
    const first = units[members[0] ?? 0];
    if (!first) continue;
    const formation = byId.get(key.replace(/\/air$/, ""));
    // A formation with one unit here is that unit.
    if (!formation || (members.length === 1 && level !== "army")) {
      counters.push({
        id: first.unit_id, level: "unit", side: sides.indexOf(first.side), arm: first.arm,
        marks: first.marks, label: first.label || first.name, units: members,
      });
      continue;
    }
    const own = members.map((number) => units[number]).filter((unit) => unit !== undefined);
    counters.push({
      id: formation.formation_id,
      level,
      side: sides.indexOf(first.side),
      arm: mainArm(own, members.map(menAtStart)),
      marks: formation.marks,
      label: formation.label || formation.name,
      units: members,
    });
  }
  return counters;
}

/** What a unit goes over during the step that begins at `step`. */
export function groundOf(replay: Replay, unit: number, step: number): Ground {
  const next = Math.min(step + 1, replay.steps);
  const is = (at: number) => (replay.statusOf(unit, at) === "aboard" ? "water" : replay.has("on_train", unit, at) ? "rail" : "land");
  const now = is(step);
  return now === "land" ? is(next) : now;
}

/** Where the counters stand between two steps, on the cells they take; those with nobody left on the map are absent. */
export function standings(
  counters: readonly Counter[],
  replay: Replay,
  ways: Ways,
  step: number,
  fraction = 0,
  fuelFull?: Float64Array,
): Standing[] {
  const { centres } = ways.mesh;
  const next = Math.min(step + 1, replay.steps);
  const [present, aboard] = [replay.meta.status.indexOf("active"), replay.meta.status.indexOf("aboard")];
  const bit = (name: string) => {
    const at = replay.meta.flags.indexOf(name);
    return at < 0 ? 0 : 1 << at;
  };
  const [lonely, ring] = [bit("out_of_contact"), bit("surrounded") | bit("invested")];
  const found: Standing[] = [];
  for (const counter of counters) {
    let [weight, x, y, men, start, fuel, full, lost, rings, present_n] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let cell = -1;
    for (const unit of counter.units) {
      const at = replay.at(unit, step);
      start += replay.men[replay.at(unit, 0)] ?? 0;
      const status = replay.status[at];
      const here = replay.cellOf(unit, step);
      if (here < 0 || (status !== present && status !== aboard)) continue;
      const strength = replay.men[at] ?? 0;
      let [ux, uy] = [centres[2 * here] ?? 0, centres[2 * here + 1] ?? 0];
      const there = fraction > 0 ? replay.cellOf(unit, next) : here;
      if (there >= 0 && there !== here) [ux, uy] = alongWay(ways.between(here, there, groundOf(replay, unit, step)), fraction);
      const heft = strength + 1;
      weight += heft;
      x += heft * ux;
      y += heft * uy;
      men += strength;
      cell = here;
      present_n++;
      const flags = replay.flags[at] ?? 0;
      if (flags & lonely) lost++;
      if (flags & ring) rings++;
      const most = fuelFull?.[unit] ?? 0;
      if (most > 0) {
        full += most;
        fuel += replay.fuel[at] ?? 0;
      }
    }
    if (present_n === 0) continue;
    found.push({
      counter,
      x: x / weight,
      y: y / weight,
      cell: counter.units.length === 1 ? cell : -1,
      men,
      share: start > 0 ? Math.min(1, men / start) : 1,
      fuel: full > 0 ? Math.min(1, fuel / full) : -1,
      outOfContact: lost * 2 > present_n,
      ringed: rings * 2 > present_n,
    });
  }
  return found;
}

/**
 * Push counters apart until their boxes no longer touch, as far as a few rounds go. Positions and sizes in pixels;
 * returns the shift of each. Heavier counters (earlier in the list) move as much as lighter ones.
 */
export function spread(
  points: readonly [number, number][], widths: readonly number[], height: number, most = 60,
): [number, number][] {
  const moved = points.map(([x, y]): [number, number] => [x, y]);
  for (let round = 0; round < 14; round++) {
    let touched = false;
    for (let i = 0; i < moved.length; i++) {
      const a = moved[i] as [number, number];
      for (let j = i + 1; j < moved.length; j++) {
        const b = moved[j] as [number, number];
        const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
        const width = ((widths[i] ?? 0) + (widths[j] ?? 0)) / 2;
        const [overX, overY] = [width - Math.abs(dx), height - Math.abs(dy)];
        if (overX <= 0 || overY <= 0) continue;
        touched = true;
        // The shorter way out; the order in the list decides between two in one spot.
        if (overX * height < overY * width) {
          const push = (overX / 2 + 0.5) * (dx < 0 ? -1 : 1);
          a[0] -= push;
          b[0] += push;
        } else {
          const push = (overY / 2 + 0.5) * (dy < 0 ? -1 : 1);
          a[1] -= push;
          b[1] += push;
        }
      }
    }
    if (!touched) break;
  }
  return moved.map(([x, y], at) => {
    const [px, py] = points[at] as [number, number];
    const [dx, dy] = [x - px, y - py];
    const length = Math.hypot(dx, dy);
    const keep = length > most ? most / length : 1;
    return [dx * keep, dy * keep];
  });
}
