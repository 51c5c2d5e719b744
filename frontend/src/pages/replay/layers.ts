/** The layers of the map that can be switched. */

export interface LayerInfo {
  id: string;
  title: string;
  /** Shown when the address says nothing. */
  on: boolean;
  /** Number key that switches it. */
  key?: string;
}

export const LAYERS: LayerInfo[] = [
  { id: "units", title: "Units", on: true, key: "1" },
  { id: "control", title: "Control and front", on: true, key: "2" },
  { id: "gain", title: "Gain of the last day", on: true, key: "3" },
  { id: "record", title: "Documented dates and front", on: false, key: "4" },
  { id: "plans", title: "Planned axes", on: false, key: "5" },
  { id: "events", title: "Events of the last day", on: false },
  { id: "supply", title: "Supply reach and fuel", on: false, key: "6" },
  { id: "effort", title: "Air effort", on: false, key: "7" },
  { id: "landings", title: "Landings", on: false, key: "8" },
  { id: "weather", title: "Weather", on: false },
  { id: "air", title: "Air and naval units", on: false },
  { id: "towns", title: "Towns", on: true },
  { id: "relief", title: "Relief and cover", on: true },
  { id: "rivers", title: "Rivers", on: true },
  { id: "rail", title: "Railways", on: true },
  { id: "tracks", title: "Tracks", on: false },
  { id: "borders", title: "Borders of 1945", on: true },
  { id: "zones", title: "Fortified zones", on: true },
];

/** Layers as an address tells them: those that differ from what is usual, "-" before what is off. */
export function readLayers(text: string | undefined): Set<string> {
  const show = new Set(LAYERS.filter((layer) => layer.on).map((layer) => layer.id));
  for (const word of (text ?? "").split(",")) {
    if (word.startsWith("-")) show.delete(word.slice(1));
    else if (LAYERS.some((layer) => layer.id === word)) show.add(word);
  }
  return show;
}

export function writeLayers(show: ReadonlySet<string>): string {
  return LAYERS.filter((layer) => show.has(layer.id) !== layer.on)
    .map((layer) => (layer.on ? `-${layer.id}` : layer.id))
    .join(",");
}

export function toggled(show: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(show);
  if (!next.delete(id)) next.add(id);
  return next;
}
