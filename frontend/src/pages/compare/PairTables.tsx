import { useMemo } from "react";
import type { MapPlace, UnitInfo } from "../../api/types";
import { Table, type Column } from "../../components/Table";
import { formatNumber, formatTime } from "../../lib/format";
import type { Replay } from "../../replay/data";
import { cellsOf, holderRows, lostBy, strengthOf, type HolderRow } from "../../spread/pairs";
import type { Shares } from "../../spread/shares";
import { differenceRows, type DifferenceRow } from "../../spread/tables";
import { dayText } from "../maps/words";
import { sideWord } from "../replay/words";

const inHands = (side: string) => (side ? sideWord(side) : "nobody");

const HOLDERS: Column<HolderRow>[] = [
  { key: "name", title: "Place" },
  { key: "before", title: "Base", render: (row) => inHands(row.before) },
  { key: "after", title: "Other", render: (row) => inHands(row.after) },
];

interface CampaignProps {
  a: Replay;
  b: Replay;
  step: number;
  places: readonly MapPlace[];
  units: readonly UnitInfo[];
  /** A unit or formation that is looked at in both. */
  chosen: { id: string; name: string } | undefined;
}

interface Pair {
  what: string;
  before: number;
  after: number;
}

const PAIRS: Column<Pair>[] = [
  { key: "what", title: "Measure" },
  { key: "before", title: "Base", numeric: true, render: (row) => formatNumber(row.before) },
  { key: "after", title: "Other", numeric: true, render: (row) => formatNumber(row.after) },
];

/** Two campaigns at one step: what they have lost and hold, a chosen unit, and the places in different hands. */
export function CampaignPair({ a, b, step, places, units, chosen }: CampaignProps) {
  const rows = useMemo(() => holderRows(a, b, places, step), [a, b, places, step]);
  const pairs = useMemo(() => {
    const both = (what: string, of: (replay: Replay) => number): Pair => ({ what, before: of(a), after: of(b) });
    return [
      ...a.meta.sides.map((side, at) => both(`${sideWord(side)} losses so far, men`, (replay) => lostBy(replay, at, step))),
      ...a.meta.sides.map((side, at) => both(`Cells in ${sideWord(side)} hands`, (replay) => cellsOf(replay, at, step))),
      ...(chosen ? (["men", "tanks", "guns"] as const).map((part) => both(`${chosen.name}: ${part}`, (replay) => strengthOf(replay, units, chosen.id, step)[part])) : []),
    ];
  }, [a, b, step, units, chosen]);
  const when = formatTime(a.time(step));
  return (
    <details className="panel tables" open>
      <summary>As a table</summary>
      <Table caption={`Both campaigns, ${when}`} columns={PAIRS} rows={pairs} rowKey={(row) => row.what} csvName={`pair-step-${step}.csv`} />
      {rows.length === 0 ? <p>Every place is in the same hands in both.</p> : (
        <Table caption={`Places in different hands, ${when}`} columns={HOLDERS} rows={rows} rowKey={(row) => row.place_id} csvName={`different-hands-step-${step}.csv`} />
      )}
    </details>
  );
}

interface ShareProps {
  a: Shares;
  b: Shares;
  day: number;
  places: readonly MapPlace[];
}

const signed = (points: number) => (points > 0 ? `+${formatNumber(points)}` : formatNumber(points));

/** Two ensembles at the end of a day: places whose probability differs. */
export function SharePair({ a, b, day, places }: ShareProps) {
  const rows = useMemo(() => differenceRows(a, b, places, day), [a, b, places, day]);
  const side = sideWord(a.meta.sides[0] ?? "");
  const columns: Column<DifferenceRow>[] = useMemo(() => [
    { key: "name", title: "Place" },
    { key: "before", title: "Base", numeric: true, render: (row) => `${formatNumber(row.before)} %` },
    { key: "after", title: "Other", numeric: true, render: (row) => `${formatNumber(row.after)} %` },
    { key: "points", title: "Points", numeric: true, render: (row) => signed(row.points) },
  ], []);
  const when = dayText(a.start, day);
  return (
    <details className="panel tables" open>
      <summary>As a table</summary>
      {rows.length === 0 ? <p>Every place is as likely in {side} hands in both. {when}.</p> : (
        <Table caption={`Share of the campaigns in which the ${side} side holds a place. ${when}`} columns={columns} rows={rows}
          rowKey={(row) => row.place_id} csvName={`difference-day-${day}.csv`} />
      )}
    </details>
  );
}
