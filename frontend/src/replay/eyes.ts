/** The campaign through one side's eyes: what the map shows of the other side. */
import type { Layer } from "@deck.gl/core";
import { ageText, believedLayer, drawBelievedAtlas, menText, regionLayers, type RegionSign } from "../map/believed";
import type { Ink } from "../map/ink";
import type { Atlas } from "../map/symbols";
import { gather, type Belief, type Believed } from "./belief";
import type { MapCells, Replay } from "./data";

/** -1 = both sides as they are. */
export type Eyes = -1 | 0 | 1;

export function readEyes(text: string | undefined, sides: readonly string[] | undefined): Eyes {
  const at = text && sides ? sides.indexOf(text) : -1;
  return at === 0 || at === 1 ? at : -1;
}

/** Pixels within which believed enemies are gathered into one sign. */
const ROOM = 52;

/** Signs of a moment: what plans count and what is too old for them never share one. */
export function signsAt(belief: Belief, side: number, step: number, centres: ArrayLike<number>, scale: number): Believed[] {
  const all = belief.sightings(side, step);
  const memory = belief.meta.memory_steps;
  return [
    ...gather(all.filter((one) => one.age <= memory), centres, ROOM / scale),
    ...gather(all.filter((one) => one.age > memory), centres, ROOM / 2 / scale),
  ];
}

/** Pixels per km from which a cloud tells its region's name. */
const NAMED = 0.8;

/** One cloud a region with enemies known of, on the land cell nearest to the middle of the ground that they hold. */
export function regionSigns(belief: Belief, side: number, step: number, replay: Replay, cells: MapCells, scale: number): RegionSign[] {
  const spots = middles(replay.held(step), 1 - side, cells, replay.meta.regions.length);
  return belief.regions(side, step).flatMap(({ region, men, age }) => {
    const spot = spots[region];
    if (!spot || men < 100) return [];
    const since = age === undefined ? "expected" : age === 0 ? "" : ageText(age, replay.meta.step_hours);
    const said = [menText(men), since].filter(Boolean).join(" · ");
    return [{ x: spot[0], y: spot[1], men, text: scale < NAMED ? said : `${replay.meta.regions[region] ?? ""}\n${said}` }];
  });
}

/** For every region the cell of a side nearest to the middle of all of them, undefined where it holds none. */
export function middles(held: Uint8Array, side: number, cells: MapCells, regions: number): ([number, number] | undefined)[] {
  const { centres } = cells.mesh;
  const sums = Array.from({ length: regions }, () => ({ x: 0, y: 0, n: 0, best: -1, least: Infinity }));
  const each = (visit: (sum: (typeof sums)[number], x: number, y: number, cell: number) => void) => {
    for (let cell = 0; cell < held.length; cell++) {
      const sum = sums[cells.region[cell] ?? 255];
      if (sum && held[cell] === side && cells.water[cell] === 0) visit(sum, centres[2 * cell] ?? 0, centres[2 * cell + 1] ?? 0, cell);
    }
  };
  each((sum, x, y) => {
    sum.x += x;
    sum.y += y;
    sum.n++;
  });
  each((sum, x, y, cell) => {
    const far = Math.hypot(sum.x / sum.n - x, sum.y / sum.n - y);
    if (far < sum.least) [sum.best, sum.least] = [cell, far];
  });
  return sums.map(({ best }) => (best < 0 ? undefined : [centres[2 * best] ?? 0, centres[2 * best + 1] ?? 0]));
}

/** Draws what one side believes; keeps the pictures of its signs. */
export class EyesView {
  #atlas: Atlas | undefined;
  #dark = false;
  #signs: Believed[] = [];

  get signs(): readonly Believed[] {
    return this.#signs;
  }

  layers(belief: Belief, side: Eyes, step: number, replay: Replay, cells: MapCells, scale: number, ink: Ink, dark: boolean): Layer[] {
    if (!this.#atlas || this.#dark !== dark) {
      this.#atlas = drawBelievedAtlas(dark, belief.meta.memory_steps, replay.meta.step_hours);
      this.#dark = dark;
    }
    this.#signs = signsAt(belief, side, step, cells.mesh.centres, scale);
    const enemy = 1 - side;
    return [
      ...regionLayers(scale, regionSigns(belief, side, step, replay, cells, scale), enemy, ink),
      believedLayer(this.#signs, enemy, belief.meta.memory_steps, this.#atlas),
    ];
  }
}
