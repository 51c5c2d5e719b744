import { useState, type RefObject } from "react";
import type { RunDescription } from "../../api/types";
import { isStandalone } from "../../api/client";
import { saveBlob, saveText } from "../../components/Table";
import { dayFeatures, rowsToCsv, toKml, unitRows } from "../../export/day";
import { mapPicture } from "../../export/picture";
import { makeStandalone } from "../../export/standalone";
import { formatTime, isoTime } from "../../lib/format";
import { frontLines } from "../../map/frontline";
import type { Replay } from "../../replay/data";
import type { Eyes } from "../../replay/eyes";
import type { SceneData } from "../../replay/Scene";
import type { MapHandle } from "./MapPane";
import type { Names } from "./words";

interface Props {
  about: RunDescription;
  campaign: number;
  replay: Replay;
  data: SceneData;
  step: number;
  handle: RefObject<MapHandle | null>;
  names: Names;
  /** With one side's view only its own units are written. */
  eyes: Eyes;
}

export function ExportMenu({ about, campaign, replay, data, step, handle, eyes }: Props) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const when = isoTime(replay.time(step)).slice(0, 13).replace("T", "-");
  const name = `${about.scenario_id}-${campaign}-${when}h`;
  const title = `${about.title}, ${formatTime(replay.time(step))}`;
  const rows = () => unitRows(replay, about, data.cells.mesh, step).filter((row) => eyes < 0 || row.side === replay.meta.sides[eyes]);
  const collection = () =>
    dayFeatures(
      rows(),
      frontLines(data.cells.mesh, replay.held(step)),
      `${title}; campaign ${campaign} of ${about.run_id}, simulated`,
    );
  const run = (work: () => Promise<void> | void) => {
    setBusy(true);
    setError(undefined);
    Promise.resolve()
      .then(work)
      .catch((reason: unknown) => setError(reason instanceof Error ? reason.message : String(reason)))
      .finally(() => setBusy(false));
  };
  const items: [string, () => Promise<void> | void][] = [
    ["Map as PNG", async () => {
      const canvas = handle.current?.map()?.canvas();
      if (!canvas) throw new Error("The map has not been drawn yet.");
      saveBlob(`${name}.png`, await mapPicture(canvas, title, `campaign ${campaign} of ${about.run_id}, simulated by khingan`));
    }],
    ["This day as GeoJSON", () => saveText(`${name}.geojson`, JSON.stringify(collection()), "application/geo+json")],
    ["This day as KML", () => saveText(`${name}.kml`, toKml(collection(), replay.meta.sides), "application/vnd.google-earth.kml+xml")],
    ["Units as CSV", () => saveText(`${name}.csv`, rowsToCsv(rows()), "text/csv")],
  ];
  if (!isStandalone()) {
    items.push(["Standalone replay (HTML)", async () =>
      saveBlob(`${about.scenario_id}-${campaign}.html`, await makeStandalone(about.run_id, campaign, about.scenario_id, about.title)),
    ]);
  }
  return (
    <details className="menu">
      <summary>Export</summary>
      <ul>
        {items.map(([label, work]) => (
          <li key={label}>
            <button type="button" className="quiet" disabled={busy} onClick={(event) => {
              event.currentTarget.closest("details")?.removeAttribute("open");
              run(work);
            }}>{label}</button>
          </li>
        ))}
      </ul>
      {error && <p className="notice error" role="alert">{error}</p>}
    </details>
  );
}
