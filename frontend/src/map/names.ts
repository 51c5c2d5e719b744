/** Lettering of the map, and the names of rivers along their course. */
import { TextLayer } from "@deck.gl/layers";
import type { Layer } from "@deck.gl/core";
import type { Ground, Point } from "./ground";
import type { Ink } from "./ink";

export const FONT = 'system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif';
/** Letters as distance fields: sharp at every size, with room for an outline. */
export const SDF = { sdf: true, fontSize: 64, buffer: 10, radius: 10, smoothing: 0.15 };
/** Letters on the map that keep readable over whatever lies under them. */
export const haloed = (ink: Ink) => ({
  fontFamily: FONT, fontWeight: 600, characterSet: "auto" as const, fontSettings: SDF, outlineWidth: 4, outlineColor: ink.halo,
});

/** Thin letters lose their strokes in a distance field and are drawn as they are. */
export const PLAIN = { fontSize: 44, buffer: 4 };

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

interface NameOptions {
  ink: Ink;
  scale: number;
  show: ReadonlySet<string>;
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
