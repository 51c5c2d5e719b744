/** What can be seen on the map as a list: counters and towns in view, with their place on the screen. */
import type { MapPlace } from "../api/types";
import type { MapView, Target } from "../map/MapView";
import type { Standing } from "./counters";
import type { Scene } from "./Scene";

export interface OnMap {
  key: string;
  target: Target;
  standing: Standing | undefined;
  place: MapPlace | undefined;
  /** Pixels from the map's upper left corner. */
  x: number;
  y: number;
  /** Counters in the stack it belongs to. */
  stack: number;
}

export function onMap(scene: Scene, map: MapView): OnMap[] {
  const found: OnMap[] = [];
  const [width, height] = map.size;
  const add = (item: Omit<OnMap, "x" | "y">, [x, y]: [number, number], dx = 0, dy = 0) => {
    if (x + dx >= 0 && y + dy >= 0 && x + dx <= width && y + dy <= height) found.push({ ...item, x: x + dx, y: y + dy });
  };
  const { counters } = scene;
  const stacked = new Map([...(counters?.stacks.values() ?? [])].flatMap((stack) => stack.map((at) => [at, stack.length] as const)));
  for (const { standing: index, x, y, dx, dy } of counters?.symbols() ?? []) {
    const standing = counters?.standings[index];
    if (!standing) continue;
    const item = { key: standing.counter.id, target: { kind: "counter", index } as const, standing, place: undefined };
    add({ ...item, stack: stacked.get(index) ?? 1 }, map.toScreen(x, y), dx, dy);
  }
  for (const place of scene.towns) {
    add({ key: `p:${place.place_id}`, target: { kind: "place", place }, standing: undefined, place, stack: 1 }, map.toScreen(place.x, place.y));
  }
  return found.sort((a, b) => a.y - b.y);
}
