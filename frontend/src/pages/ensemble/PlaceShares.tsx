import { useMemo } from "react";
import type { MapPlace, PlaceDates } from "../../api/types";
import { LineChart } from "../../components/LineChart";
import { useTheme } from "../../components/ThemeButton";
import { formatNumber } from "../../lib/format";
import { formatHash } from "../../lib/route";
import { STEPS_A_DAY, type Shares } from "../../spread/shares";
import { standFor } from "../../spread/tables";
import { dayShort, dayText } from "../maps/words";
import { sideWord } from "../replay/words";

interface Props {
  place: MapPlace;
  dates: PlaceDates[];
  shares: Shares;
  day: number;
  onClose: () => void;
  onDay: (day: number) => void;
}

const COLOURS = { light: ["#b3261e", "#1d4f91"], dark: ["#ef8a80", "#8fb6ea"] } as const;

/** A place over the campaigns: who holds it by day, what the record says, and campaigns to look at. */
export function PlaceShares({ place, dates, shares, day, onClose, onDay }: Props) {
  const { cell } = place;
  const colours = COLOURS[useTheme()];
  const days = useMemo(() => [...Array(shares.meta.days + 1).keys()], [shares]);
  const lines = useMemo(() => shares.meta.sides.map((side, at) => ({
    label: sideWord(side), values: days.map((one) => (cell === null ? null : shares.share(at, cell, one))), colour: colours[at] ?? "",
    width: 2, ...(at ? { dash: [5, 3] } : {}),
  })), [shares, days, cell, colours]);
  return (
    <aside className="right" aria-label={place.name_1945}>
      <button type="button" className="quiet close" aria-label="Close" onClick={onClose}>✕</button>
      <h2>{place.name_1945}</h2>
      {place.name_modern && place.name_modern !== place.name_1945 && <p className="quiet">today {place.name_modern}</p>}
      {cell === null ? <p>It lies on no cell of the map.</p> : (
        <>
          <p>{dayText(shares.start, day)}: {shares.meta.sides.map((side, at) => `${sideWord(side)} in ${formatNumber(shares.share(at, cell, day))} %`).join(", ")} of the campaigns.</p>
          <LineChart label={`Share of the campaigns in which each side holds the cell of ${place.name_1945}, by day`} x={days} lines={lines} height={150}
            cursor={day} formatX={(one) => dayShort(shares.start, one)} formatY={(share) => `${share} %`} onPick={(one) => onDay(Math.round(one))} />
        </>
      )}
      {dates.flatMap((one) => one.documented).map((date) => (
        <p key={`${date.measure}${date.side}`} className="documented">By the record: {date.described.join("; ")}</p>
      ))}
      {dates.map((one) => <Campaigns key={one.side} dates={one} shares={shares} place={place.place_id} />)}
    </aside>
  );
}

/** Campaigns in which the place fell early, in the middle and late, to be replayed at that moment. */
function Campaigns({ dates, shares, place }: { dates: PlaceDates; shares: Shares; place: string }) {
  const { first, median, last, never } = standFor(dates.hours);
  const when = (campaign: number) => dates.hours[campaign] ?? null;
  const link = (words: string, campaign: number | undefined) => {
    if (campaign === undefined) return null;
    const hour = when(campaign);
    const step = hour === null ? shares.meta.days * STEPS_A_DAY : Math.ceil(hour / 6);
    const query = { run: shares.meta.run_id, campaign: String(campaign), step: String(step), sel: `p:${place}` };
    return <li><a href={formatHash({ page: "replay", query })}>{words}: campaign {campaign}{hour === null ? "" : `, ${dayShort(shares.start, Math.floor(hour / 24) + 1)}`}</a></li>;
  };
  return (
    <section aria-label={`Campaigns to replay, ${sideWord(dates.side)}`}>
      <h3>Captured by the {sideWord(dates.side)} side: replay</h3>
      <ul className="picks">{link("Earliest", first)}{link("Median", median)}{link("Latest", last)}{link("Never", never)}</ul>
    </section>
  );
}
