/** Everything the replay needs from the server, each part shown as soon as it is there. */
import type { Table } from "apache-arrow";
import { useMemo } from "react";
import { getArrow, getJson, isStandalone, whenMade } from "../../api/client";
import type { Axis, EventInfo, GroundPicture as Painted, Health, MapLines, MapPlace, RunDescription, RunInfo } from "../../api/types";
import { useData } from "../../lib/useData";
import { readGround, type GroundPicture } from "../../map/ground";
import { readCells, Replay } from "../../replay/data";
import type { DatedPlace } from "../../replay/documentedFront";
import type { RecordMark } from "../../replay/overlays";
import { readCaptures, readRecord, type Clock, type RecordAnswer } from "./record";

const key = (...parts: (string | undefined)[]) => (parts.some((part) => part === undefined) ? undefined : parts.join("/"));

/** Whether whoever started the server asked for the light mode. */
export function useAskedLight(): boolean {
  const { data } = useData(isStandalone() ? undefined : "api/health", (signal) => getJson<Health>("api/health", signal));
  return data?.light ?? false;
}

export function useRuns() {
  return useData("api/runs", (signal) => getJson<RunInfo[]>("api/runs", signal));
}

/** The run that is shown when the address names none: the latest that can be replayed. */
export function useLatest(wanted: string | undefined, runs: RunInfo[] | undefined): string | undefined {
  const finished = (runs ?? []).filter((item) => item.state === "finished");
  const asked = wanted === undefined && finished.length > 0 ? finished.map((item) => item.run_id).join(",") : undefined;
  const { data } = useData(asked, async (signal) => {
    for (const { run_id } of finished.slice(0, 8)) {
      const about = await whenMade(() => getJson<RunDescription>(`api/runs/${run_id}`, signal), signal);
      if (about.replayable) return run_id;
    }
    return finished[0]?.run_id;
  });
  return wanted ?? data;
}

/** The painted ground comes last (`paint`): it is the largest, and the map can be read without it. */
export function useMap(scenario: string | undefined, paint: boolean) {
  const base = `api/map/${scenario ?? ""}`;
  const cells = useData(key(scenario, "cells"), async (signal) => readCells(await getArrow(`${base}/cells.arrow`, signal)));
  const ground = useData(key(scenario, "lines"), async (signal) => readGround(await getJson<MapLines>(`${base}/lines.json`, signal)));
  const places = useData(key(scenario, "places"), (signal) => getJson<MapPlace[]>(`${base}/places.json`, signal));
  const axes = useData(key(scenario, "axes"), (signal) => getJson<Axis[]>(`${base}/axes.json`, signal));
  const picture = useData(paint ? key(scenario, "ground") : undefined, (signal) => loadPicture(base, signal));
  return { cells, ground, places, axes, picture };
}

async function loadPicture(base: string, signal: AbortSignal): Promise<GroundPicture> {
  const painted = await getJson<Painted>(`${base}/ground.json`, signal);
  const bytes = Uint8Array.from(atob(painted.webp), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/webp" }));
  return { image, bounds: painted.bounds_km as [number, number, number, number] };
}

export function useCampaign(run: string | undefined, campaign: number) {
  const base = `api/runs/${run ?? ""}`;
  const about = useData(key(run, "about"), (signal) => getJson<RunDescription>(base, signal));
  const ready = about.data?.replayable ? run : undefined;
  const replay = useData(key(ready, `replay${campaign}`), async (signal) =>
    new Replay(await getArrow(`${base}/campaigns/${campaign}/replay.arrow`, signal)),
  );
  const events = useData(key(ready, replay.data ? `events${campaign}` : undefined), (signal) =>
    getJson<EventInfo[]>(`${base}/campaigns/${campaign}/events.json`, signal),
  );
  return { about, replay, events };
}

export interface TheRecord {
  marks: RecordMark[];
  captures: DatedPlace[];
}

export function useRecord(scenario: string | undefined, places: MapPlace[] | undefined, replay: Clock | undefined): TheRecord {
  const path = `api/record/${scenario ?? ""}`;
  const { data } = useData(key(scenario, "record"), (signal) => getJson<RecordAnswer>(path, signal));
  return useMemo(
    () => (data && places && replay
      ? { marks: readRecord(data, places, replay), captures: readCaptures(data, replay) }
      : { marks: [], captures: [] }),
    [data, places, replay],
  );
}

/** An overlay of a campaign, loaded when it is first wanted and kept. */
export function useOverlay<T>(run: string | undefined, campaign: number, name: string, wanted: boolean, read: (table: Table) => T) {
  const path = `api/runs/${run ?? ""}/campaigns/${campaign}/${name}.arrow`;
  return useData(wanted ? key(run, `${name}${campaign}`) : undefined, async (signal) => read(await getArrow(path, signal)));
}
