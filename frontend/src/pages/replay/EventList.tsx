import { useEffect, useMemo, useRef, useState } from "react";
import type { EventInfo } from "../../api/types";
import { addHours, formatDay } from "../../lib/format";
import type { Replay } from "../../replay/data";
import { eventText, MAJOR, type Names } from "./words";

interface Props {
  replay: Replay;
  events: EventInfo[];
  step: number;
  names: Names;
  onPick: (event: EventInfo) => void;
}

const MOST = 400;

/** Events beside the map; those up to now in ink, those to come in grey. */
export function EventList({ replay, events, step, names, onPick }: Props) {
  const [all, setAll] = useState(false);
  const shown = useMemo(() => {
    const kept = all ? events : events.filter((event) => MAJOR.has(event.kind));
    // The nearest in time when there are more than a page can carry.
    const now = kept.findIndex((event) => event.step > step);
    const from = Math.max(0, (now < 0 ? kept.length : now) - MOST / 2);
    return kept.slice(from, from + MOST);
  }, [all, events, step]);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const element = list.current;
    const current = element?.querySelector<HTMLElement>("li.last");
    if (element && current) element.scrollTop = current.offsetTop - element.offsetTop - element.clientHeight / 2;
  }, [step, shown]);
  const last = shown.findLastIndex((event) => event.step <= step);
  return (
    <details className="panel events" open>
      <summary>Events</summary>
      <label className="check">
        <input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} /> also small ones
      </label>
      <ol ref={list} tabIndex={0} aria-label="Events">
        {shown.map((event, at) => {
          const time = addHours(replay.start, event.hour);
          return (
            <li key={at} className={`${event.step <= step ? "past" : "future"}${at === last ? " last" : ""}`}>
              <button type="button" className="line" onClick={() => onPick(event)}>
                <span className={`dot side-${replay.meta.sides.indexOf(event.side)}`} aria-hidden="true" />
                <span className="when">{`${formatDay(time, true)} ${String(time.hour).padStart(2, "0")}:00`}</span>{" "}
                {eventText(event, names)}
              </button>
            </li>
          );
        })}
      </ol>
    </details>
  );
}
