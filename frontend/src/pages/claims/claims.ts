/** Claims in order: search, and rival values on one scale. */
import type { ClaimInfo } from "../../api/types";

/** A word for a code: soviet_killed -> "Soviet killed". */
export const subjectWords = (code: string): string => {
  const text = code.replaceAll("_", " ").replaceAll("-", " ").replace(/\b(soviet|japanese|manchukuo|mongolian|kwantung)\b/g,
    (name) => name.charAt(0).toUpperCase() + name.slice(1));
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** Whether every word of the search stands somewhere in the claim. */
export function matches(claim: ClaimInfo, search: string, source: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = [
    claim.claim_id, claim.subject.replaceAll("_", " "), claim.side, claim.figure, claim.paraphrase, claim.scope,
    claim.definition, claim.source_id, claim.as_of_date, claim.locator, source,
  ].join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
}

const DAY_MS = 86_400_000;

/** First and last day a date's words can mean, in days since 1970: "1945-08" is the whole of August. */
export function dateSpan(text: string): [number, number] | undefined {
  const match = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d):(\d\d))?$/.exec(text.trim());
  if (!match) return undefined;
  const [year, month, day] = [match[1], match[2], match[3]].map((part) => (part === undefined ? undefined : Number(part)));
  if (year === undefined) return undefined;
  if (month === undefined) return [Date.UTC(year, 0, 1) / DAY_MS, Date.UTC(year, 11, 31) / DAY_MS];
  if (day === undefined) return [Date.UTC(year, month - 1, 1) / DAY_MS, Date.UTC(year, month, 0) / DAY_MS];
  const hours = match[4] === undefined ? 0 : Number(match[4]) / 24 + Number(match[5]) / 1440;
  const at = Date.UTC(year, month - 1, day) / DAY_MS + hours;
  return [at, at];
}

const isDate = (unit: string): boolean => /^(date|month|year)/.test(unit);

export interface Rival {
  claim: ClaimInfo;
  low: number;
  high: number;
}

/** Claims whose values lie on one scale. */
export interface Scale {
  unit: string;
  dates: boolean;
  low: number;
  high: number;
  rivals: Rival[];
}

function span(claim: ClaimInfo): [number, number] | undefined {
  if (isDate(claim.unit)) {
    const low = dateSpan(claim.value_low);
    const high = dateSpan(claim.value_high || claim.value_low);
    return low && high && [low[0], high[1]];
  }
  return claim.low === null || claim.high === null ? undefined : [claim.low, claim.high];
}

/** Rival values by unit, each on its scale; `words` are those that are no values. */
export function rivalScales(claims: ClaimInfo[]): { scales: Scale[]; words: ClaimInfo[] } {
  const scales = new Map<string, Scale>();
  const words: ClaimInfo[] = [];
  for (const claim of claims) {
    const values = span(claim);
    if (!values) {
      words.push(claim);
      continue;
    }
    const dates = isDate(claim.unit);
    const unit = dates ? "date" : claim.unit;
    const scale = scales.get(unit) ?? { unit, dates, low: Infinity, high: -Infinity, rivals: [] };
    scale.low = Math.min(scale.low, values[0]);
    scale.high = Math.max(scale.high, values[1]);
    scale.rivals.push({ claim, low: values[0], high: values[1] });
    scales.set(unit, scale);
  }
  return { scales: [...scales.values()], words };
}

/** Where a value lies between the ends of its scale, 0 to 1, with a margin at both ends. */
export function along(scale: Scale, value: number): number {
  const width = scale.high - scale.low;
  return width > 0 ? 0.04 + (0.92 * (value - scale.low)) / width : 0.5;
}

export function dayText(days: number): string {
  return new Date(Math.floor(days) * DAY_MS).toISOString().slice(0, 10);
}
