/** Everything the replay needs from the server, each part shown as soon as it is there. */
import { useMemo } from "react";
import { getArrow, getBytes, getJson } from "../../api/client";
import type { Axis, EventInfo, MapLines, MapPlace, RunDescription, RunInfo } from "../../api/types";
import { useData } from "../../lib/useData";
import { readGround, type GroundPicture } from "../../map/ground";
import { readCells, Replay } from "../../replay/data";
import type { RecordMark } from "../../replay/overlays";
import { readRecord, type RecordAnswer } from "./record";

const key = (...parts: (string | undefined)[]) => (parts.some((part) => part === undefined) ? undefined : parts.join("/"));

export function useRuns() {
  return useData("api/runs", (signal) => getJson<RunInfo[]>("api/runs", signal));
}

export function useMap(scenario: string | undefined) {
  const base = `api/map/${scenario ?? ""}`;
  const cells = useData(key(scenario, "cells"), async (signal) => readCells(await getArrow(`${base}/cells.arrow`, signal)));
  const ground = useData(key(scenario, "lines"), async (signal) => readGround(await getJson<MapLines>(`${base}/lines.json`, signal)));
  const places = useData(key(scenario, "places"), (signal) => getJson<MapPlace[]>(`${base}/places.json`, signal));
  const axes = useData(key(scenario, "axes"), (signal) => getJson<Axis[]>(`${base}/axes.json`, signal));
  const picture = useData(key(scenario, "ground"), (signal) => loadPicture(base, signal));
  return { cells, ground, places, axes, picture };
}

async function loadPicture(base: string, signal: AbortSignal): Promise<GroundPicture> {
  const frame = await getJson<{ bounds_km: [number, number, number, number] }>(`${base}/ground.json`, signal);
  const bytes = await getBytes(`${base}/ground.webp`, signal);
  const image = await createImageBitmap(new Blob([bytes as BlobPart], { type: "image/webp" }));
  return { image, bounds: frame.bounds_km };
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

export function useRecord(scenario: string | undefined, places: MapPlace[] | undefined, replay: Replay | undefined): RecordMark[] {
  const path = `api/record/${scenario ?? ""}`;
  const { data } = useData(key(scenario, "record"), (signal) => getJson<RecordAnswer>(path, signal));
  return useMemo(() => (data && places && replay ? readRecord(data, places, replay) : []), [data, places, replay]);
}
