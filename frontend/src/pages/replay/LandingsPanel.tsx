import { useMemo } from "react";
import type { EventInfo } from "../../api/types";
import { Table, type Column } from "../../components/Table";
import { addHours, formatDay, formatNumber } from "../../lib/format";
import type { Replay } from "../../replay/data";
import { landingsBy, type Landing } from "../../replay/landings";
import { sideWord, type Names } from "./words";

interface Props {
  events: EventInfo[];
  replay: Replay;
  names: Names;
  step: number;
  onChoose: (id: string) => void;
}

interface Row extends Landing {
  at: string;
}

/** The table behind the landings so far. */
export function LandingsPanel({ events, replay, names, step, onChoose }: Props) {
  const rows: Row[] = useMemo(() => landingsBy(events, step).map((landing, at) => ({ ...landing, at: String(at) })), [events, step]);
  const place = (id: string | null) => (id ? names.place(id) : "");
  const when = (row: Row) => {
    const of = row.step ?? row.embarked;
    return of === undefined ? "" : formatDay(addHours(replay.start, of * replay.meta.step_hours), true);
  };
  const columns: Column<Row>[] = [
    { key: "unit", title: "Unit", value: (row) => (row.unit ? names.unit(row.unit) : sideWord(row.side)) },
    { key: "from", title: "From", value: (row) => place(row.fromPlace) },
    { key: "to", title: "To", value: (row) => place(row.toPlace) },
    { key: "step", title: "Day", value: (row) => row.step ?? row.embarked, render: when },
    { key: "outcome", title: "Outcome", value: (row) => `${row.outcome}${row.byAir ? " by air" : ""}` },
    { key: "men", title: "Men", numeric: true, render: (row) => formatNumber(row.men) },
    { key: "craft", title: "Craft", numeric: true, value: (row) => row.craft },
  ];
  return (
    <>
      <h2>Landings</h2>
      <p className="quiet">Until now; echelons that a later trip brings stand by themselves. Craft: lost to mines and guns on the way.</p>
      <Table caption="Landings so far" columns={columns} rows={rows} rowKey={(row) => row.at} csvName={`${replay.meta.scenario_id}-landings.csv`}
        onSelect={(row) => row.unit && onChoose(row.unit)} />
      {rows.length === 0 && <p className="quiet">Nobody has gone aboard yet.</p>}
    </>
  );
}
