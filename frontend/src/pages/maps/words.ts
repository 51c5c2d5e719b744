/** A day and its numbers in words. */
import { addHours, formatDay, formatTime, type LocalTime } from "../../lib/format";

/** "End of 14 August 1945"; the start by its hour. */
export const dayText = (start: LocalTime, day: number): string =>
  day === 0 ? formatTime(start) : `End of ${formatDay(addHours(start, 24 * day - 1))}`;

/** Short: "14 Aug". */
export const dayShort = (start: LocalTime, day: number): string => formatDay(addHours(start, Math.max(0, 24 * day - 1)), true);
