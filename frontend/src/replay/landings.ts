/** Landings from the water and from the air: who went aboard where, and what became of it. */
import type { EventInfo } from "../api/types";

type Point = [number, number];

export interface Landing {
  /** Unknown where the other side landed. */
  unit: string | null;
  side: string;
  byAir: boolean;
  outcome: "under way" | "landed" | "repulsed" | "turned back";
  /** Where and when it went aboard. */
  from: Point | undefined;
  fromPlace: string | null;
  embarked: number | undefined;
  /** Where and when it came ashore, or tried to. */
  to: Point | undefined;
  toPlace: string | null;
  step: number | undefined;
  men: number;
  /** Craft lost to mines and guns on the way. */
  craft: number;
}

const OUTCOMES: Record<string, Landing["outcome"]> = {
  landed: "landed", air_landed: "landed", landing_repulsed: "repulsed", turned_back: "turned back",
};

const point = ({ x, y }: EventInfo): Point | undefined => (x === null || y === null ? undefined : [x, y]);

/** Landings that have begun by a step, in the order of their last event; further echelons are landings of their own. */
export function landingsBy(events: readonly EventInfo[], step: number): Landing[] {
  const aboard = new Map<string, EventInfo>();
  const craft = new Map<string, number>();
  const waiting = new Map<string, EventInfo>();
  const found: Landing[] = [];
  for (const event of events) {
    if (event.step > step) break;
    const unit = event.unit_id;
    if (event.kind === "embarked" && unit) {
      aboard.set(unit, event);
      waiting.set(unit, event);
    } else if (/^craft_/.test(event.kind) && unit) {
      craft.set(unit, (craft.get(unit) ?? 0) + (event.value ?? 0));
    }
    const outcome = OUTCOMES[event.kind];
    if (!outcome) continue;
    found.push({ ...begun(unit ? aboard.get(unit) : undefined, event), outcome, byAir: event.kind === "air_landed",
      to: point(event), toPlace: event.place_id, step: event.step, men: event.value ?? 0, craft: (unit && craft.get(unit)) || 0 });
    if (unit) {
      waiting.delete(unit);
      craft.delete(unit);
    }
  }
  for (const [unit, event] of waiting) {
    found.push({ ...begun(event, event), outcome: "under way", byAir: false, to: undefined, toPlace: null, step: undefined,
      men: event.value ?? 0, craft: craft.get(unit) ?? 0 });
  }
  return found;
}

function begun(start: EventInfo | undefined, event: EventInfo): Pick<Landing, "unit" | "side" | "from" | "fromPlace" | "embarked"> {
  return {
    unit: event.unit_id, side: event.side, from: start && point(start), fromPlace: start?.place_id ?? null, embarked: start?.step,
  };
}

/** What stands at one beach: all landings there so far. */
export interface Beach {
  x: number;
  y: number;
  side: string;
  byAir: boolean;
  repulsed: boolean;
  men: number;
}

export function beachesOf(landings: readonly Landing[]): Beach[] {
  const found = new Map<string, Beach>();
  for (const { to, side, byAir, outcome, men } of landings) {
    if (!to || outcome === "turned back") continue;
    const repulsed = outcome === "repulsed";
    const key = `${to[0]}:${to[1]}:${side}:${byAir}`;
    const beach = found.get(key);
    if (!beach) found.set(key, { x: to[0], y: to[1], side, byAir, repulsed, men: repulsed ? 0 : men });
    else {
      beach.men += repulsed ? 0 : men;
      // A later landing that held is what counts.
      beach.repulsed = repulsed && beach.men === 0;
    }
  }
  return [...found.values()];
}
