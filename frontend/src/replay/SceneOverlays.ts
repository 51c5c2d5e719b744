/** Overlays of the scene beside the counters: one side's eyes, supply, air war, landings; keeps what it has drawn. */
import type { Layer } from "@deck.gl/core";
import { airLayers, drawAirAtlas } from "../map/airwar";
import { drawBeachAtlas, landingLayers } from "../map/beaches";
import type { Ink } from "../map/ink";
import { drawFuelAtlas, fuelLayer, fuelSigns, reachLayers, reachOf, type Reach } from "../map/reach";
import type { Placed } from "../map/sprites";
import type { Atlas } from "../map/symbols";
import { deedsOf } from "./air";
import type { Standing } from "./counters";
import type { Replay } from "./data";
import { EyesView, middles } from "./eyes";
import { landingsBy } from "./landings";
import type { SceneData, SceneOptions } from "./Scene";

export interface Moment {
  data: SceneData;
  replay: Replay;
  options: SceneOptions;
  step: number;
  /** Pixels per kilometre. */
  scale: number;
  ink: Ink;
}

type Spots = ReturnType<typeof middles>;

export class SceneOverlays {
  readonly #eyes = new EyesView();
  #reach: { key: string; of: SceneData["supply"]; reach: Reach } | undefined;
  #spots: { of: Replay; spots: Spots } | undefined;
  readonly #atlases = new Map<string, Atlas>();

  #atlas(name: string, draw: () => Atlas): Atlas {
    let atlas = this.#atlases.get(name);
    if (!atlas) {
      atlas = draw();
      this.#atlases.set(name, atlas);
    }
    return atlas;
  }

  /** Sides whose own matters are shown. */
  #sides({ options: { eyes } }: Moment): number[] {
    return eyes < 0 ? [0, 1] : [eyes];
  }

  /** Reach of supply, if it is to be shown; worked out once a day. */
  reach(now: Moment): Reach | undefined {
    const { data: { supply, cells }, replay, options, step } = now;
    if (!supply || !options.show.has("supply")) return undefined;
    const day = replay.day(step);
    const key = `${day}:${options.eyes}`;
    if (this.#reach?.key !== key || this.#reach.of !== supply) {
      this.#reach = { key, of: supply, reach: reachOf(supply, cells.mesh, day, this.#sides(now)) };
    }
    return this.#reach.reach;
  }

  /** What lies on the ground. */
  under(now: Moment): Layer[] {
    const reach = this.reach(now);
    return reach ? reachLayers(reach, now.data.cells.mesh, now.ink, now.scale) : [];
  }

  /** What lies over the names, below the counters. */
  over(now: Moment): Layer[] {
    const { data, replay, options: { show, dark, eyes }, step, scale, ink } = now;
    const layers: Layer[] = [];
    if (data.air && show.has("effort")) {
      const day = replay.day(step);
      if (this.#spots?.of !== replay) this.#spots = { of: replay, spots: this.#middles(now) };
      const deeds = deedsOf(data.events, day, 24 / replay.meta.step_hours).filter((deed) => eyes < 0 || deed.side === replay.meta.sides[eyes]);
      const picture = { air: data.air, day, sides: this.#sides(now), spots: this.#spots.spots, deeds };
      layers.push(...airLayers(picture, data.cells.mesh, this.#atlas(`air:${dark}`, () => drawAirAtlas(dark)), ink, scale));
    }
    if (show.has("landings")) {
      const atlas = this.#atlas(`beach:${dark}`, () => drawBeachAtlas(dark));
      layers.push(...landingLayers(landingsBy(data.events, step), replay.meta.sides, atlas, ink, scale));
    }
    if (show.has("units") && eyes >= 0 && data.belief) {
      layers.push(...this.#eyes.layers(data.belief, eyes, step, replay, data.cells, scale, ink, dark));
    }
    return layers;
  }

  /** Middle of all land of each region. */
  #middles({ data: { cells }, replay }: Moment): Spots {
    return middles(new Uint8Array(cells.mesh.size), 0, cells, replay.meta.regions.length);
  }

  /** Fuel and cut lines beside the counters. */
  beside(now: Moment, placed: readonly Placed[], standings: readonly Standing[]): Layer[] {
    const { data, replay, options, step } = now;
    if (!data.supply || !options.show.has("supply")) return [];
    const motor = data.units.map((unit) => unit.motor);
    return [fuelLayer(fuelSigns(placed, standings, motor, data.supply, replay, step), this.#atlas("fuel", drawFuelAtlas))];
  }
}
