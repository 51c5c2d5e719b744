/** The spread of campaigns, ready to be drawn. */
import type { Fan, LossClaim, PlaceDates } from "../../api/types";

export const placeKey = (place: Pick<PlaceDates, "place_id" | "side">): string => `${place.place_id}@${place.side}`;

/** Places in the order of their dates, by the record where it knows them, else by the median of the campaigns. */
export function inOrder(places: PlaceDates[], documentedOnly: boolean): PlaceDates[] {
  const at = (place: PlaceDates) => place.documented[0]?.mid_h ?? place.spread?.q50 ?? Infinity;
  return places
    .filter((place) => (documentedOnly ? place.documented.length > 0 : place.happened > 0 || place.documented.length > 0))
    .sort((a, b) => at(a) - at(b) || a.place_id.localeCompare(b.place_id));
}

export type Verdict = "within 50 %" | "within 90 %" | "earlier" | "later" | "";

/** Where the documented interval lies against the campaigns: inside their middle, or they come earlier or later. */
export function verdict(place: PlaceDates): Verdict {
  // The campaigns' dates are captures; a place reached or cleared is another thing.
  const date = place.documented.find((item) => item.measure === "captured_h");
  const { spread } = place;
  if (!date || !spread) return "";
  const meets = (low: number, high: number) => date.high_h >= low && date.low_h <= high;
  if (meets(spread.q25, spread.q75)) return "within 50 %";
  if (meets(spread.q05, spread.q95)) return "within 90 %";
  return spread.q95 < date.low_h ? "earlier" : "later";
}

/** Bins of a distribution of hours, as counts; what never happened is in none. */
export function histogram(hours: (number | null)[], width: number, end: number): number[] {
  const bins = new Array<number>(Math.ceil(end / width)).fill(0);
  for (const hour of hours) {
    if (hour === null) continue;
    const bin = Math.min(bins.length - 1, Math.floor(hour / width));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return bins;
}

/** Claims that count exactly what a fan counts, by a day the run reaches; the others would compare unlike things. */
export const alike = (fan: Fan, claims: LossClaim[]): LossClaim[] =>
  claims.filter((claim) =>
    claim.columns.length === 1 && claim.columns[0] === fan.measure && !claim.partial &&
    claim.day <= fan.q50.length - 1 && (claim.low !== null || claim.high !== null));

/** The highest value a fan and its claims need, rounded up to one digit. */
export function ceiling(fan: Fan, claims: LossClaim[]): number {
  const most = Math.max(1, ...fan.q95, ...claims.flatMap((claim) => [claim.low ?? 0, claim.high ?? 0]));
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= most) ?? 10) * power;
}

/** A closed path between two lines over the days. */
export function bandPath(low: number[], high: number[], x: (day: number) => number, y: (value: number) => number): string {
  const point = (value: number, day: number) => `${x(day).toFixed(1)},${y(value).toFixed(1)}`;
  const up = high.map(point);
  const down = low.map(point).reverse();
  return `M${[...up, ...down].join("L")}Z`;
}

export const linePath = (values: number[], x: (day: number) => number, y: (value: number) => number): string =>
  `M${values.map((value, day) => `${x(day).toFixed(1)},${y(value).toFixed(1)}`).join("L")}`;
