/** What happened, by the record: documented dates at places, never mixed with the campaign. */
import type { Documented, MapPlace, RecordInfo } from "../../api/types";
import { addHours, formatDay, type LocalTime } from "../../lib/format";
import { capturesOf, type DatedPlace } from "../../replay/documentedFront";
import type { RecordMark } from "../../replay/overlays";

export type RecordAnswer = RecordInfo;

/** From when the steps of a map are counted, how long they are, and the order of the sides. */
export interface Clock {
  start: LocalTime;
  meta: { step_hours: number; sides: string[] };
}

/** "14 Aug" or, when the day is not certain, "14–16 Aug". */
export function intervalText(date: Documented, replay: Clock): string {
  const [low, high] = [addHours(replay.start, date.low_h), addHours(replay.start, Math.max(date.low_h, date.high_h - 0.01))];
  const [from, to] = [formatDay(low, true), formatDay(high, true)];
  if (from === to) return from;
  return low.month === high.month ? `${low.day}–${to}` : `${from} – ${to}`;
}

/** Dates that move the documented front. */
export function readCaptures(answer: RecordAnswer, replay: Clock): DatedPlace[] {
  return capturesOf(answer.dates).map(({ x, y, side, low_h, mid_h, high_h }) => ({
    x, y, side: replay.meta.sides.indexOf(side), low: low_h, mid: mid_h, high: high_h,
  }));
}

export function readRecord(answer: RecordAnswer, places: MapPlace[], replay: Clock): RecordMark[] {
  const byId = new Map(places.map((place) => [place.place_id, place]));
  return answer.dates.map((date) => {
    const name = byId.get(date.place_id)?.name_1945 ?? date.place_id;
    const span = intervalText(date, replay);
    return {
      id: `${date.place_id}:${date.measure}:${date.side}`,
      placeId: date.place_id,
      measure: date.measure,
      x: date.x,
      y: date.y,
      step: date.mid_h / replay.meta.step_hours,
      text: span,
      title: `${name}: ${date.measure.replaceAll("_", " ")}, ${span}. ${date.described.join("; ")}`,
    };
  });
}
