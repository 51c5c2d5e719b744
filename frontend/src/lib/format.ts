/** Numbers with thin spaces, dates in words. */

const THIN = "\u2009";
const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
] as const;

/** 1234567 -> "1 234 567" (thin spaces); four digits stay together as print does it. */
export function formatNumber(value: number, digits = 0): string {
  if (!Number.isFinite(value)) return "–";
  const [whole = "0", part] = Math.abs(value).toFixed(digits).split(".");
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, THIN) : whole;
  const negative = value < 0 && Number(`${whole}.${part ?? 0}`) !== 0;
  return `${negative ? "−" : ""}${grouped}${part ? `.${part}` : ""}`;
}

export function formatUnit(value: number, unit: string, digits = 0): string {
  return `${formatNumber(value, digits)}${THIN}${unit}`;
}

/** A local time at an offset from UTC, kept as the numbers a calendar shows. */
export interface LocalTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  offset: number;
}

/** Parse "1945-08-09T00:00+09:00"; without an offset `fallback` (hours) holds. */
export function parseTime(text: string, fallback = 9): LocalTime {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d)?)?\s*(Z|[+-]\d\d:?\d\d)?$/.exec(text.trim());
  if (!match) throw new Error(`not a time: ${text}`);
  const [, year, month, day, hour = "0", minute = "0", zone] = match;
  let offset = fallback;
  if (zone === "Z") offset = 0;
  else if (zone) offset = Number(zone.slice(0, 3)) + (Math.sign(Number(zone.slice(0, 3))) || 1) * (Number(zone.slice(-2)) / 60);
  return { year: Number(year), month: Number(month), day: Number(day), hour: Number(hour), minute: Number(minute), offset };
}

export function addHours(time: LocalTime, hours: number): LocalTime {
  const moved = new Date(Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute) + hours * 3_600_000);
  return {
    year: moved.getUTCFullYear(),
    month: moved.getUTCMonth() + 1,
    day: moved.getUTCDate(),
    hour: moved.getUTCHours(),
    minute: moved.getUTCMinutes(),
    offset: time.offset,
  };
}

const two = (value: number) => String(value).padStart(2, "0");

export function formatDay(time: LocalTime, short = false): string {
  const month = MONTHS[time.month - 1] ?? "";
  return short ? `${time.day} ${month.slice(0, 3)}` : `${time.day} ${month} ${time.year}`;
}

/** "14 August 1945, 06:00 (UTC+9)". */
export function formatTime(time: LocalTime): string {
  const minutes = Math.round(Math.abs(time.offset % 1) * 60);
  const sign = time.offset < 0 ? "−" : "+";
  const zone = `UTC${sign}${Math.floor(Math.abs(time.offset))}${minutes ? `:${two(minutes)}` : ""}`;
  return `${formatDay(time)}, ${two(time.hour)}:${two(time.minute)} (${zone})`;
}

export function isoTime(time: LocalTime): string {
  const sign = time.offset < 0 ? "-" : "+";
  const zone = `${sign}${two(Math.floor(Math.abs(time.offset)))}:${two(Math.round(Math.abs(time.offset % 1) * 60))}`;
  return `${time.year}-${two(time.month)}-${two(time.day)}T${two(time.hour)}:${two(time.minute)}:00${zone}`;
}

/** Days from a to b, with fractions. */
export function daysBetween(a: LocalTime, b: LocalTime): number {
  const at = (t: LocalTime) => Date.UTC(t.year, t.month - 1, t.day, t.hour, t.minute) - t.offset * 3_600_000;
  return (at(b) - at(a)) / 86_400_000;
}
