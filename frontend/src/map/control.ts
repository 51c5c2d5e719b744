/** Who holds what: tinted cells whose colours alone change, the front line, a day's gain hatched. */
import { PathLayer, SolidPolygonLayer } from "@deck.gl/layers";
import type { Device, Buffer } from "@luma.gl/core";
import type { Layer } from "@deck.gl/core";
import type { MapCells } from "../replay/data";
import type { FrontLine } from "./frontline";
import type { Colour, Ink } from "./ink";
import { isSpent, type Pen } from "./segments";

const CLEAR: Colour = [0, 0, 0, 0];
/** How much wider than a front its pale casing is. */
export const CASING_PX = 2.4;

/** Tint of a cell: whose it is, from the start (0, 1) or gained (2, 3); nobody's; out of a side's sight. */
export const UNTINTED = 4;
export const VEILED = 5;

export const controlTints = (ink: Ink): Colour[] => [...ink.held, ...ink.gained, CLEAR, ink.veil];

export function controlTint(held: Uint8Array, start: Uint8Array): (cell: number) => number {
  return (cell) => {
    const side = held[cell] as number;
    return side > 1 ? UNTINTED : side === start[cell] ? side : side + 2;
  };
}

/** The same as one side sees it: what it neither holds nor has in sight lies under a veil; `home` tells nobody's ground. */
export function veiledTint(held: Uint8Array, start: Uint8Array, eyes: number, sight: Uint8Array, home: Uint8Array): (cell: number) => number {
  const plain = controlTint(held, start);
  return (cell) => {
    const side = held[cell] as number;
    const own = (side > 1 ? home[cell] : side) === eyes;
    return own || sight[cell] === 1 ? plain(cell) : VEILED;
  };
}

/** Side in whose country each cell lies: that of most of the country's cells at the start, 255 = nobody's. */
export function homeOf(start: Uint8Array, territory: Uint8Array): Uint8Array {
  const lead = new Int32Array(256);
  for (let cell = 0; cell < start.length; cell++) {
    const side = start[cell] as number;
    const country = territory[cell] ?? 255;
    if (side < 2) lead[country] = (lead[country] ?? 0) + (side === 0 ? 1 : -1);
  }
  return territory.map((country) => {
    const more = lead[country] as number;
    return more > 0 ? 0 : more < 0 ? 1 : 255;
  });
}

/** Cells as one mesh on the graphics card; a step writes colours into it and builds nothing. */
export class CellTints {
  readonly #id: string;
  readonly #cells: Int32Array;
  readonly #starts: Uint32Array;
  readonly #colours: Uint8Array;
  readonly #shown: Int16Array;
  readonly #buffer: Buffer;
  readonly #data: object;
  #layer: Layer | undefined;

  /** `cells` are the rows that are drawn. */
  constructor(id: string, device: Device, map: MapCells, cells: Int32Array) {
    const { mesh } = map;
    this.#id = id;
    this.#cells = cells;
    this.#starts = new Uint32Array(cells.length + 1);
    let triangles = 0;
    cells.forEach((cell, at) => {
      const corners = (mesh.offset[cell + 1] ?? 0) - (mesh.offset[cell] ?? 0);
      this.#starts[at + 1] = (this.#starts[at] ?? 0) + corners;
      triangles += corners - 2;
    });
    const vertices = this.#starts[cells.length] ?? 0;
    const positions = new Float32Array(2 * vertices);
    const indices = new Uint32Array(3 * triangles);
    let next = 0;
    cells.forEach((cell, at) => {
      const [from, to] = [mesh.offset[cell] ?? 0, mesh.offset[cell + 1] ?? 0];
      const start = this.#starts[at] ?? 0;
      positions.set(mesh.corners.subarray(2 * from, 2 * to), 2 * start);
      // A convex outline is a fan.
      for (let corner = 1; corner + 1 < to - from; corner++) {
        indices[next++] = start;
        indices[next++] = start + corner;
        indices[next++] = start + corner + 1;
      }
    });
    this.#colours = new Uint8Array(4 * vertices);
    this.#shown = new Int16Array(cells.length).fill(-1);
    this.#buffer = device.createBuffer({ data: this.#colours });
    this.#data = {
      length: cells.length,
      startIndices: this.#starts,
      attributes: {
        getPolygon: { value: positions, size: 2 },
        indices: { value: indices, size: 1 },
        getFillColor: { buffer: this.#buffer, size: 4, type: "unorm8" },
      },
    };
  }

  /** Write the tints of a moment, numbers of a palette; returns how many cells changed. */
  paint(tint: (cell: number) => number, palette: readonly Colour[], repaint = false): number {
    let changed = 0;
    let [low, high] = [Infinity, 0];
    const cells = this.#cells;
    for (let at = 0; at < cells.length; at++) {
      const cell = cells[at] as number;
      const code = tint(cell);
      if (code === this.#shown[at] && !repaint) continue;
      this.#shown[at] = code;
      changed++;
      const colour = palette[code] ?? CLEAR;
      const [first, last] = [this.#starts[at] ?? 0, this.#starts[at + 1] ?? 0];
      for (let vertex = first; vertex < last; vertex++) this.#colours.set(colour, 4 * vertex);
      low = Math.min(low, first);
      high = Math.max(high, last);
    }
    // Only the stretch that changed goes to the graphics card.
    if (changed) {
      this.#buffer.write(this.#colours.subarray(4 * low, 4 * high), 4 * low);
      this.#layer?.setNeedsRedraw();
    }
    return changed;
  }

  /** The same layer as before while deck.gl keeps it: its colours change outside. */
  layer(): Layer {
    if (this.#layer && !isSpent(this.#layer)) return this.#layer;
    this.#layer = new SolidPolygonLayer({
      id: this.#id,
      data: this.#data as never,
      _normalize: false,
      positionFormat: "XY",
      filled: true,
      extruded: false,
      pickable: false,
    });
    return this.#layer;
  }

  destroy(): void {
    this.#buffer.destroy();
  }
}

/** Lines as one array of points, as the layer takes them without asking for each. */
export interface PackedLines {
  length: number;
  startIndices: Uint32Array;
  attributes: { getPath: { value: Float32Array; size: 2 } };
}

export function packLines(lines: readonly FrontLine[]): PackedLines {
  const startIndices = new Uint32Array(lines.length + 1);
  lines.forEach((line, at) => (startIndices[at + 1] = (startIndices[at] ?? 0) + line.path.length));
  const value = new Float32Array(2 * (startIndices[lines.length] ?? 0));
  lines.forEach((line, at) => value.set(line.path.flat(), 2 * (startIndices[at] ?? 0)));
  return { length: lines.length, startIndices, attributes: { getPath: { value, size: 2 } } };
}

/** Lines of one colour and width in pixels. */
export const lineLayer = (id: string, lines: PackedLines, colour: Colour, width: number): Layer =>
  new PathLayer({
    id,
    data: lines as never,
    _pathType: "open",
    positionFormat: "XY",
    getColor: colour,
    getWidth: width,
    widthUnits: "pixels",
    jointRounded: true,
    capRounded: true,
    updateTriggers: { getColor: colour, getWidth: width },
  });

/** The front, pale around and dark within. */
export function frontPens(ink: Ink, scale: number): Pen[] {
  const width = scale < 0.6 ? 2.4 : 3;
  return [
    { id: "front-casing", colour: ink.frontCasing, width: width + CASING_PX },
    { id: "front", colour: ink.front, width },
  ];
}

/** Ground that a side gained, hatched. */
export const gainPen = (ink: Ink, side: number): Pen => ({ id: `gain-${side}`, colour: ink.hatch[side] ?? CLEAR, width: 1 });
