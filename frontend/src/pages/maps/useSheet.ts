/** The ground of a map that is not one campaign's, and how it is drawn; several maps can share it. */
import { useMemo, useState } from "react";
import { useTheme } from "../../components/ThemeButton";
import type { LocalTime } from "../../lib/format";
import { useSetQuery } from "../../lib/useRoute";
import type { SceneData, SceneOptions } from "../../replay/Scene";
import { LAYERS, readLayers, toggled, writeLayers } from "../replay/layers";
import { useAskedLight, useMap, useRecord } from "../replay/useCampaign";

const GROUND = new Set(["record", "towns", "relief", "rivers", "rail", "tracks", "borders", "zones"]);
/** Layers that a map without a campaign can show. */
export const SHEET_LAYERS = LAYERS.filter((layer) => GROUND.has(layer.id));

const FOUGHT = new Set(["units", "control", "gain", "air", ...GROUND]);
/** Layers that maps of two campaigns can show. */
export const CAMPAIGN_LAYERS = LAYERS.filter((layer) => FOUGHT.has(layer.id));

export const STEP_HOURS = 6;

/** What is shown, as far as the record needs to know it. */
interface Told {
  start: LocalTime;
  meta: { sides: string[] };
}

export function useSheet(scenario: string | undefined, layers: string | undefined, told: Told | undefined, chosen?: string) {
  const setQuery = useSetQuery();
  const theme = useTheme();
  const map = useMap(scenario, told !== undefined);
  const clock = useMemo(() => told && { start: told.start, meta: { step_hours: STEP_HOURS, sides: told.meta.sides } }, [told]);
  const record = useRecord(scenario, map.places.data, clock);
  const [lightReason, setLightReason] = useState<string>();
  const askedLight = useAskedLight();
  const light = askedLight || lightReason !== undefined;
  const show = useMemo(() => readLayers(layers), [layers]);
  const { cells, ground, places, picture } = map;
  const data: SceneData | undefined = useMemo(
    () => ground.data && cells.data && {
      cells: cells.data, ground: ground.data, places: places.data ?? [], units: [], formations: [], events: [], axes: [], record, picture: picture.data,
      belief: undefined, supply: undefined, air: undefined,
    },
    [cells.data, ground.data, places.data, picture.data, record],
  );
  const options: SceneOptions = useMemo(
    () => ({ show, dark: theme === "dark", light, period: false, chosen, cell: undefined, chosenEvent: undefined, fanned: undefined, eyes: -1 }),
    [show, theme, light, chosen],
  );
  return {
    data, options, show, setLightReason,
    toggle: (id: string) => setQuery({ layers: writeLayers(toggled(show, id)) }),
    error: cells.error ?? ground.error ?? places.error,
  };
}
