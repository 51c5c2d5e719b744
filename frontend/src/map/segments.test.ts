import type { Device } from "@luma.gl/core";
import type { LineLayer } from "@deck.gl/layers";
import { describe, expect, it } from "vitest";
import { packSegments, piecesOf, SegmentBuffers } from "./segments";

/** A graphics card that remembers what is written to its buffers. */
function card() {
  const made: { data: Float32Array; destroyed: boolean }[] = [];
  const device = {
    createBuffer: ({ data }: { data: Float32Array }) => {
      const buffer = { data: data.slice(), destroyed: false };
      made.push(buffer);
      return { write: (values: Float32Array) => buffer.data.set(values), destroy: () => (buffer.destroyed = true) };
    },
  } as unknown as Device;
  return { device, made };
}
const PENS = [{ id: "rim", colour: [0, 0, 0, 255], width: 4 }, { id: "line", colour: [9, 9, 9, 255], width: 2 }] as const;
const pens = PENS.map(({ id, colour, width }) => ({ id, width, colour: [...colour] as [number, number, number, number] }));

describe("pieces of line", () => {
  it("go from point to point", () => {
    expect(piecesOf([{ path: [[0, 0], [1, 0], [1, 2]], ring: false }])).toEqual([[0, 0, 1, 0], [1, 0, 1, 2]]);
    expect(piecesOf([{ path: [[0, 0]], ring: false }])).toEqual([]);
  });
  it("are written without new layers, and those no longer there lose their length", () => {
    const { device, made } = card();
    const buffers = new SegmentBuffers(device);
    const first = buffers.layers(packSegments([[1, 2, 3, 4], [5, 6, 7, 8]]), pens);
    const second = buffers.layers(packSegments([[9, 9, 8, 8]]), pens);
    expect(second).toEqual(first);
    expect(second.every((layer, at) => layer === first[at])).toBe(true);
    expect([...(made[0]?.data.slice(0, 6) ?? [])]).toEqual([9, 9, 0, 0, 0, 0]);
    expect([...(made[1]?.data.slice(0, 6) ?? [])]).toEqual([8, 8, 0, 0, 0, 0]);
  });
  it("tell the length of a row, which deck.gl takes for doubles otherwise", () => {
    const { device } = card();
    const [layer] = new SegmentBuffers(device).layers(packSegments([[1, 2, 3, 4]]), pens) as [LineLayer];
    const { attributes } = layer.props.data as unknown as { attributes: Record<string, { stride: number }> };
    expect(Object.values(attributes).map(({ stride }) => stride)).toEqual([12, 12]);
  });
  it("get more room when they need it, and the old room is given back", () => {
    const { device, made } = card();
    const buffers = new SegmentBuffers(device);
    buffers.layers(packSegments([]), pens);
    buffers.layers(packSegments(Array.from({ length: 65 }, () => [0, 0, 1, 1])), pens);
    expect(made.map(({ data, destroyed }) => [data.length / 3, destroyed])).toEqual([[64, true], [64, true], [128, false], [128, false]]);
  });
  it("make only the layer anew whose pen has changed", () => {
    const { device } = card();
    const buffers = new SegmentBuffers(device);
    const packed = packSegments([[1, 2, 3, 4]]);
    const before = buffers.layers(packed, pens);
    const after = buffers.layers(packed, [pens[0]!, { ...pens[1]!, width: 3 }]);
    expect([after[0] === before[0], after[1] === before[1]]).toEqual([true, false]);
  });
});
