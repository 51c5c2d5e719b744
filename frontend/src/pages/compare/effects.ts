/** What one run changes against another: the answer of /api/compare. */

export interface Effect {
  measure: string;
  unit: string;
  paired: boolean;
  mean_before: number;
  mean_after: number;
  median_before: number;
  median_after: number;
  happened_before: number;
  happened_after: number;
  difference: number;
  low: number | null;
  high: number | null;
  difference_05: number | null;
  difference_95: number | null;
  fell: number | null;
  rose: number | null;
  against: number | null;
  variance_reduction: number | null;
}

export interface Comparison {
  base: string;
  campaigns: number;
  worlds: { name: string; overlays: string[]; paired: boolean; why_unpaired: string | null; pairs: number }[];
  effects: Effect[];
  notes: string[];
}

/** Whether the interval of the mean difference leaves out zero. */
export const isClear = (effect: Effect): boolean =>
  effect.low !== null && effect.high !== null && (effect.low > 0 || effect.high < 0);

/** Half the width of a scale with zero in its middle that holds everything about an effect. */
export function reach(effect: Effect): number {
  const values = [effect.difference, effect.low, effect.high, effect.difference_05, effect.difference_95];
  return Math.max(...values.map((value) => Math.abs(value ?? 0))) || 1;
}

/** The change in a word; an interval that holds zero is none. */
export function direction(effect: Effect): string {
  if (!isClear(effect)) return "no clear change";
  return effect.difference > 0 ? "more" : "less";
}

/** Digits that tell a difference apart from zero, two of them significant. */
export function digitsFor(value: number): number {
  const size = Math.abs(value);
  if (size === 0 || size >= 10) return 0;
  return Math.min(4, Math.max(0, 1 - Math.floor(Math.log10(size))));
}
