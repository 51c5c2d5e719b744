/** Lines that change with every step: their ends are written straight to the graphics card, and deck.gl builds nothing. */
import { LineLayer } from "@deck.gl/layers";
import type { Layer } from "@deck.gl/core";
import type { Buffer, Device } from "@luma.gl/core";
import type { FrontLine } from "./frontline";
import type { Segment } from "./hatch";
import type { Colour } from "./ink";

/** Ends of pieces of line, x, y, 0 each, as the layer takes them without asking for each. */
export interface PackedSegments {
  length: number;
  attributes: Record<"getSourcePosition" | "getTargetPosition", { value: Float32Array; size: 3 }>;
}

export function packSegments(segments: readonly Segment[]): PackedSegments {
  const [from, to] = [new Float32Array(3 * segments.length), new Float32Array(3 * segments.length)];
  segments.forEach(([x0, y0, x1, y1], at) => {
    from.set([x0, y0], 3 * at);
    to.set([x1, y1], 3 * at);
  });
  return {
    length: segments.length,
    attributes: { getSourcePosition: { value: from, size: 3 }, getTargetPosition: { value: to, size: 3 } },
  };
}

/** The pieces of lines, from point to point. */
export const piecesOf = (lines: readonly FrontLine[]): Segment[] =>
  lines.flatMap(({ path }) => path.slice(1).map(([x, y], at): Segment => [...(path[at] ?? [x, y]), x, y]));

/** How pieces are drawn. */
export interface Pen {
  id: string;
  colour: Colour;
  /** Pixels. */
  width: number;
}

interface Drawn {
  pen: Pen;
  layer: Layer;
}

const LEAST_ROOM = 64;

/** Whether deck.gl has thrown a layer away, as it does once a list comes without it. */
export const isSpent = (layer: Layer): boolean => /finali|garbage/i.test(String(layer.lifecycle));

export class SegmentBuffers {
  readonly #device: Device;
  #room = 0;
  #from: Buffer | undefined;
  #to: Buffer | undefined;
  #scratch = new Float32Array(0);
  #data: object = {};
  #shown: PackedSegments | undefined;
  #length = 0;
  #drawn: Drawn[] = [];

  constructor(device: Device) {
    this.#device = device;
  }

  /** Layers that draw the same pieces one over the other, a pen each; the same layers as before where nothing but the pieces changed. */
  layers(segments: PackedSegments, pens: readonly Pen[]): Layer[] {
    if (Math.max(1, segments.length) > this.#room) this.#makeRoom(segments.length);
    if (segments !== this.#shown) {
      this.#write(segments);
      for (const { layer } of this.#drawn) layer.setNeedsRedraw();
    }
    this.#drawn = pens.map((pen, at) => {
      const before = this.#drawn[at];
      return before && !isSpent(before.layer) && isSame(before.pen, pen) ? before : { pen, layer: this.#layer(pen) };
    });
    return this.#drawn.map(({ layer }) => layer);
  }

  #layer({ id, colour, width }: Pen): Layer {
    return new LineLayer({
      id,
      data: this.#data as never,
      getColor: colour,
      getWidth: width,
      widthUnits: "pixels",
      // Strokes lie at one height: which is on top is their order, not the last bit of a depth.
      parameters: { depthCompare: "always" },
      updateTriggers: { getColor: colour, getWidth: width },
    });
  }

  #makeRoom(length: number): void {
    this.destroy();
    this.#room = Math.max(LEAST_ROOM, 2 ** Math.ceil(Math.log2(length)));
    this.#scratch = new Float32Array(3 * this.#room);
    this.#from = this.#device.createBuffer({ data: this.#scratch });
    this.#to = this.#device.createBuffer({ data: this.#scratch });
    // Without a stride deck.gl takes the rows of a position for doubles, and draws every other piece.
    const row = { size: 3, stride: 3 * Float32Array.BYTES_PER_ELEMENT };
    this.#data = {
      length: this.#room,
      attributes: { getSourcePosition: { buffer: this.#from, ...row }, getTargetPosition: { buffer: this.#to, ...row } },
    };
  }

  /** What is not used has no length and is not seen. */
  #write(segments: PackedSegments): void {
    const { getSourcePosition, getTargetPosition } = segments.attributes;
    const end = 3 * Math.max(segments.length, this.#length);
    for (const [buffer, { value }] of [[this.#from, getSourcePosition], [this.#to, getTargetPosition]] as const) {
      this.#scratch.set(value);
      this.#scratch.fill(0, value.length, end);
      buffer?.write(this.#scratch.subarray(0, end));
    }
    this.#length = segments.length;
    this.#shown = segments;
  }

  destroy(): void {
    this.#from?.destroy();
    this.#to?.destroy();
    this.#room = 0;
    this.#length = 0;
    this.#shown = undefined;
    this.#drawn = [];
  }
}

const isSame = (a: Pen, b: Pen): boolean =>
  a.id === b.id && a.width === b.width && a.colour.every((part, at) => part === b.colour[at]);
