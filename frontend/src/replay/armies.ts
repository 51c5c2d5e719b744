/** Supply of whole armies: how far their units are from the railheads, who is cut off, how much fuel they have. */
import type { FormationInfo, UnitInfo } from "../api/types";
import type { Replay } from "./data";
import { fuelState, type Supply } from "./supply";

export interface ArmySupply {
  id: string;
  name: string;
  side: number;
  units: number;
  /** Road-cost km of the middle and of the last unit that supply reaches. */
  km: number | undefined;
  farthest: number | undefined;
  cut: number;
  /** Refills of the motor units together, undefined if there is none. */
  refills: number | undefined;
  /** Motor units out of fuel. */
  dry: number;
}

/** Armies with units on the map, the farthest from their railheads first. */
export function armyRows(
  supply: Supply, replay: Replay, units: readonly UnitInfo[], formations: readonly FormationInfo[], step: number,
): ArmySupply[] {
  // A unit that stands under no army stands for itself.
  const names = new Map([
    ...units.map((unit): [string, string] => [unit.unit_id, unit.name]),
    ...formations.map((formation): [string, string] => [formation.formation_id, formation.name]),
  ]);
  const members = new Map<string, number[]>();
  units.forEach((unit, at) => {
    if (unit.rear || replay.statusOf(at, step) !== "active") return;
    const id = unit.army_id || unit.unit_id;
    const list = members.get(id);
    if (list) list.push(at);
    else members.set(id, [at]);
  });
  const rows = [...members].map(([id, list]): ArmySupply => {
    const reached = list.map((unit) => replay.supplyKm[replay.at(unit, step)] ?? replay.meta.no_supply).filter((km) => km !== replay.meta.no_supply);
    reached.sort((a, b) => a - b);
    const refills = list.filter((unit) => units[unit]?.motor).flatMap((unit) => supply.refills(replay, unit, step) ?? []);
    return {
      id,
      name: names.get(id) ?? id,
      side: replay.meta.sides.indexOf(units[list[0] ?? 0]?.side ?? ""),
      units: list.length,
      km: reached[reached.length >> 1],
      farthest: reached.at(-1),
      cut: list.length - reached.length,
      refills: refills.length ? refills.reduce((sum, one) => sum + one, 0) / refills.length : undefined,
      dry: refills.filter((one) => fuelState(one, supply.meta) === "dry").length,
    };
  });
  return rows.sort((a, b) => (b.km ?? Infinity) - (a.km ?? Infinity));
}
