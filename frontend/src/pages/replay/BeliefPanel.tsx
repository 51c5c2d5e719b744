import { useMemo } from "react";
import type { MapPlace } from "../../api/types";
import { Table, type Column } from "../../components/Table";
import { formatNumber, formatTime } from "../../lib/format";
import { ageText } from "../../map/believed";
import type { Mesh } from "../../map/mesh";
import type { Belief } from "../../replay/belief";
import type { Replay } from "../../replay/data";
import type { Eyes } from "../../replay/eyes";
import { placeNear } from "./near";
import { sideWord } from "./words";

interface Props {
  belief: Belief;
  eyes: Eyes;
  replay: Replay;
  mesh: Mesh;
  places: MapPlace[];
  step: number;
}

interface Row {
  where: string;
  men: number;
  age: number | undefined;
  alarm?: number;
}

/** The tables behind the signs: what one side believes of the other, by region and by cell. */
export function BeliefPanel({ belief, eyes, replay, mesh, places, step }: Props) {
  const hours = replay.meta.step_hours;
  const regions: Row[] = useMemo(
    () => belief.regions(eyes, step).map(({ region, ...row }) => ({ where: replay.meta.regions[region] ?? "", ...row })),
    [belief, eyes, step, replay],
  );
  const cells: Row[] = useMemo(
    () => belief.sightings(eyes, step)
      .map(({ cell, men, age }) => ({ where: placeNear(places, mesh.centres[2 * cell] ?? 0, mesh.centres[2 * cell + 1] ?? 0), men, age }))
      .sort((a, b) => a.age - b.age || b.men - a.men),
    [belief, eyes, step, places, mesh],
  );
  const [own, enemy] = [sideWord(replay.meta.sides[eyes] ?? ""), sideWord(replay.meta.sides[1 - eyes] ?? "")];
  const columns: Column<Row>[] = [
    { key: "where", title: "Region" },
    { key: "men", title: "Men", numeric: true, render: (row) => formatNumber(row.men) },
    {
      key: "age", title: "Report", numeric: true, value: (row) => (row.age === undefined ? null : row.age * hours),
      render: (row) => (row.age === undefined ? "none" : row.age === 0 ? "now" : `${ageText(row.age, hours)} ago`),
    },
  ];
  const alarm: Column<Row> = { key: "alarm", title: "Alarm", numeric: true, render: (row) => `${row.alarm ?? 0} %` };
  const seen = columns.map((column) => (column.key === "where" ? { ...column, title: "Where" } : column.key === "age" ? { ...column, title: "Seen" } : column));
  const file = `${replay.meta.scenario_id}-believed-by-${replay.meta.sides[eyes] ?? ""}-step-${step}`;
  return (
    <>
      <h2>What the {own} side believes</h2>
      <p className="quiet">{formatTime(replay.time(step))}</p>
      <p>
        The model keeps two beliefs. <em>In cells</em>: {enemy} men that {own} units have seen in their own cell or the next; neither arm nor name
        is kept. A report older than {belief.meta.memory_steps * hours} hours no longer counts for plans and is drawn small. <em>By region</em>: how
        many {enemy} men reports, posts and reconnaissance have told of, those in cells among them; where in the region is not known.
        <em>Alarm</em> is how far it reckons with an attack there.
      </p>
      <p>Belief is never too high in this model: no false alarms. Who holds which ground is known to both sides.</p>
      <Table caption={`${enemy} men by region`} columns={[...columns, alarm]} rows={regions} rowKey={(row) => row.where} csvName={`${file}-regions.csv`} />
      <Table caption={`${enemy} men in cells`} columns={seen} rows={cells.map((row, at) => ({ ...row, at }))}
        rowKey={(row) => String((row as Row & { at: number }).at)} csvName={`${file}-cells.csv`} />
      {cells.length === 0 && <p className="quiet">No enemy has been seen yet.</p>}
    </>
  );
}
