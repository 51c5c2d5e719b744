import type { PlaceDates } from "../../api/types";
import { addHours, formatDay, type LocalTime } from "../../lib/format";
import { histogram, placeKey } from "./spread";

interface Props {
  places: PlaceDates[];
  names: ReadonlyMap<string, string>;
  start: LocalTime;
  days: number;
  /** Show the share of campaigns that hold a place by day, not when they took it. */
  held: boolean;
  selected: string | undefined;
  onSelect: (place: string) => void;
}

const LEFT = 172, WIDTH = 900, ROW = 22, TOP = 24, BIN_H = 6;

/** When places fell, or how likely they are held by day: the darker, the more campaigns; beside it the documented interval in ink. */
export function DatesPicture({ places, names, start, days, held, selected, onSelect }: Props) {
  const end = days * 24;
  const x = (hour: number) => LEFT + ((WIDTH - LEFT - 10) * Math.min(hour, end)) / end;
  const height = TOP + places.length * ROW + 6;
  const ticks = Array.from({ length: Math.floor(days / 5) + 1 }, (_, at) => at * 5);
  return (
    <div className="dates-picture" role="region" aria-label="Capture dates" tabIndex={0}>
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="group" aria-label={`Capture dates of ${places.length} places; the table below holds the same numbers`}>
        {ticks.map((day) => (
          <g key={day}>
            <line x1={x(day * 24)} x2={x(day * 24)} y1={TOP - 6} y2={height} stroke="var(--rule)" />
            <text x={x(day * 24)} y={TOP - 10} textAnchor={day === 0 ? "start" : day === days ? "end" : "middle"} fontSize="11" fill="var(--quiet)">{formatDay(addHours(start, day * 24), true)}</text>
          </g>
        ))}
        {places.map((place, at) => (
          <Row key={placeKey(place)} place={place} held={held} y={TOP + at * ROW} x={x} end={end} name={names.get(place.place_id) ?? place.place_id}
            chosen={placeKey(place) === selected} onSelect={onSelect} />
        ))}
      </svg>
    </div>
  );
}

interface RowProps {
  place: PlaceDates;
  held: boolean;
  name: string;
  y: number;
  x: (hour: number) => number;
  end: number;
  chosen: boolean;
  onSelect: (place: string) => void;
}

function Row({ place, held, name, y, x, end, chosen, onSelect }: RowProps) {
  const colour = `var(--${place.side === "soviet" ? "soviet" : place.side === "japanese" ? "japan" : "accent"})`;
  const middle = y + ROW / 2;
  return (
    <g onClick={() => onSelect(placeKey(place))} className="pick-row">
      <rect x="0" y={y} width={WIDTH} height={ROW} fill={chosen ? "var(--accent)" : "transparent"} fillOpacity=".12" />
      <text x={LEFT - 8} y={middle + 4} textAnchor="end" fontSize="12" fill="var(--ink)">
        {name}{place.happened < 1 && <tspan fill="var(--quiet)" fontSize="10"> {Math.round(place.happened * 100)} %</tspan>}
      </text>
      {held ? <Days place={place} y={y} x={x} colour={colour} /> : <Hours place={place} middle={middle} x={x} end={end} colour={colour} />}
      {place.documented.map((date) => (
        <g key={date.measure} stroke="var(--ink)" strokeWidth="1.6" transform={held ? `translate(0 ${5 - ROW / 2})` : undefined} strokeDasharray={date.measure === "captured_h" ? undefined : "3 2"}>
          <title>{`By the record: ${date.measure.replace(/_h$/, "")}. ${date.described.join("; ")}`}</title>
          <line x1={x(date.low_h)} x2={Math.max(x(date.high_h), x(date.low_h) + 2)} y1={middle} y2={middle} />
          <line x1={x(date.low_h)} x2={x(date.low_h)} y1={middle - 4} y2={middle + 4} />
          <line x1={x(date.high_h)} x2={x(date.high_h)} y1={middle - 4} y2={middle + 4} />
        </g>
      ))}
    </g>
  );
}

/** The share of campaigns that hold the place by the end of each day; a number where it is neither all nor none. */
function Days({ place, y, x, colour }: { place: PlaceDates; y: number; x: (hour: number) => number; colour: string }) {
  return place.by_day.map((share, day) => share > 0 && (
    <g key={day}>
      <rect x={x(day * 24)} y={y + 1} width={x((day + 1) * 24) - x(day * 24) - 0.6} height={ROW - 2} fill={colour} fillOpacity={0.06 + 0.5 * share} />
      {share >= 0.005 && share < 0.995 && (
        <text x={(x(day * 24) + x((day + 1) * 24)) / 2} y={y + ROW - 3} textAnchor="middle" fontSize="8.5" fill="var(--ink)">{Math.round(share * 100)}</text>
      )}
    </g>
  ));
}

/** When the campaigns took it, and the median of them. */
function Hours({ place, middle, x, end, colour }: { place: PlaceDates; middle: number; x: (hour: number) => number; end: number; colour: string }) {
  const bins = histogram(place.hours, BIN_H, end);
  const most = Math.max(1, ...bins);
  return (
    <>
      {bins.map((count, bin) => count > 0 && (
        <rect key={bin} x={x(bin * BIN_H)} y={middle - 6} width={x((bin + 1) * BIN_H) - x(bin * BIN_H)} height="12" fill={colour}
          fillOpacity={0.12 + (0.6 * count) / most} />
      ))}
      {place.spread && <line x1={x(place.spread.q50)} x2={x(place.spread.q50)} y1={middle - 7} y2={middle + 7} stroke={colour} strokeWidth="2.5" />}
    </>
  );
}
