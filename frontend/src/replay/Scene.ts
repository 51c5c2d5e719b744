/** Puts a campaign on the map: keeps what stands still, builds what changes with step, zoom and choice. */
import type { Device } from "@luma.gl/core";
import type { Layer } from "@deck.gl/core";
import type { Axis, EventInfo, FormationInfo, MapPlace, UnitInfo } from "../api/types";
import {
  ControlCells, frontLayers, hatchLayer, packLines, packSegments, type PackedLines, type PackedSegments,
} from "../map/control";
import { frontLines } from "../map/frontline";
import { groundLayers, type Ground, type GroundPicture } from "../map/ground";
import { hatchCells } from "../map/hatch";
import type { Label } from "../map/labels";
import { counterLayers, inkOf, type MapView } from "../map/MapView";
import { riverNameLayer, riverNames, shownTowns, townLabels, townLayers, type RiverName } from "../map/names";
import { stage } from "../map/sprites";
import { drawAtlas, type Atlas } from "../map/symbols";
import { buildCounters, isLarge, levelAt, standings, type Counter, type Level, type Standing } from "./counters";
import type { MapCells, Replay } from "./data";
import {
  axisArrows, axisLayer, eventLayer, middlePath, recordLayers, trail, trailLayer, weatherLayer, weatherSigns, type RecordMark,
} from "./overlays";

export interface SceneData {
  cells: MapCells;
  ground: Ground;
  places: MapPlace[];
  replay?: Replay;
  units: UnitInfo[];
  formations: FormationInfo[];
  events: EventInfo[];
  axes: Axis[];
  record: RecordMark[];
  picture: GroundPicture | undefined;
}

export interface SceneOptions {
  show: ReadonlySet<string>;
  dark: boolean;
  light: boolean;
  period: boolean;
  chosen: string | undefined;
  chosenEvent: EventInfo | undefined;
  fanned: number | undefined;
}

/** Idle time where the browser tells of it, small slices elsewhere. */
function whenIdle(work: (deadline: { timeRemaining: () => number }) => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(work, { timeout: 2000 });
  else setTimeout(() => work({ timeRemaining: () => 0 }), 30);
}

const STEPS_A_DAY = 4;
const LEVELS: Level[] = ["army", "corps", "unit"];

export class Scene {
  readonly #map: MapView;
  readonly #device: Device;
  #data: SceneData | undefined;
  #options: SceneOptions;
  #control: ControlCells | undefined;
  #counters = new Map<Level, Counter[]>();
  #fuelFull: Float64Array | undefined;
  #atlas: Atlas | undefined;
  #atlasKey = "";
  #still: Layer[] = [];
  #names: Layer[] = [];
  #bucket = Number.NaN;
  #townLabels: Label[] = [];
  #rivers: RiverName[] = [];
  #step = 0;
  #fraction = 0;
  /** Front and hatching of every step seen so far; idle time fills the rest. */
  #fronts = new Map<number, PackedLines>();
  #gains = new Map<number, PackedSegments[]>();
  #moving: Layer[] = [];
  #standings: Standing[] = [];
  #stacks = new Map<number, number[]>();
  #arrows: ReturnType<typeof axisArrows> | undefined;
  #repaint = true;

  constructor(map: MapView, device: Device, options: SceneOptions) {
    this.#map = map;
    this.#device = device;
    this.#options = options;
  }

  get standings(): readonly Standing[] {
    return this.#standings;
  }

  stackOf(index: number): number[] | undefined {
    return this.#stacks.get(index);
  }

  setData(data: SceneData): void {
    const before = this.#data;
    this.#data = data;
    const light = this.#options.light;
    if (before?.places !== data.places) this.#townLabels = townLabels(data.places);
    if (before?.ground !== data.ground) this.#rivers = riverNames(data.ground.rivers);
    if (before?.replay !== data.replay || before?.cells !== data.cells) {
      this.#buildControl(light);
      this.#counters.clear();
      this.#atlasKey = "";
      this.#fronts.clear();
      this.#gains.clear();
      this.#prepare(data);
      const replay = data.replay;
      if (replay) {
        this.#fuelFull = Float64Array.from(data.units, (unit, at) =>
          unit.motor ? replay.story(replay.fuel, at).reduce((a, b) => Math.max(a, b), 0) : 0,
        );
      }
    }
    if (before?.axes !== data.axes || before?.replay !== data.replay) this.#arrows = undefined;
    this.#bucket = Number.NaN;
    this.showStep(this.#step, this.#fraction, true);
  }

  setOptions(options: SceneOptions): void {
    const before = this.#options;
    this.#options = options;
    if (before.dark !== options.dark) this.#repaint = true;
    if (before.light !== options.light) {
      this.#map.setLight(options.light);
      this.#buildControl(options.light);
    }
    this.#bucket = Number.NaN;
    this.showStep(this.#step, this.#fraction, true);
  }

  /** All cells that anybody can hold; in light mode only those that change hands. */
  #buildControl(light: boolean): void {
    this.#control?.destroy();
    this.#control = undefined;
    const { cells, replay } = this.#data ?? {};
    if (!cells || !replay) return;
    const rows: number[] = [];
    const start = replay.held(0);
    const ever = new Uint8Array(cells.mesh.size);
    if (light) {
      for (let step = 1; step <= replay.steps; step++) {
        const held = replay.held(step);
        for (let cell = 0; cell < held.length; cell++) if (held[cell] !== start[cell]) ever[cell] = 1;
      }
    }
    for (let cell = 0; cell < cells.mesh.size; cell++) {
      if (light ? ever[cell] : cells.inPlay[cell] && cells.water[cell] === 0) rows.push(cell);
    }
    this.#control = new ControlCells(this.#device, cells, Int32Array.from(rows));
    this.#repaint = true;
  }

  /** Redraw what depends on the zoom; called while the map moves. */
  viewChanged(): void {
    if (Math.abs(this.#bucketNow() - this.#bucket) > 1e-9) this.showStep(this.#step, this.#fraction, true);
  }

  /** Zoom in steps fine enough not to be seen, so that panning builds nothing. */
  #bucketNow(): number {
    return Math.round(this.#map.view.zoom * 8) / 8;
  }

  showStep(step: number, fraction = 0, everything = false): void {
    const data = this.#data;
    if (!data) return;
    const began = performance.now();
    this.#step = step;
    this.#fraction = this.#options.light ? 0 : fraction;
    const scale = this.#map.scale;
    const ink = inkOf(this.#options.dark);
    const { show, dark, light } = this.#options;
    if (everything || Number.isNaN(this.#bucket)) {
      this.#bucket = this.#bucketNow();
      this.#still = groundLayers(data.ground, { ink, dark, light, scale, picture: data.picture, show });
      const towns = shownTowns(data.places, this.#townLabels, 2 ** this.#bucket);
      this.#names = [
        ...riverNameLayer(this.#rivers, { ink, scale, show }),
        ...townLayers(towns, { ink, scale, show }),
      ];
    }
    this.#moving = data.replay ? this.#buildMoving(data, data.replay, scale) : [];
    const [under, over] = this.#split();
    this.#map.setLayers([...this.#still, ...under, ...this.#names, ...over]);
    const spent = performance.now() - began;
    performance.measure("khingan-step", { start: began, duration: spent });
  }

  #split(): [Layer[], Layer[]] {
    const under = new Set(["control", "gain-0", "gain-1", "front-casing", "front", "axes", "trails"]);
    return [
      this.#moving.filter((layer) => under.has(layer.id)),
      this.#moving.filter((layer) => !under.has(layer.id)),
    ];
  }

  #buildMoving(data: SceneData, replay: Replay, scale: number): Layer[] {
    const { show, dark, chosen } = this.#options;
    const { mesh } = data.cells;
    const ink = inkOf(dark);
    const step = this.#step;
    const layers: Layer[] = [];
    if (show.has("control") && this.#control) {
      this.#control.paint(replay.held(step), replay.held(0), ink, this.#repaint);
      this.#repaint = false;
      layers.push(this.#control.layer());
    }
    if (show.has("gain") && scale > 0.35) {
      layers.push(...hatchLayer(this.#gainOf(data, replay, step), ink));
    }
    if (show.has("control")) layers.push(...frontLayers(this.#frontOf(data, replay, step), ink, scale));
    const chosenUnits = this.#unitsOf(chosen);
    if (show.has("plans") && data.axes.length) {
      this.#arrows ??= axisArrows(data.axes, replay, mesh, replay.meta.sides);
      const own = chosenUnits.map((unit) => data.units[unit]?.unit_id ?? "");
      layers.push(axisLayer(this.#arrows, ink, new Set(own)));
    }
    if (chosenUnits.length) {
      const side = data.units[chosenUnits[0] ?? 0]?.side === replay.meta.sides[1] ? 1 : 0;
      const [only] = chosenUnits;
      const path = chosenUnits.length === 1 && only !== undefined
        ? trail(replay, mesh, only, step)
        : middlePath(replay, mesh, chosenUnits, step);
      layers.push(...trailLayer([path], ink.side[side]));
    }
    if (show.has("weather")) layers.push(weatherLayer(weatherSigns(replay, data.cells, step), ink));
    if (show.has("record")) layers.push(...recordLayers(data.record, step, ink, scale));
    if (show.has("events")) {
      const recent = data.events.filter((event) => event.x !== null && event.step <= step && event.step > step - STEPS_A_DAY);
      layers.push(eventLayer(recent, ink, replay.meta.sides, this.#options.chosenEvent));
    }
    if (show.has("units")) layers.push(...this.#buildCounters(data, replay, scale));
    return layers;
  }

  #frontOf(data: SceneData, replay: Replay, step: number): PackedLines {
    let front = this.#fronts.get(step);
    if (!front) {
      front = packLines(frontLines(data.cells.mesh, replay.held(step)));
      this.#fronts.set(step, front);
    }
    return front;
  }

  #gainOf(data: SceneData, replay: Replay, step: number): PackedSegments[] {
    let gain = this.#gains.get(step);
    if (!gain) {
      const held = replay.held(step);
      const gained = replay.gained(step, STEPS_A_DAY);
      gain = [0, 1].map((side) =>
        packSegments(hatchCells(data.cells.mesh, gained.filter((cell) => held[cell] === side), 5)),
      );
      this.#gains.set(step, gain);
    }
    return gain;
  }

  /** Work out front and gain of all steps while nobody waits, so that the slider has nothing to compute. */
  #prepare(data: SceneData): void {
    const { replay } = data;
    if (!replay) return;
    let step = 0;
    const some = (deadline: { timeRemaining: () => number }) => {
      if (this.#data?.replay !== replay) return;
      do {
        this.#frontOf(data, replay, step);
        this.#gainOf(data, replay, step);
        step++;
      } while (step <= replay.steps && deadline.timeRemaining() > 4);
      if (step <= replay.steps) whenIdle(some);
    };
    whenIdle(some);
  }

  #buildCounters(data: SceneData, replay: Replay, scale: number): Layer[] {
    const { show, dark, period, chosen, fanned } = this.#options;
    const level = levelAt(scale);
    const counters = this.#countersOf(level, data, replay);
    const key = `${dark}:${period}`;
    if (!this.#atlas || this.#atlasKey !== key) {
      const all = LEVELS.flatMap((one) => this.#countersOf(one, data, replay));
      this.#atlas = drawAtlas(all, { dark, period });
      this.#atlasKey = key;
    }
    const air = show.has("air");
    const ground = counters.filter(
      (counter) =>
        counter.id === chosen ||
        ((air || (counter.arm !== "air" && counter.arm !== "naval")) && (level !== "army" || isLarge(counter))),
    );
    this.#standings = standings(ground, replay, data.cells.mesh, this.#step, this.#fraction, this.#fuelFull);
    const { placed, leaders, stacks } = stage(this.#standings, {
      scale, gathered: level !== "unit", chosen, fanned, labels: true,
    });
    this.#stacks = stacks;
    return counterLayers(placed, leaders, this.#atlas, inkOf(dark), scale);
  }

  #countersOf(level: Level, data: SceneData, replay: Replay): Counter[] {
    let counters = this.#counters.get(level);
    if (!counters) {
      counters = buildCounters(level, data.units, data.formations, replay.meta.sides, (unit) => replay.men[replay.at(unit, 0)] ?? 0);
      this.#counters.set(level, counters);
    }
    return counters;
  }

  /** Units behind a choice: the unit itself, or all under a formation. */
  #unitsOf(id: string | undefined): number[] {
    if (!id || !this.#data) return [];
    const { units } = this.#data;
    const found: number[] = [];
    units.forEach((unit, at) => {
      if (unit.unit_id === id || unit.corps_id === id || unit.army_id === id || unit.formation_id === id) found.push(at);
    });
    return found;
  }

  destroy(): void {
    this.#control?.destroy();
  }
}
