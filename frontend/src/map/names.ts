/** Names on the map: towns with both names, rivers along their course. */
import { ScatterplotLayer, TextLayer } from "@deck.gl/layers";
import type { Layer } from "@deck.gl/core";
import type { MapPlace } from "../api/types";
import type { Ground, Point } from "./ground";
import { placeLabels, type Label } from "./labels";
import type { Ink } from "./ink";

export const FONT = 'system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif';
/** Letters as distance fields: sharp at every size, with room for an outline. */
export const SDF = { sdf: true, fontSize: 64, buffer: 10, radius: 10, smoothing: 0.15 };
/** Thin letters lose their strokes in a distance field and are drawn as they are. */
const PLAIN = { fontSize: 44, buffer: 4 };
const TOWN = 12;
const MODERN = 10.5;

export interface RiverName {
  text: string;
  x: number;
  y: number;
  angle: number;
  weight: number;
  length: number;
}

/** One name for each named river, in the middle of its longest straight stretch. */
export function riverNames(rivers: Ground["rivers"]): RiverName[] {
  const best = new Map<string, RiverName>();
  for (const { path, name, weight } of rivers) {
    if (!name || weight < 2) continue;
    const found = straightest(path);
    if (!found) continue;
    const known = best.get(name);
    if (!known || found.length > known.length) best.set(name, { text: name, weight, ...found });
  }
  return [...best.values()];
}

/** The window of about 90 km whose ends are farthest apart for its length. */
function straightest(path: readonly Point[]): Omit<RiverName, "text" | "weight"> | undefined {
  const along = [0];
  for (let at = 1; at < path.length; at++) {
    const [a, b] = [path[at - 1] as Point, path[at] as Point];
    along.push((along[at - 1] ?? 0) + Math.hypot(b[0] - a[0], b[1] - a[1]));
  }
  const total = along[along.length - 1] ?? 0;
  if (total < 60) return undefined;
  const window = Math.min(90, total * 0.8);
  let [best, chosen]: [number, [number, number] | undefined] = [0, undefined];
  for (let i = 0, j = 0; i < path.length; i++) {
    while (j < path.length - 1 && (along[j] ?? 0) - (along[i] ?? 0) < window) j++;
    if ((along[j] ?? 0) - (along[i] ?? 0) < window * 0.95) break;
    const [a, b] = [path[i] as Point, path[j] as Point];
    const middle = 1 - 0.25 * Math.abs(((along[i] ?? 0) + (along[j] ?? 0)) / total - 1);
    const score = (middle * Math.hypot(b[0] - a[0], b[1] - a[1])) / ((along[j] ?? 0) - (along[i] ?? 0));
    if (score > best) [best, chosen] = [score, [i, j]];
  }
  if (!chosen) return undefined;
  const [a, b] = [path[chosen[0]] as Point, path[chosen[1]] as Point];
  const centre = path[Math.round((chosen[0] + chosen[1]) / 2)] as Point;
  let angle = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
  if (angle > 90) angle -= 180;
  if (angle < -90) angle += 180;
  return { x: centre[0], y: centre[1], angle, length: total };
}

const RANK: Record<string, number> = { city: 4, town: 2, port: 3, station: 1, village: 0 };

export function townLabels(places: readonly MapPlace[]): Label[] {
  return places.map((place) => {
    const both = place.name_modern && place.name_modern !== place.name_1945;
    return {
      x: place.x,
      y: place.y,
      text: both && place.name_modern.length > place.name_1945.length ? place.name_modern : place.name_1945,
      lines: both ? 1.9 : 1,
      weight: Math.log10((place.population ?? 0) + 100) + (RANK[place.kind] ?? 0) * 0.4 + (place.city ? 1 : 0),
      size: TOWN,
      gap: 8,
    };
  });
}

interface NameOptions {
  ink: Ink;
  scale: number;
  show: ReadonlySet<string>;
}

/** Which places carry their name at a scale, most important first. */
export function shownTowns(places: readonly MapPlace[], labels: readonly Label[], scale: number): MapPlace[] {
  // The whole theatre bears the names of its cities only.
  const least = scale < 0.45 ? 5.6 : scale < 0.8 ? 4.6 : scale < 1.6 ? 3.2 : 0;
  return placeLabels(labels, scale)
    .filter((at) => (labels[at]?.weight ?? 0) >= least)
    .map((at) => places[at])
    .filter((place) => place !== undefined);
}

export function townLayers(places: MapPlace[], options: NameOptions): Layer[] {
  if (!options.show.has("towns")) return [];
  const { ink } = options;
  const modern = places.filter((place) => place.name_modern && place.name_modern !== place.name_1945);
  return [
    new ScatterplotLayer<MapPlace>({
      id: "towns",
      data: places,
      getPosition: (place) => [place.x, place.y],
      getRadius: (place) => (place.city ? 3.6 : 2.4),
      radiusUnits: "pixels",
      stroked: true,
      getFillColor: ink.halo,
      getLineColor: ink.name,
      getLineWidth: 1.4,
      lineWidthUnits: "pixels",
      pickable: true,
      updateTriggers: { getFillColor: ink.halo, getLineColor: ink.name },
    }),
    new TextLayer<MapPlace>({
      id: "names",
      data: places,
      getPosition: (place) => [place.x, place.y],
      getText: (place) => place.name_1945,
      getSize: (place) => (place.city ? TOWN + 1 : TOWN),
      getColor: ink.name,
      getTextAnchor: "start",
      getAlignmentBaseline: "center",
      getPixelOffset: (place) => [8, place.name_modern && place.name_modern !== place.name_1945 ? -5 : 0],
      fontFamily: FONT,
      fontWeight: 600,
      characterSet: "auto",
      fontSettings: SDF,
      outlineWidth: 4,
      outlineColor: ink.halo,
      updateTriggers: { getColor: ink.name },
    }),
    new TextLayer<MapPlace>({
      id: "modern-names",
      data: modern,
      getPosition: (place) => [place.x, place.y],
      getText: (place) => place.name_modern,
      getSize: MODERN,
      getColor: ink.modern,
      fontWeight: 400,
      getTextAnchor: "start",
      getAlignmentBaseline: "center",
      getPixelOffset: [8, 7],
      fontFamily: FONT,
      characterSet: "auto",
      fontSettings: PLAIN,
      updateTriggers: { getColor: ink.modern },
    }),
  ];
}

export function riverNameLayer(names: RiverName[], options: NameOptions): Layer[] {
  if (!options.show.has("rivers") || options.scale < 0.4) return [];
  return [
    new TextLayer<RiverName>({
      id: "river-names",
      data: names.filter((name) => options.scale > 0.9 || name.weight > 2),
      getPosition: (name) => [name.x, name.y],
      getText: (name) => name.text,
      getSize: 11,
      getAngle: (name) => name.angle,
      getColor: options.ink.waterName,
      getPixelOffset: [0, -6],
      fontFamily: `Georgia, "DejaVu Serif", serif`,
      characterSet: "auto",
      fontSettings: PLAIN,
      updateTriggers: { getColor: options.ink.waterName },
    }),
  ];
}
