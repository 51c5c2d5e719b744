import { useMemo } from "react";
import type { MapPlace, UnitInfo } from "../../api/types";
import { formatNumber, formatTime, formatUnit } from "../../lib/format";
import { unproject } from "../../map/projection";
import type { MapCells, Replay } from "../../replay/data";
import type { Eyes } from "../../replay/eyes";
import { holdings, unitsIn } from "../../replay/ground";
import type { Supply } from "../../replay/supply";
import { placeNear } from "./near";
import { handsOf, suppliedFrom } from "./PlacePanel";
import { words } from "./words";

interface Props {
  cell: number;
  cells: MapCells;
  replay: Replay | undefined;
  places: MapPlace[];
  units: UnitInfo[];
  supply: Supply | undefined;
  eyes: Eyes;
  step: number;
  onChoose: (id: string) => void;
}

const LONGEST_ABBREVIATION = 4;

/** A country from its code in the atlas: a name in capitals, or an abbreviation. */
const country = (code: string): string => (code.length > LONGEST_ABBREVIATION ? words(code.toLowerCase()) : code);

/** A piece of ground: what it is, whose it was when, and who stands on it. */
export function CellPanel({ cell, cells, replay, places, units, supply, eyes, step, onChoose }: Props) {
  const { mesh, meta } = cells;
  const [x, y] = [mesh.centres[2 * cell] ?? 0, mesh.centres[2 * cell + 1] ?? 0];
  const [lat, lon] = unproject(x, y);
  const water = (cells.water[cell] ?? 0) > 0;
  const region = meta.regions[cells.region[cell] ?? meta.no_region];
  const changes = useMemo(() => (replay ? holdings(replay, cell, step) : []), [replay, cell, step]);
  const here = replay ? unitsIn(replay, cell, step).filter((unit) => eyes < 0 || units[unit]?.side === replay.meta.sides[eyes]) : [];
  return (
    <>
      <h2>{placeNear(places, x, y)}</h2>
      <p className="quiet">
        {!water && `${country(meta.territories[cells.territory[cell] ?? 255] ?? "")} · `}{formatNumber(lat, 2)} N {formatNumber(lon, 2)} E
      </p>
      <table className="facts">
        <tbody>
          <tr><th scope="row">Ground</th><td>{water ? "Water" : `${words(meta.form[cells.form[cell] ?? 0] ?? "")}, ${words(meta.cover[cells.cover[cell] ?? 0] ?? "").toLowerCase()}`}</td></tr>
          {!water && <tr><th scope="row">Height</th><td className="num">{formatUnit(cells.height[cell] ?? 0, "m")}</td></tr>}
          {region && <tr><th scope="row">Region</th><td>{words(region)}</td></tr>}
        </tbody>
      </table>
      {replay && !water && (
        <section>
          <h3>In whose hands</h3>
          <ul className="members">
            {changes.map(({ side, from }) => (
              <li key={from}>{formatTime(replay.time(from))}: {handsOf(replay, side)}</li>
            ))}
          </ul>
          {supply && <p>{suppliedFrom(supply, replay, cell, step, eyes)}</p>}
        </section>
      )}
      {replay && (
        <section>
          <h3>Who stands here</h3>
          {here.length === 0 && <p className="quiet">{eyes < 0 ? "Nobody." : "Nobody of this side."}</p>}
          <ul className="members">
            {here.map((unit) => {
              const info = units[unit];
              return info && (
                <li key={info.unit_id}>
                  <button type="button" className="link" onClick={() => onChoose(info.unit_id)}>{info.name}</button>
                  {" · "}{formatNumber(replay.men[replay.at(unit, step)] ?? 0)} men
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </>
  );
}
