/** What several pages ask of the server. */
import { useMemo, useRef } from "react";
import { getJson, query } from "../api/client";
import { useLive } from "../api/live";
import type { Health, MapPlace, RunInfo, ScenarioInfo, WhatIf2 } from "../api/types";
import { useData } from "../lib/useData";

export type WhatIfInfo = WhatIf2;

export const useHealth = () => useData("api/health", (signal) => getJson<Health>("api/health", signal));

export const useScenarios = () => useData("api/scenarios", (signal) => getJson<ScenarioInfo[]>("api/scenarios", signal));

export function useWhatIfs(scenario: string | undefined) {
  const path = query("api/what-ifs", { scenario });
  return useData(scenario && path, (signal) => getJson<WhatIfInfo[]>(path, signal));
}

export function useTitles(whatIfs: WhatIfInfo[] | undefined): ReadonlyMap<string, string> {
  return useMemo(() => new Map((whatIfs ?? []).map((item) => [item.name, item.title])), [whatIfs]);
}

export function usePlaceNames(scenario: string | undefined): ReadonlyMap<string, string> {
  const path = `api/map/${scenario ?? ""}/places.json`;
  const { data } = useData(scenario && path, (signal) => getJson<MapPlace[]>(path, signal));
  return useMemo(() => new Map((data ?? []).map((place) => [place.place_id, place.name_1945])), [data]);
}

/** The catalogue of runs, asked for again whenever the server says that it changed. */
export function useLiveRuns() {
  const live = useLive();
  const { data, error } = useData(`runs ${live.runsChanged}`, (signal) => getJson<RunInfo[]>("api/runs", signal));
  const last = useRef<RunInfo[]>(undefined);
  if (data) last.current = data;
  return { runs: data ?? last.current, error, live };
}
