/** Counters of a step at a zoom: which there are, where they stand, and their pictures. */
import type { Layer } from "@deck.gl/core";
import type { FormationInfo, UnitInfo } from "../api/types";
import type { Ink } from "../map/ink";
import type { Box } from "../map/labels";
import { counterLayers } from "../map/MapView";
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

export class CounterStage {
  readonly #replay: Replay;
  readonly #levels: Map<Level, Counter[]>;
  /** Most fuel each unit ever has: what a full notch means. */
  readonly #fuelFull: Float64Array;
  #atlas: Atlas | undefined;
  #atlasKey = "";
  #placed: Placed[] = [];
  #scale = 1;
  standings: Standing[] = [];
  stacks = new Map<number, number[]>();

  constructor(replay: Replay, units: readonly UnitInfo[], formations: readonly FormationInfo[]) {
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
    const { dark, period, air, eyes, chosen, fanned } = options;
    const level = levelAt(scale);
    const key = `${dark}:${period}`;
    if (!this.#atlas || this.#atlasKey !== key) {
      this.#atlas = drawAtlas([...this.#levels.values()].flat(), { dark, period });
      this.#atlasKey = key;
    }
    const shown = (this.#levels.get(level) ?? []).filter(
      (counter) =>
        (eyes < 0 || counter.side === eyes) &&
        (counter.id === chosen ||
          ((air || (counter.arm !== "air" && counter.arm !== "naval")) && (level !== "army" || isLarge(counter)))),
    );
    this.standings = standings(shown, this.#replay, ways, step, fraction, this.#fuelFull);
    const staged = stage(this.standings, { scale, gathered: level !== "unit", chosen, fanned, bars: !period });
    this.stacks = staged.stacks;
    this.#placed = staged.placed;
    this.#scale = scale;
    return counterLayers(staged.placed, staged.leaders, this.#atlas, ink, scale);
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
}
