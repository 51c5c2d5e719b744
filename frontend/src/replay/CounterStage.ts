/** Counters of a step at a zoom: which there are, where they stand, and their pictures. */
import type { Layer } from "@deck.gl/core";
import type { Device } from "@luma.gl/core";
import type { FormationInfo, UnitInfo } from "../api/types";
import type { Ink } from "../map/ink";
import type { Box } from "../map/labels";
import { counterLayers } from "../map/MapView";
import { packSegments, SegmentBuffers, type PackedSegments } from "../map/segments";
import { boxes, stage, type Placed } from "../map/sprites";
import { drawAtlas, type Atlas } from "../map/symbols";
import type { Ways } from "../map/ways";
import { buildCounters, isLarge, levelAt, standings, type Counter, type Level, type Standing } from "./counters";
import type { Replay } from "./data";
import type { Eyes } from "./eyes";

const LEVELS: Level[] = ["army", "corps", "unit"];

export interface StageOptions {
  dark: boolean;
  period: boolean;
  /** Aircraft and ships too. */
  air: boolean;
  /** Side whose counters alone are shown, -1 = both. */
  eyes: Eyes;
  chosen: string | undefined;
  fanned: string | undefined;
}

export interface Arrangement {
  standings: Standing[];
  placed: Placed[];
  leaders: PackedSegments;
  stacks: Map<number, number[]>;
}

export class CounterStage {
  readonly #leaders: SegmentBuffers;
  readonly #replay: Replay;
  readonly #levels: Map<Level, Counter[]>;
  /** Most fuel each unit ever has: what a full notch means. */
  readonly #fuelFull: Float64Array;
  #atlas: Atlas | undefined;
  #atlasKey = "";
  #placed: Placed[] = [];
  #scale = 1;
  readonly #known = new Map<number, Arrangement>();
  /** What the remembered arrangements depend on besides the step. */
  #knownFor = "";
  standings: Standing[] = [];
  stacks = new Map<number, number[]>();

  constructor(device: Device, replay: Replay, units: readonly UnitInfo[], formations: readonly FormationInfo[]) {
    this.#leaders = new SegmentBuffers(device);
    this.#replay = replay;
    const menAtStart = (unit: number) => replay.men[replay.at(unit, 0)] ?? 0;
    this.#levels = new Map(
      LEVELS.map((level) => [level, buildCounters(level, units, formations, replay.meta.sides, menAtStart)]),
    );
    this.#fuelFull = Float64Array.from(units, (unit, at) =>
      unit.motor ? replay.story(replay.fuel, at).reduce((a, b) => Math.max(a, b), 0) : 0,
    );
  }

  /** Nothing is shown. */
  clear(): void {
    this.standings = [];
    this.stacks = new Map();
    this.#placed = [];
  }

  layers(ways: Ways, step: number, fraction: number, scale: number, ink: Ink, options: StageOptions): Layer[] {
    const { dark, period } = options;
    const key = `${dark}:${period}`;
    if (!this.#atlas || this.#atlasKey !== key) {
      this.#atlas = drawAtlas([...this.#levels.values()].flat(), { dark, period });
      this.#atlasKey = key;
    }
    const { standings, stacks, placed, leaders } = this.arranged(ways, step, fraction, scale, options);
    this.standings = standings;
    this.stacks = stacks;
    this.#placed = placed;
    this.#scale = scale;
    return counterLayers(placed, this.#leaders.layers(leaders, [{ id: "leaders", colour: ink.leader, width: 1 }]), this.#atlas, scale);
  }

  /** Where everything stands at a step. Whole steps are remembered: the slider goes to and fro. */
  arranged(ways: Ways, step: number, fraction: number, scale: number, options: StageOptions): Arrangement {
    if (fraction > 0) return this.#arrange(ways, step, fraction, scale, options);
    const { period, air, eyes, chosen, fanned } = options;
    const settings = [scale, period, air, eyes, chosen, fanned].join("|");
    if (settings !== this.#knownFor) this.#known.clear();
    this.#knownFor = settings;
    const found = this.#known.get(step) ?? this.#arrange(ways, step, 0, scale, options);
    this.#known.set(step, found);
    return found;
  }

  #arrange(ways: Ways, step: number, fraction: number, scale: number, options: StageOptions): Arrangement {
    const { period, air, eyes, chosen, fanned } = options;
    const level = levelAt(scale);
    const shown = (this.#levels.get(level) ?? []).filter(
      (counter) =>
        (eyes < 0 || counter.side === eyes) &&
        (counter.id === chosen ||
          ((air || (counter.arm !== "air" && counter.arm !== "naval")) && (level !== "army" || isLarge(counter)))),
    );
    const standing = standings(shown, this.#replay, ways, step, fraction, this.#fuelFull);
    const staged = stage(standing, { scale, gathered: level !== "unit", chosen, fanned, bars: !period });
    return { ...staged, standings: standing, leaders: packSegments(staged.leaders.map(({ from, to }) => [...from, ...to])) };
  }

  /** Their pictures, for what is set beside them. */
  get placed(): readonly Placed[] {
    return this.#placed;
  }

  /** Ground that counters cover now, for the names around them. */
  covered(): Box[] {
    return this.#atlas ? boxes(this.#placed, this.#atlas, this.#scale) : [];
  }

  /** The symbols alone: kilometres of the map, and the shift from there in pixels. */
  symbols(): Placed[] {
    return this.#placed.filter((item) => item.icon.startsWith("s:"));
  }

  destroy(): void {
    this.#leaders.destroy();
  }
}
