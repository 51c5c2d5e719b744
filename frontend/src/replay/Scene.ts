/** Puts a campaign on the map: keeps what stands still, builds what changes with step, zoom and choice. */
import type { Device } from "@luma.gl/core";
import type { Layer } from "@deck.gl/core";
import type { Axis, EventInfo, FormationInfo, MapPlace, UnitInfo } from "../api/types";
import { whenIdle } from "../lib/idle";
import { CellTints, controlTint, controlTints, frontPens, gainPen, homeOf, veiledTint } from "../map/control";
import { FieldLayers, type Field } from "../map/field";
import { groundLayers, type Ground, type GroundPicture } from "../map/ground";
import { inkOf, type Ink } from "../map/ink";
import type { MapView } from "../map/MapView";
import { reachTint, reachTints } from "../map/reach";
import { SegmentBuffers } from "../map/segments";
import { riverNameLayer, riverNames, type RiverName } from "../map/names";
import { TownNames } from "../map/TownNames";
import { Ways } from "../map/ways";
import type { Air } from "./air";
import type { Belief } from "./belief";
import { CounterStage, type StageOptions } from "./CounterStage";
import type { MapCells, Replay } from "./data";
import type { DatedPlace } from "./documentedFront";
import type { Eyes } from "./eyes";
import { Fronts, NO_FRONT, STEPS_A_DAY } from "./Fronts";
import {
  axisArrows, axisLayer, eventLayer, middlePath, outlineLayer, recordLayers, trail, trailLayer, weatherLayer, weatherSigns, type RecordMark,
} from "./overlays";
import { SceneOverlays, type Moment } from "./SceneOverlays";
import type { Supply } from "./supply";

export interface SceneData {
  cells: MapCells;
  ground: Ground;
  places: MapPlace[];
  replay?: Replay;
  /** What is shown where there is no single campaign. */
  field?: Field | undefined;
  units: UnitInfo[];
  formations: FormationInfo[];
  events: EventInfo[];
  axes: Axis[];
  record: { marks: RecordMark[]; captures: DatedPlace[] };
  picture: GroundPicture | undefined;
  belief: Belief | undefined;
  supply: Supply | undefined;
  air: Air | undefined;
}

export interface SceneOptions {
  show: ReadonlySet<string>;
  dark: boolean;
  light: boolean;
  period: boolean;
  /** Side through whose eyes the map is seen. */
  eyes: Eyes;
  chosen: string | undefined;
  /** Chosen piece of ground. */
  cell: number | undefined;
  chosenEvent: EventInfo | undefined;
  fanned: string | undefined;
}

/** What a campaign needs besides its data, made once for it. */
interface Play {
  replay: Replay;
  control: CellTints;
  /** Side in whose country each cell lies. */
  home: Uint8Array;
  fronts: Fronts;
  counters: CounterStage;
}

const NAMES_AFTER_MS = 120;

/** Cells with a tint: all land under one side's veil, else what is played on; in light mode, if nothing else tints them, what changes hands. */
function tinted({ light, eyes, show }: SceneOptions): "land" | "played" | "changing" {
  if (!light) return eyes >= 0 ? "land" : "played";
  return eyes >= 0 || show.has("supply") ? "played" : "changing";
}

export class Scene {
  readonly #map: MapView;
  readonly #device: Device;
  #data: SceneData | undefined;
  #options: SceneOptions;
  #play: Play | undefined;
  readonly #front: SegmentBuffers;
  /** By side. */
  readonly #gains: SegmentBuffers[];
  readonly #overlays = new SceneOverlays();
  #field: FieldLayers | undefined;
  #ways: Ways | undefined;
  #towns: TownNames | undefined;
  #still: Layer[] = [];
  #rivers: RiverName[] = [];
  #riverLayers: Layer[] = [];
  #townLayers: Layer[] = [];
  /** Zoom for which the still layers were built. */
  #bucket = Number.NaN;
  #moving: [Layer[], Layer[]] = [[], []];
  #counterLayers: Layer[] = [];
  #namesTimer: ReturnType<typeof setTimeout> | undefined;
  #step = 0;
  #fraction = 0;
  #arrows: ReturnType<typeof axisArrows> | undefined;
  #repaint = true;
  readonly #onShown: () => void;

  /** `onShown` is called whenever what is on the map, or where it is on the screen, has changed. */
  constructor(map: MapView, device: Device, options: SceneOptions, onShown: () => void) {
    this.#map = map;
    this.#device = device;
    this.#front = new SegmentBuffers(device);
    this.#gains = [new SegmentBuffers(device), new SegmentBuffers(device)];
    this.#options = options;
    this.#onShown = onShown;
  }

  get counters(): CounterStage | undefined {
    return this.#play?.counters;
  }

  /** Towns whose dots are on the map. */
  get towns(): readonly MapPlace[] {
    return this.#towns?.shown ?? [];
  }

  setData(data: SceneData): void {
    const before = this.#data;
    this.#data = data;
    if (before?.places !== data.places || before?.record !== data.record) {
      this.#towns = new TownNames(data.places, data.record.marks);
    }
    if (before?.ground !== data.ground) this.#rivers = riverNames(data.ground.rivers);
    if (before?.cells !== data.cells || before?.ground !== data.ground) {
      this.#ways = new Ways(data.cells.mesh, data.cells.water, data.ground.rail.map(({ path }) => path));
    }
    if (before?.replay !== data.replay || before?.cells !== data.cells) {
      this.#endPlay();
      this.#play = data.replay && this.#buildPlay(data, data.replay);
      this.#arrows = undefined;
    }
    if (before?.field !== data.field || before?.cells !== data.cells) {
      this.#field?.destroy();
      this.#field = data.field && new FieldLayers(this.#device, data.cells, data.field);
    }
    if (before?.axes !== data.axes) this.#arrows = undefined;
    this.showStep(this.#step, this.#fraction, true);
  }

  setOptions(options: SceneOptions): void {
    const before = this.#options;
    this.#options = options;
    if (before.dark !== options.dark) this.#repaint = true;
    if (before.light !== options.light) this.#map.setLight(options.light);
    if (this.#play && this.#data && tinted(before) !== tinted(options)) {
      this.#play.control.destroy();
      this.#play.control = this.#buildControl(this.#data.cells, this.#play.replay);
    }
    this.showStep(this.#step, this.#fraction, true);
  }

  #buildPlay(data: SceneData, replay: Replay): Play {
    const fronts = new Fronts(data.cells, replay);
    fronts.prepare(() => this.#play?.fronts === fronts);
    return {
      replay,
      fronts,
      control: this.#buildControl(data.cells, replay),
      home: homeOf(replay.held(0), data.cells.territory),
      counters: new CounterStage(this.#device, replay, data.units, data.formations),
    };
  }

  /** Cells that are tinted, see `tinted`. */
  #buildControl(cells: MapCells, replay: Replay): CellTints {
    const which = tinted(this.#options);
    const rows: number[] = [];
    const start = replay.held(0);
    const ever = new Uint8Array(cells.mesh.size);
    if (which === "changing") {
      for (let step = 1; step <= replay.steps; step++) {
        const held = replay.held(step);
        for (let cell = 0; cell < held.length; cell++) if (held[cell] !== start[cell]) ever[cell] = 1;
      }
    }
    for (let cell = 0; cell < cells.mesh.size; cell++) {
      if (which === "changing" ? ever[cell] : cells.water[cell] === 0 && (which === "land" || cells.inPlay[cell])) rows.push(cell);
    }
    this.#repaint = true;
    return new CellTints("control", this.#device, cells, Int32Array.from(rows));
  }

  /** Redraw what depends on the zoom; called while the map moves. */
  viewChanged(): void {
    if (Math.abs(this.#bucketNow() - this.#bucket) > 1e-9) this.showStep(this.#step, this.#fraction, true);
    else this.#onShown();
  }

  /** Zoom in steps fine enough not to be seen, so that panning builds nothing. */
  #bucketNow(): number {
    return Math.round(this.#map.view.zoom * 8) / 8;
  }

  showStep(step: number, fraction = 0, everything = false): void {
    const data = this.#data;
    if (!data) return;
    const began = performance.now();
    const before = this.#step;
    this.#step = step;
    const { show, dark, light } = this.#options;
    this.#fraction = light ? 0 : fraction;
    const scale = this.#map.scale;
    const ink = inkOf(dark);
    const anew = everything || Number.isNaN(this.#bucket);
    if (anew) {
      this.#bucket = this.#bucketNow();
      this.#still = groundLayers(data.ground, { ink, dark, light, scale, picture: data.picture, show });
      this.#riverLayers = riverNameLayer(this.#rivers, { ink, scale, show });
    }
    const now: Moment | undefined = this.#play && { data, replay: this.#play.replay, options: this.#options, step, scale, ink };
    this.#moving = this.#play && this.#ways && now ? this.#buildMoving(now, this.#play, this.#ways) : [this.#buildField(data, scale), []];
    this.#counterLayers = [];
    if (!show.has("units")) this.#play?.counters.clear();
    else if (this.#play && this.#ways && now) {
      const { counters } = this.#play;
      this.#counterLayers = [
        ...counters.layers(this.#ways, step, this.#fraction, scale, ink, this.#stageOptions()),
        ...this.#overlays.beside(now, counters.placed, counters.standings),
      ];
      if (this.#fraction === 0) this.#arrangeNext(step, scale);
    }
    if (anew) this.#setNames(true);
    else if (step !== before) this.#setNamesSoon();
    this.#draw();
    performance.measure("khingan-step", { start: began, duration: performance.now() - began });
  }

  #stageOptions(): StageOptions {
    return { ...this.#options, air: this.#options.show.has("air") };
  }

  /** What the next turn of the slider will show, worked out while nobody waits. */
  #arrangeNext(step: number, scale: number): void {
    whenIdle(() => {
      const [play, ways] = [this.#play, this.#ways];
      if (!play || !ways || this.#step !== step || this.#map.scale !== scale) return;
      for (const next of [step + 1, step - 1]) {
        if (next >= 0 && next <= play.replay.steps) play.counters.arranged(ways, next, 0, scale, this.#stageOptions());
      }
    });
  }

  #draw(): void {
    const [under, over] = this.#moving;
    this.#map.setLayers([...this.#still, ...under, ...this.#riverLayers, ...this.#townLayers, ...over, ...this.#counterLayers]);
    this.#onShown();
  }

  #setNames(anew: boolean): void {
    clearTimeout(this.#namesTimer);
    const { show, dark } = this.#options;
    this.#townLayers = this.#towns?.layers({
      ink: inkOf(dark),
      scale: this.#map.scale,
      towns: show.has("towns"),
      record: show.has("record"),
      blocked: this.#play?.counters.covered() ?? [],
    }, anew) ?? [];
  }

  /** Names make way for counters when these have come to rest: the slider does not wait for lettering. */
  #setNamesSoon(): void {
    clearTimeout(this.#namesTimer);
    this.#namesTimer = setTimeout(() => {
      const began = performance.now();
      const shown = this.#townLayers;
      this.#setNames(false);
      if (shown !== this.#townLayers) this.#draw();
      performance.measure("khingan-names", { start: began, duration: performance.now() - began });
    }, NAMES_AFTER_MS);
  }

  /** Layers under the names, and over them. */
  #buildMoving(now: Moment, { replay, control, fronts, home }: Play, ways: Ways): [Layer[], Layer[]] {
    const { data, step, scale, ink, options: { show, eyes } } = now;
    const reach = this.#overlays.reach(now);
    const under: Layer[] = [];
    const over: Layer[] = [];
    if (show.has("control") || reach) {
      const [held, start] = [replay.held(step), replay.held(0)];
      const plain = eyes >= 0 && data.belief ? veiledTint(held, start, eyes, data.belief.sight(eyes, step), home) : controlTint(held, start);
      const tints = controlTints(ink);
      control.paint(reach ? reachTint(reach, tints.length, plain) : plain, [...tints, ...reachTints(ink)], this.#repaint);
      this.#repaint = false;
      under.push(control.layer());
    }
    under.push(...this.#overlays.under(now));
    // Two hatchings at once would not be told apart.
    if (show.has("gain") && !reach && scale > 0.35) {
      fronts.gain(step).forEach((gain, side) => under.push(...(this.#gains[side]?.layers(gain, [gainPen(ink, side)]) ?? [])));
    }
    if (show.has("control")) under.push(...this.#front.layers(fronts.front(step), frontPens(ink, scale)));
    under.push(...this.#buildChosen(data, replay, ways, ink));
    if (show.has("record")) {
      under.push(...recordLayers(data.record.marks, fronts.documented(data.record.captures, step), step, ink));
    }
    if (show.has("weather")) over.push(weatherLayer(weatherSigns(replay, data.cells, step), ink));
    if (show.has("events")) {
      const recent = data.events.filter((event) => event.x !== null && event.step <= step && event.step > step - STEPS_A_DAY);
      over.push(eventLayer(recent, ink, replay.meta.sides, this.#options.chosenEvent));
    }
    over.push(...this.#overlays.over(now));
    return [under, over];
  }

  /** A field, and the dates of the record. */
  #buildField(data: SceneData, scale: number): Layer[] {
    const ink = inkOf(this.#options.dark);
    const record = this.#options.show.has("record") ? recordLayers(data.record.marks, NO_FRONT, this.#step, ink) : [];
    return [...(this.#field?.layers(this.#step, ink, scale) ?? []), ...record];
  }

  /** Plans, and the way of what is chosen. */
  #buildChosen(data: SceneData, replay: Replay, ways: Ways, ink: Ink): Layer[] {
    const layers: Layer[] = [];
    const { eyes } = this.#options;
    const chosen = this.#unitsOf(this.#options.chosen).filter((unit) => eyes < 0 || data.units[unit]?.side === replay.meta.sides[eyes]);
    if (this.#options.show.has("plans") && data.axes.length) {
      this.#arrows ??= axisArrows(data.axes, replay, ways.mesh, replay.meta.sides);
      const own = chosen.map((unit) => data.units[unit]?.unit_id ?? "");
      const arrows = eyes < 0 ? this.#arrows : this.#arrows.filter((arrow) => arrow.side === eyes);
      layers.push(axisLayer(arrows, ink, new Set(own)));
    }
    if (this.#options.cell !== undefined) layers.push(outlineLayer(data.cells.mesh, this.#options.cell, ink));
    const [only] = chosen;
    if (only === undefined) return layers;
    const side = data.units[only]?.side === replay.meta.sides[1] ? 1 : 0;
    const path = chosen.length === 1
      ? trail(replay, ways, only, this.#step)
      : middlePath(replay, ways.mesh, chosen, this.#step);
    return [...layers, ...trailLayer([path], ink.side[side])];
  }

  /** Units behind a choice: the unit itself, or all under a formation. */
  #unitsOf(id: string | undefined): number[] {
    if (!id || !this.#data) return [];
    const found: number[] = [];
    this.#data.units.forEach((unit, at) => {
      if (unit.unit_id === id || unit.corps_id === id || unit.army_id === id || unit.formation_id === id) found.push(at);
    });
    return found;
  }

  #endPlay(): void {
    this.#play?.control.destroy();
    this.#play?.counters.destroy();
    this.#play = undefined;
  }

  destroy(): void {
    clearTimeout(this.#namesTimer);
    this.#endPlay();
    for (const buffers of [this.#front, ...this.#gains]) buffers.destroy();
    this.#field?.destroy();
    this.#field = undefined;
  }
}
