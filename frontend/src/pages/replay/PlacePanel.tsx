import type { EventInfo, MapPlace, Zone } from "../../api/types";
import { addHours, formatDay, formatNumber, formatUnit } from "../../lib/format";
import type { Replay } from "../../replay/data";
import type { Eyes } from "../../replay/eyes";
import type { Supply } from "../../replay/supply";
import type { RecordMark } from "../../replay/overlays";
import { unproject } from "../../map/projection";
import { eventText, sideWord, type Names } from "./words";

interface Props {
  place: MapPlace;
  replay: Replay | undefined;
  events: EventInfo[];
  record: RecordMark[];
  /** Loaded while its layer is on. */
  supply: Supply | undefined;
  eyes: Eyes;
  step: number;
  names: Names;
  onPick: (event: EventInfo) => void;
}

function holder(replay: Replay | undefined, cell: number | null, step: number): string {
  if (!replay || cell === null) return "";
  return handsOf(replay, replay.held(step)[cell] ?? replay.meta.nobody);
}

/** Whose hands a side's number stands for. */
export function handsOf(replay: Replay, side: number): string {
  const id = replay.meta.sides[side];
  return id ? `${sideWord(id)} hands` : "nobody's hands";
}

/** How far supply comes to a place on the morning of the day. */
export function suppliedFrom(supply: Supply, replay: Replay, cell: number | null, step: number, eyes: Eyes): string {
  const side = cell === null ? 255 : (replay.held(step)[cell] ?? 255);
  if (cell === null || side > 1 || (eyes >= 0 && side !== eyes)) return "";
  const km = supply.km(side, replay.day(step), cell);
  if (km === undefined) return "No line of supply this morning.";
  return km === 0 ? "Trains come here." : `Up to ${formatUnit(km, "km")} of road from the railhead.`;
}

/** A place: who holds it, what happened there in this campaign, and what the record says. */
export function PlacePanel({ place, replay, events, record, supply, eyes, step, names, onPick }: Props) {
  const here = events.filter((event) => event.place_id === place.place_id);
  const documented = record.filter((mark) => mark.id.startsWith(`${place.place_id}:`));
  const held = holder(replay, place.cell, step);
  return (
    <>
      <h2>{place.name_1945}</h2>
      <p className="quiet">
        {place.name_modern && place.name_modern !== place.name_1945 ? `today ${place.name_modern} · ` : ""}
        {place.kind} · {formatNumber(place.lat, 2)} N {formatNumber(place.lon, 2)} E
        {place.population ? ` · ${formatNumber(place.population)} people (1940)` : ""}
      </p>
      {held && <p>In {held}.{supply && replay && ` ${suppliedFrom(supply, replay, place.cell, step, eyes)}`}</p>}
      {documented.length > 0 && (
        <section className="documented">
          <h3>By the record</h3>
          <ul>{documented.map((mark) => <li key={mark.id}>{mark.title}</li>)}</ul>
        </section>
      )}
      <h3>In this campaign</h3>
      {here.length === 0 && <p className="quiet">No event.</p>}
      <ul className="members">
        {here.map((event, at) => (
          <li key={at}>
            <button type="button" className="link" onClick={() => onPick(event)}>
              {replay && formatDay(addHours(replay.start, event.hour), true)}: {eventText(event, names)}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

export function ZonePanel({ zone }: { zone: Zone }) {
  const [lat, lon] = unproject(zone.x, zone.y);
  return (
    <>
      <h2>{zone.name}</h2>
      <p className="quiet">{zone.kind.replaceAll("-", " ")} · {formatNumber(lat, 2)} N {formatNumber(lon, 2)} E</p>
      {zone.note && <p>{zone.note}</p>}
    </>
  );
}
