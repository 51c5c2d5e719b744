/** What a map can show where there is no single campaign: tinted cells, hatching and lines by step. */
import { LineLayer } from "@deck.gl/layers";
import type { Layer } from "@deck.gl/core";
import type { Device } from "@luma.gl/core";
import type { MapCells } from "../replay/data";
import { CASING_PX, CellTints, lineLayer, packLines, type PackedLines } from "./control";
import type { FrontLine } from "./frontline";
import { dashes, hatchCells } from "./hatch";
import type { Colour, Ink } from "./ink";
import { packSegments, type PackedSegments } from "./segments";

export interface Stroke {
  lines: readonly FrontLine[];
  /** Pixels of ink and gap; whole where there are none. */
  dash?: readonly [number, number];
  width: number;
  /** A light rim that lifts the line off the ground. */
  casing?: boolean;
}

export interface Hatch {
  cells: readonly number[];
  slope: 1 | -1;
  colour: Colour;
}

/** Pure data: what to draw at a step. */
export interface Field {
  readonly steps: number;
  /** Tint of every cell, a number of the palette; 0 is clear. */
  tints: (step: number) => Uint8Array;
  palette: (ink: Ink) => readonly Colour[];
  hatches: (step: number, ink: Ink) => readonly Hatch[];
  strokes: (step: number) => readonly Stroke[];
}

const HATCH_PIXELS = 7;

/** Draws a field; what a step needs is worked out once. */
export class FieldLayers {
  readonly #field: Field;
  readonly #map: MapCells;
  readonly #cells: CellTints;
  readonly #strokes = new Map<string, PackedLines[]>();
  readonly #hatches = new Map<string, PackedSegments[]>();
  #ink: Ink | undefined;

  constructor(device: Device, map: MapCells, field: Field) {
    this.#field = field;
    this.#map = map;
    this.#cells = new CellTints("field", device, map, everTinted(field, map.mesh.size));
  }

  layers(step: number, ink: Ink, scale: number): Layer[] {
    const field = this.#field;
    const tints = field.tints(step);
    this.#cells.paint((cell) => tints[cell] ?? 0, field.palette(ink), ink !== this.#ink);
    this.#ink = ink;
    // Hatching and dashes keep their size on the screen: they are cut for a zoom, in half octaves.
    const km = 2 ** (-Math.round(Math.log2(scale) * 2) / 2);
    return [this.#cells.layer(), ...this.#hatchLayers(step, ink, km), ...this.#strokeLayers(step, ink, km)];
  }

  #hatchLayers(step: number, ink: Ink, km: number): Layer[] {
    const hatches = this.#field.hatches(step, ink);
    const packed = remember(this.#hatches, `${step}:${km}`, () =>
      hatches.map(({ cells, slope }) => packSegments(hatchCells(this.#map.mesh, cells, HATCH_PIXELS * km, slope < 0))),
    );
    return packed.map((segments, at) => {
      const colour = hatches[at]?.colour ?? ink.front;
      return new LineLayer({
        id: `field-hatch-${at}`, data: segments as never, getColor: colour, getWidth: 1, widthUnits: "pixels", updateTriggers: { getColor: colour },
      });
    });
  }

  #strokeLayers(step: number, ink: Ink, km: number): Layer[] {
    const strokes = this.#field.strokes(step);
    const packed = remember(this.#strokes, `${step}:${km}`, () =>
      strokes.map(({ lines, dash }) =>
        packLines(dash ? lines.flatMap(({ path }) => dashes(path, dash[0] * km, dash[1] * km).map((piece) => ({ path: piece, ring: false }))) : lines),
      ),
    );
    return packed.flatMap((lines, at) => {
      const { width, casing } = strokes[at] ?? { width: 1 };
      const line = lineLayer(`field-line-${at}`, lines, ink.front, width);
      return casing ? [lineLayer(`field-rim-${at}`, lines, ink.frontCasing, width + CASING_PX), line] : [line];
    });
  }

  destroy(): void {
    this.#cells.destroy();
  }
}

function remember<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

/** Cells that bear a tint at any step; the others need no drawing. */
export function everTinted(field: Pick<Field, "steps" | "tints">, size: number): Int32Array {
  const ever = new Uint8Array(size);
  for (let step = 0; step <= field.steps; step++) {
    const tints = field.tints(step);
    for (let cell = 0; cell < size; cell++) if (tints[cell]) ever[cell] = 1;
  }
  return Int32Array.from([...ever.keys()].filter((cell) => ever[cell]));
}
