import { useMemo } from "react";
import type { MapPlace } from "../../api/types";
import { Table, type Column } from "../../components/Table";
import { formatNumber } from "../../lib/format";
import type { Shares } from "../../spread/shares";
import { areaRows, placeRows, type AreaRow, type PlaceRow } from "../../spread/tables";
import { sideWord } from "../replay/words";
import { dayText } from "../maps/words";

interface Props {
  shares: Shares;
  places: readonly MapPlace[];
  day: number;
  selected: string | undefined;
  onPlace: (place: string) => void;
}

const percent = (value: number) => `${formatNumber(value)} %`;

/** What the map shows at a day, in numbers. */
export function ShareTables({ shares, places, day, selected, onPlace }: Props) {
  const areas = useMemo(() => areaRows(shares, day), [shares, day]);
  const held = useMemo(() => placeRows(shares, places, day), [shares, places, day]);
  const [one, other] = shares.meta.sides.map(sideWord);
  const areaColumns: Column<AreaRow>[] = useMemo(() => {
    const held = (key: "low" | "middle" | "high", title: string): Column<AreaRow> =>
      ({ key, title, numeric: true, render: (row) => percent(row[key]) });
    return [{ key: "name", title: "Area" }, held("low", "10 %"), held("middle", "Median"), held("high", "90 %")];
  }, []);
  const placeColumns: Column<PlaceRow>[] = useMemo(() => [
    { key: "name", title: "Place" },
    { key: "one", title: one ?? "", numeric: true, render: (row) => percent(row.one) },
    { key: "other", title: other ?? "", numeric: true, render: (row) => percent(row.other) },
  ], [one, other]);
  const when = dayText(shares.start, day);
  return (
    <details className="panel tables">
      <summary>As a table</summary>
      <Table caption={`Places: share of the campaigns in which a side holds the cell. ${when}`} columns={placeColumns} rows={held} rowKey={(row) => row.place_id}
        onSelect={(row) => onPlace(row.place_id)} selected={selected} csvName={`places-day-${day}.csv`} />
      <Table caption={`Areas: land in ${one ?? ""} hands, median of the campaigns and the band of 80 %. ${when}`} columns={areaColumns} rows={areas}
        rowKey={(row) => row.area_id} csvName={`areas-day-${day}.csv`} />
    </details>
  );
}
