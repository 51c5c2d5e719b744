import type { MapPlace } from "../../api/types";
import { formatUnit } from "../../lib/format";

const POINTS = ["E", "NE", "N", "NW", "W", "SW", "S", "SE"] as const;

/** A point in words: the nearest place, and how far it lies from it. */
export function placeNear(places: readonly MapPlace[], x: number, y: number): string {
  let best: MapPlace | undefined;
  let least = Infinity;
  for (const place of places) {
    const km = Math.hypot(place.x - x, place.y - y);
    if (km < least) [best, least] = [place, km];
  }
  if (!best) return "";
  if (least < 8) return best.name_1945;
  const turn = Math.round(Math.atan2(y - best.y, x - best.x) / (Math.PI / 4));
  return `${formatUnit(Math.round(least), "km")} ${POINTS[(turn + 8) % 8] ?? ""} of ${best.name_1945}`;
}
