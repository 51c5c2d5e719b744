/** Events and states in words. */
import type { EventInfo } from "../../api/types";

export interface Names {
  unit: (id: string) => string;
  place: (id: string) => string;
  side: (id: string) => string;
}

export const words = (code: string): string => {
  const text = code.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
};

const AT_PLACE: Record<string, string> = {
  place_captured: "captured by",
  place_reached: "reached by",
  place_lost: "lost to",
  place_cleared: "cleared by",
};

export function eventText(event: EventInfo, names: Names): string {
  const unit = event.unit_id ? names.unit(event.unit_id) : event.formation_id ? names.unit(event.formation_id) : "";
  const place = event.place_id ? names.place(event.place_id) : "";
  const phrase = AT_PLACE[event.kind];
  if (phrase && place) return `${place} ${phrase} ${unit || names.side(event.side)}`;
  if (unit && place) return `${unit}: ${event.kind.replaceAll("_", " ")}, ${place}`;
  if (unit) return `${unit}: ${event.kind.replaceAll("_", " ")}`;
  return `${words(event.kind)}${place ? `, ${place}` : ""} (${names.side(event.side)})`;
}

/** Kinds that get a tick on the time bar and stand in the list from the start. */
export const MAJOR = new Set([
  "place_captured", "surrounded", "works_fallen", "link_up", "surrendered", "ceased_fire", "hq_overrun",
  "mutinied", "landed", "air_landed", "landing_repulsed", "peace_offered", "surrender_decided", "rescript_issued",
  "coup_attempted", "ceasefire_ordered", "shattered",
]);

const SHORT: Record<string, string> = { soviet: "Soviet", japanese: "Japanese" };

/** A side's neutral adjective from its id; the first letter large. */
export const sideWord = (side: string): string => SHORT[side] ?? words(side);
