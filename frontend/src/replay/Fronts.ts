/** Front, day's gain and documented front of every step, worked out once each; idle time fills what nobody has asked for. */
import { whenIdle } from "../lib/idle";
import { packLines, type PackedLines } from "../map/control";
import { frontLines } from "../map/frontline";
import { dashes, hatchCells } from "../map/hatch";
import { packSegments, piecesOf, type PackedSegments } from "../map/segments";
import type { MapCells, Replay } from "./data";
import { captureHours, documentedHeld, uncertainCells, type CaptureHours, type DatedPlace } from "./documentedFront";

export const NO_FRONT: DocumentedFront = { line: packLines([]), open: packSegments([]) };

export const STEPS_A_DAY = 4;
const HATCH_KM = 5;
/** Wider and the other way than a gain of the simulation. */
const DOUBT_KM = 9;
const DASH_KM = [13, 8] as const;

/** A front of the record, with the ground that dates within their errors leave open. */
export interface DocumentedFront {
  line: PackedLines;
  open: PackedSegments;
}

export class Fronts {
  readonly #cells: MapCells;
  readonly #replay: Replay;
  readonly #fronts = new Map<number, PackedSegments>();
  readonly #gains = new Map<number, PackedSegments[]>();
  readonly #documented = new Map<number, DocumentedFront>();
  #hours: CaptureHours[] | undefined;
  #captures: readonly DatedPlace[] = [];

  constructor(cells: MapCells, replay: Replay) {
    this.#cells = cells;
    this.#replay = replay;
  }

  front(step: number): PackedSegments {
    return once(this.#fronts, step, () => packSegments(piecesOf(frontLines(this.#cells.mesh, this.#replay.held(step)))));
  }

  gain(step: number): PackedSegments[] {
    return once(this.#gains, step, () => {
      const held = this.#replay.held(step);
      const gained = this.#replay.gained(step, STEPS_A_DAY);
      return [0, 1].map((side) =>
        packSegments(hatchCells(this.#cells.mesh, gained.filter((cell) => held[cell] === side), HATCH_KM)),
      );
    });
  }

  /** Nothing of the simulation enters: only the borders of the eve and the dates. */
  documented(captures: readonly DatedPlace[], step: number): DocumentedFront {
    if (captures !== this.#captures) {
      this.#captures = captures;
      this.#hours = undefined;
      this.#documented.clear();
    }
    return once(this.#documented, step, () => {
      const { mesh } = this.#cells;
      const eve = this.#replay.held(0);
      const hour = step * this.#replay.meta.step_hours;
      this.#hours ??= [...new Set(captures.map((place) => place.side))].map((side) => captureHours(mesh, eve, captures, side));
      const lines = this.#hours.flatMap((hours) => frontLines(mesh, documentedHeld(hours, eve, hour)));
      const pieces = lines.flatMap(({ path }) => dashes(path, ...DASH_KM));
      const open = this.#hours.flatMap((hours) => uncertainCells(hours, hour));
      return {
        line: packLines(pieces.map((path) => ({ path, ring: false }))),
        open: packSegments(hatchCells(mesh, open, DOUBT_KM, true)),
      };
    });
  }

  /** Work out front and gain of all steps while nobody waits, so that the slider has nothing to compute. */
  prepare(wanted: () => boolean): void {
    let step = 0;
    const some = (deadline: { timeRemaining: () => number }) => {
      if (!wanted()) return;
      do {
        this.front(step);
        this.gain(step);
        step++;
      } while (step <= this.#replay.steps && deadline.timeRemaining() > 4);
      if (step <= this.#replay.steps) whenIdle(some);
    };
    whenIdle(some);
  }
}

function once<T>(known: Map<number, T>, step: number, make: () => T): T {
  let found = known.get(step);
  if (found === undefined) {
    found = make();
    known.set(step, found);
  }
  return found;
}
