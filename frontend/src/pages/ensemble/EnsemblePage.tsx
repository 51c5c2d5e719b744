import { useMemo, useState } from "react";
import type { PageProps } from "..";
import { getJson } from "../../api/client";
import type { Losses, PlaceDates, RunDescription } from "../../api/types";
import { LineChart } from "../../components/LineChart";
import { Table, type Column } from "../../components/Table";
import { Views } from "../../components/Views";
import { addHours, formatDay, formatNumber, parseTime, type LocalTime } from "../../lib/format";
import { formatHash } from "../../lib/route";
import { useData } from "../../lib/useData";
import { useSetQuery } from "../../lib/useRoute";
import { subjectWords } from "../claims/claims";
import { sideWord } from "../replay/words";
import { RunChoice } from "../RunChoice";
import { usePlaceNames } from "../useKnown";
import { DatesPicture } from "./DatesPicture";
import { FanPicture } from "./FanPicture";
import { PickCampaign } from "./PickCampaign";
import { SpreadMap } from "./SpreadMap";
import { alike, inOrder, placeKey, verdict } from "./spread";
import "../pages.css";
import "./ensemble.css";

const VIEWS = { dates: "Dates and losses", map: "Map" } as const;
type View = keyof typeof VIEWS;

const PICTURES = { fell: "When places fell", held: "Held by day" } as const;

/** The spread of the campaigns of a run beside the record and the claims. */
export function EnsemblePage({ query }: PageProps) {
  const setQuery = useSetQuery();
  const run = query.run;
  const about = useData(run && `about ${run}`, (signal) => getJson<RunDescription>(`api/runs/${run ?? ""}`, signal));
  const several = (about.data?.campaigns ?? 0) > 1 ? run : undefined;
  const places = useData(several && `places ${several}`, (signal) => getJson<PlaceDates[]>(`api/runs/${several ?? ""}/places`, signal));
  const losses = useData(several && `losses ${several}`, (signal) => getJson<Losses>(`api/runs/${several ?? ""}/losses`, signal));
  const start = about.data && parseTime(about.data.start);
  const days = Math.ceil((about.data?.steps ?? 0) / 4);
  const error = about.error ?? places.error ?? losses.error;
  const view: View = query.show === "map" ? "map" : "dates";
  const head = (
    <>
      <h1>Ensemble</h1>
      <div className="row">
        <RunChoice label="Run" value={run} several onChange={(id) => setQuery({ run: id, place: undefined })} />
        <Views views={VIEWS} view={view} onView={(name) => setQuery({ show: name === "dates" ? undefined : name })} />
      </div>
    </>
  );
  if (view === "map") return <SpreadMap run={several} about={about.data} places={places.data} query={query} trouble={about.error} head={head} />;
  return (
    <div className="page ensemble">
      {head}
      {error && <p className="notice error" role="alert">{error}</p>}
      {several && !error && (!places.data || !losses.data) && <p className="notice" role="status">The server gathers the campaigns …</p>}
      {several && start && places.data && (
        <Dates places={places.data} start={start} days={days} scenario={about.data?.scenario_id} query={query}
          onChange={(change) => setQuery(change)} />
      )}
      <div className="two">
        {start && losses.data && <Fans losses={losses.data} start={start} query={query} onChange={(change) => setQuery(change)} />}
        {several && <PickCampaign run={several} />}
      </div>
    </div>
  );
}

type Change = (change: Record<string, string | undefined>) => void;

interface DatesProps {
  places: PlaceDates[];
  start: LocalTime;
  days: number;
  scenario: string | undefined;
  query: Record<string, string>;
  onChange: Change;
}

function Dates({ places, start, days, scenario, query, onChange }: DatesProps) {
  const names = usePlaceNames(scenario);
  const all = query.all === "1";
  const picture = query.picture === "held" ? "held" : "fell";
  const shown = useMemo(() => inOrder(places, !all), [places, all]);
  const chosen = places.find((place) => placeKey(place) === query.place);
  const columns = useMemo(
    () => (picture === "held" ? heldColumns(names, start, places[0]?.by_day.length ?? 0) : columnsOf(names, start)),
    [names, start, picture, places],
  );
  return (
    <section aria-label="Capture dates">
      <h2>{PICTURES[picture]}</h2>
      <p className="notice">
        {picture === "fell"
          ? "Shade: share of the campaigns in 6 hours; thick stroke: their median;"
          : "Shade and number: percentage of the campaigns in which the place is held for good by the end of the day, no number: in all;"}
        {" "}in ink: the documented interval (dashed: reached or cleared, not captured).
        A percentage behind a name: campaigns in which the place fell at all.
      </p>
      <div className="row">
        <Views label="Picture" views={PICTURES} view={picture} onView={(name) => onChange({ picture: name === "fell" ? undefined : name })} />
        <label><input type="checkbox" checked={all} onChange={() => onChange({ all: all ? undefined : "1" })} /> places without a documented date, too</label>
      </div>
      <div className={chosen ? "dates-and-place" : undefined}>
        <DatesPicture places={shown} names={names} start={start} days={days} held={picture === "held"} selected={query.place} onSelect={(place) => onChange({ place })} />
        {chosen && <PlaceCurve place={chosen} name={names.get(chosen.place_id) ?? chosen.place_id} start={start} onClose={() => onChange({ place: undefined })} />}
      </div>
      <details>
        <summary>As a table</summary>
        <Table caption={`Dates of ${formatNumber(shown.length)} places`} columns={columns} rows={shown} rowKey={placeKey}
          onSelect={(place) => onChange({ place: placeKey(place) })} selected={query.place} csvName={picture === "held" ? "held-by-day.csv" : "capture-dates.csv"} />
      </details>
    </section>
  );
}

const hourText = (start: LocalTime, hour: number): string => {
  const time = addHours(start, hour);
  return `${formatDay(time, true)} ${String(time.hour).padStart(2, "0")} h`;
};

function columnsOf(names: ReadonlyMap<string, string>, start: LocalTime): Column<PlaceDates>[] {
  const quantile = (key: "q05" | "q50" | "q95", title: string): Column<PlaceDates> => ({
    key, title, numeric: true, value: (place) => place.spread?.[key] ?? "", render: (place) => (place.spread ? hourText(start, place.spread[key]) : "–"),
  });
  return [
    ...nameColumns(names),
    { key: "happened", title: "Campaigns", numeric: true, render: (place) => `${formatNumber(place.happened * 100)} %` },
    quantile("q05", "5 %"), quantile("q50", "Median"), quantile("q95", "95 %"),
    { key: "documented", title: "Documented", value: (place) => place.documented[0]?.mid_h ?? "",
      render: (place) => place.documented.map((date) => `${date.measure.replace(/_h$/, "")} ${hourText(start, date.low_h)} to ${hourText(start, date.high_h)}`).join("; ") || "–" },
    { key: "verdict", title: "Campaigns are", value: verdict },
  ];
}

const nameColumns = (names: ReadonlyMap<string, string>): Column<PlaceDates>[] => [
  { key: "place_id", title: "Place", render: (place) => names.get(place.place_id) ?? place.place_id },
  { key: "side", title: "By", render: (place) => sideWord(place.side) },
];

const heldColumns = (names: ReadonlyMap<string, string>, start: LocalTime, days: number): Column<PlaceDates>[] => [
  ...nameColumns(names),
  ...Array.from({ length: days }, (_, day): Column<PlaceDates> => ({
    key: `day_${day + 1}`, title: formatDay(addHours(start, day * 24), true), numeric: true,
    value: (place) => place.by_day[day] ?? "", render: (place) => `${formatNumber((place.by_day[day] ?? 0) * 100)} %`,
  })),
];

interface CurveProps {
  place: PlaceDates;
  name: string;
  start: LocalTime;
  onClose: () => void;
}

function PlaceCurve({ place, name, start, onClose }: CurveProps) {
  const x = useMemo(() => place.by_day.map((_, day) => day + 1), [place]);
  const lines = useMemo(() => [{
    label: `held for good by the end of the day (${sideWord(place.side)})`, values: place.by_day.map((share) => share * 100),
    colour: place.side === "soviet" ? "#b3261e" : "#1d4f91", width: 2,
  }], [place]);
  return (
    <section className="place-curve" aria-label={name}>
      <header><h3>{name}</h3><button type="button" className="quiet" aria-label={`Close ${name}`} onClick={onClose}>✕</button></header>
      <LineChart label={`Share of campaigns in which ${name} is held, by day`} x={x} lines={lines} height={170}
        formatX={(day) => formatDay(addHours(start, (day - 1) * 24), true)} formatY={(share) => `${share} %`} />
      <ul className="source">{place.documented.map((date) => <li key={date.measure}>By the record: {date.described.join("; ")}</li>)}</ul>
    </section>
  );
}

function Fans({ losses, start, query, onChange }: { losses: Losses; start: LocalTime; query: Record<string, string>; onChange: Change }) {
  const [open, setOpen] = useState(false);
  const name = (fan: Losses["fans"][number]) => `${fan.side}.${fan.measure}`;
  const fan = losses.fans.find((item) => name(item) === query.fan) ?? losses.fans[0];
  if (!fan) return null;
  const claims = losses.claims[fan.side] ?? [];
  const same = alike(fan, claims);
  return (
    <section aria-label="Losses">
      <h2>Losses against the claims</h2>
      <label>
        Losses{" "}
        <select value={name(fan)} onChange={(event) => onChange({ fan: event.target.value })}>
          {losses.fans.map((item) => (
            <option key={name(item)} value={name(item)}>{sideWord(item.side)}: {item.measure === "men" ? "all losses of men" : item.measure.replaceAll("_", " ")}</option>
          ))}
        </select>
      </label>
      <FanPicture fan={fan} claims={same} start={start} />
      <p className="source">
        Shade: half and nine tenths of {formatNumber(losses.campaigns)} campaigns; line: median, {fan.unit}. In ink: claims that count the same, with what their words allow.
        {same.length === 0 && " No claim counts just this by a day the run reaches."}
      </p>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>All claims on losses of this side</summary>
        <ul className="in-words">
          {claims.map((claim) => (
            <li key={claim.claim_id}>
              <a href={formatHash({ page: "claims", query: { claim: claim.claim_id } })}>{claim.claim_id}</a> {claim.text}{" "}
              <span className="source">({claim.columns.map((column) => subjectWords(column).toLowerCase()).join(" + ")})</span>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
