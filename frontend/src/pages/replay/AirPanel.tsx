import { useMemo } from "react";
import type { MapPlace } from "../../api/types";
import { Table, type Column } from "../../components/Table";
import { formatNumber } from "../../lib/format";
import type { Mesh } from "../../map/mesh";
import type { Air, Effort, Group } from "../../replay/air";
import type { Replay } from "../../replay/data";
import type { Eyes } from "../../replay/eyes";
import { placeNear } from "./near";
import { sideWord, words, type Names } from "./words";

interface Props {
  air: Air;
  eyes: Eyes;
  replay: Replay;
  mesh: Mesh;
  places: MapPlace[];
  names: Names;
  step: number;
}

const SHORT: Record<string, string> = {
  reconnaissance: "Recon.", superiority: "Superior.", close_support: "Support", interdiction: "Interdict.",
};

/** Less than ten with a tenth: what is shared out among regions is fractions. */
const few = (count: number) => formatNumber(count, count > 0 && count < 10 ? 1 : 0);

/** The tables behind the air effort of a day: regions by mission, and groups of aircraft. */
export function AirPanel({ air, eyes, replay, mesh, places, names, step }: Props) {
  const day = replay.day(step);
  const sides = useMemo(() => (eyes < 0 ? [0, 1] : [eyes]), [eyes]);
  const efforts = useMemo(() => sides.flatMap((side) => air.effort(day, side)), [air, day, sides]);
  const groups = useMemo(() => air.groups(day).filter((group) => sides.includes(group.side)), [air, day, sides]);
  const regions = replay.meta.regions;
  const side = (row: { side: number }) => sideWord(replay.meta.sides[row.side] ?? "");
  const lead = (row: Effort) => (replay.superiority[(day * 2 + row.side) * regions.length + row.region] ?? 0) / 100;
  const sum = (of: (group: Group) => number, at: number) => groups.filter((group) => group.side === at).reduce((all, group) => all + of(group), 0);
  const columns: Column<Effort>[] = [
    { key: "region", title: "Region", value: (row) => regions[row.region] },
    { key: "side", title: "Side", value: side },
    ...air.meta.missions.map((mission, at): Column<Effort> => ({
      key: mission, title: SHORT[mission] ?? words(mission), numeric: true, value: (row) => row.sorties[at], render: (row) => few(row.sorties[at] ?? 0),
    })),
    { key: "superiority", title: "Lead", numeric: true, value: lead, render: (row) => formatNumber(lead(row), 2) },
  ];
  const base = (row: Group) => (row.base < 0 ? "" : placeNear(places, mesh.centres[2 * row.base] ?? 0, mesh.centres[2 * row.base + 1] ?? 0));
  const parts: Column<Group>[] = [
    { key: "group_id", title: "Group", value: (row) => names.unit(row.id) },
    { key: "kind", title: "Kind" },
    { key: "base", title: "Base", value: base },
    { key: "aircraft", title: "Aircraft", numeric: true },
    { key: "flown", title: "Sorties", numeric: true, render: (row) => formatNumber(row.flown) },
    { key: "lost", title: "Lost", numeric: true, value: (row) => row.lost + row.left, render: (row) => formatNumber(row.lost + row.left, 1) },
  ];
  const file = `${replay.meta.scenario_id}-air-day-${day + 1}`;
  return (
    <>
      <h2>Air effort of day {day + 1}</h2>
      {sides.map((at) => (
        <p key={at}>
          {sideWord(replay.meta.sides[at] ?? "")}: {formatNumber(sum((group) => group.flown, at))} sorties, {formatNumber(sum((group) => group.lost, at), 1)} aircraft
          lost{sum((group) => group.left, at) > 0 && `, ${formatNumber(sum((group) => group.left, at), 1)} left behind at lost bases`}; {formatNumber(sum((group) => group.aircraft, at))} remain.
        </p>
      ))}
      <p className="quiet">
        Sorties are shared out among regions by the day; transport and single attacks are flown besides. Losses are kept by group, not by region. Lead: in
        the air, −1 to 1.
      </p>
      <Table caption="Sorties by region and mission" columns={columns} rows={efforts} rowKey={(row) => `${row.side}:${row.region}`} csvName={`${file}-regions.csv`} />
      <Table caption="Groups of aircraft" columns={parts} rows={groups} rowKey={(row) => row.id} csvName={`${file}-groups.csv`} />
    </>
  );
}
