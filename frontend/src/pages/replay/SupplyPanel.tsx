import { useMemo } from "react";
import type { FormationInfo, MapPlace, UnitInfo } from "../../api/types";
import { Table, type Column } from "../../components/Table";
import { formatNumber, formatUnit } from "../../lib/format";
import type { Replay } from "../../replay/data";
import type { Eyes } from "../../replay/eyes";
import { armyRows, type ArmySupply } from "../../replay/armies";
import type { Source, Supply } from "../../replay/supply";
import { sideWord } from "./words";

interface Props {
  supply: Supply;
  eyes: Eyes;
  replay: Replay;
  units: UnitInfo[];
  formations: FormationInfo[];
  places: MapPlace[];
  step: number;
  onChoose: (id: string) => void;
}

/** The tables behind the reach of supply: armies and how far they are from their railheads, and the depots. */
export function SupplyPanel({ supply, eyes, replay, units, formations, places, step, onChoose }: Props) {
  const day = replay.day(step);
  const { horse_km, truck_km, airlift_km } = supply.meta;
  const shown = (side: number) => eyes < 0 || side === eyes;
  const armies = useMemo(
    () => armyRows(supply, replay, units, formations, step).filter((row) => shown(row.side)),
    [supply, replay, units, formations, step, eyes],
  );
  const sources = useMemo(() => supply.sources(day).filter((source) => source.open && shown(source.side)), [supply, day, eyes]);
  const names = useMemo(() => new Map(places.map((place) => [place.place_id, place.name_1945])), [places]);
  const side = (row: { side: number }) => sideWord(replay.meta.sides[row.side] ?? "");
  const columns: Column<ArmySupply>[] = [
    { key: "name", title: "Army" },
    ...(eyes < 0 ? [{ key: "side", title: "Side", value: side }] : []),
    { key: "units", title: "Units", numeric: true },
    { key: "km", title: "km", numeric: true, value: (row) => row.km, render: (row) => (row.km === undefined ? "–" : formatNumber(row.km)) },
    { key: "farthest", title: "to km", numeric: true, render: (row) => (row.farthest === undefined ? "–" : formatNumber(row.farthest)) },
    { key: "cut", title: "cut", numeric: true },
    { key: "refills", title: "Refills", numeric: true, render: (row) => (row.refills === undefined ? "–" : formatNumber(row.refills, 1)) },
    { key: "dry", title: "dry", numeric: true },
  ];
  const depots: Column<Source>[] = [
    { key: "place", title: "From", value: (row) => names.get(row.place) ?? row.place },
    { key: "side", title: "Side", value: side },
    { key: "issued", title: "Issued, t", numeric: true, render: (row) => formatNumber(row.issued) },
    { key: "daily", title: "can, t", numeric: true, render: (row) => formatNumber(row.daily) },
    { key: "stock", title: "left, t", numeric: true, render: (row) => formatNumber(row.stock) },
  ];
  return (
    <>
      <h2>Supply of day {day + 1}</h2>
      <p>
        Distances are km of road from the railhead, a km without a road counting as several. Carts bring everything up to {formatUnit(horse_km, "km")},
        lorries up to {formatUnit(truck_km, "km")}; beyond that ever less comes. From {formatUnit(airlift_km, "km")} on fuel is flown.
        The trace is that of the morning; fuel is that of the hour, in refills of all vehicles. km: of the middle unit and of the farthest; cut: units that
        supply does not reach; dry: motor units out of fuel.
      </p>
      <Table caption="Armies and their railheads" columns={columns} rows={armies} rowKey={(row) => row.id}
        onSelect={(row) => onChoose(row.id)} csvName={`${replay.meta.scenario_id}-supply-day-${day + 1}.csv`} />
      <Table caption="Depots and railheads that can issue" columns={depots} rows={sources} rowKey={(row) => `${row.side}:${row.place}`}
        csvName={`${replay.meta.scenario_id}-depots-day-${day + 1}.csv`} />
    </>
  );
}
