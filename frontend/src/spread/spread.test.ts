import { describe, expect, it } from "vitest";
import type { MapPlace } from "../api/types";
import { everTinted } from "../map/field";
import { LIGHT } from "../map/ink";
import { buildMesh, type Mesh } from "../map/mesh";
import type { Replay } from "../replay/data";
import { differenceShade, holderDifference, isClear, LEVELS, shade, shareDifference, shareField, sharePalette } from "./fields";
import { quantile, Shares } from "./shares";
import { areaRows, differenceRows, gainedFan, placeRows, standFor } from "./tables";

/** A row of four square cells, 10 km wide; the first is the first side's from the start, the others the second's. */
function row(): Mesh {
  const corners: number[] = [];
  const offset = [0];
  for (let column = 0; column < 4; column++) {
    const x = 10 * column;
    corners.push(x, 0, x + 10, 0, x + 10, 10, x, 10);
    offset.push(corners.length / 2);
  }
  return buildMesh(Float32Array.from(corners), Uint32Array.from(offset));
}

/** Shares of the first side on the one day of a run of ten campaigns; the area holds all four cells. */
function shares(one: number[], ground: number[]): Shares {
  const before = [100, 0, 0, 0];
  const held = [...before, ...one];
  return new Shares(
    {
      run_id: "r", sides: ["soviet", "japanese"], start: "1945-08-09T00:00+09:00", days: 1, cells: 4, campaigns: 10,
      sample: ground.map((_, n) => n), areas: [{ area_id: "all", name: "All", km2: 400 }],
    },
    [held, held.map((share) => 100 - share)],
    [ground.flatMap((permille) => [250, permille]), ground.flatMap((permille) => [750, 1000 - permille])],
  );
}

const place = (place_id: string, cell: number | null): MapPlace => ({
  place_id, name_1945: place_id, name_modern: "", kind: "town", x: 0, y: 0, lat: 0, lon: 0, cell, population: null, city: false,
});

const WORLD = shares([100, 95, 40, 5], [500, 500, 750, 1000, 500]);

describe("shares", () => {
  it("draw a contour where enough campaigns hold a cell", () => {
    expect([10, 50, 90].map((percent) => [...WORLD.contour(1, percent)])).toEqual([[0, 0, 0, 1], [0, 0, 1, 1], [0, 0, 1, 1]]);
    expect([...WORLD.contour(0, 50)]).toEqual([0, 1, 1, 1]);
  });
  it("leave out cells that nobody holds", () => {
    const nobody = new Shares({ ...WORLD.meta, cells: 1, days: 0 }, [[30], [10]], [[], []]);
    expect([...nobody.contour(0, 10)]).toEqual([255]);
  });
  it("show the end of a day until the next is over", () => expect([0, 3, 4, 5, 99].map((step) => WORLD.day(step))).toEqual([0, 0, 1, 1, 1]));
  it("add up the ground of a campaign in thousands of square kilometres", () => {
    expect(WORLD.ground(0, 1)).toEqual([0.2, 0.2, 0.3, 0.4, 0.2]);
    expect(WORLD.disputedAreas).toEqual([0]);
    expect(shares([100, 0, 0, 0], [250, 250]).disputedAreas).toEqual([]);
  });
});

describe("the map of an ensemble", () => {
  const field = shareField(WORLD, row());
  it("tints only what was won, the more the more often", () => {
    expect([...field.tints(4)]).toEqual([0, 10, 4, 1]);
    expect([...field.tints(0)]).toEqual([0, 0, 0, 0]);
    expect([...everTinted(field, 4)]).toEqual([1, 2, 3]);
  });
  it("hatches the cells between one and nine campaigns of ten", () => expect(field.hatches(4, LIGHT)[0]?.cells).toEqual([2]));
  it("draws both ends of the band and the median front", () => {
    expect(field.strokes(4).map(({ lines }) => lines[0]?.path[0]?.[0])).toEqual([30, 20, 20]);
  });
  it("has a tint for every tenth of both sides", () => {
    const palette = sharePalette(LIGHT);
    expect(palette).toHaveLength(2 * LEVELS + 1);
    expect([shade(0, 4.9), shade(0, 5), shade(0, 100), shade(1, 100)]).toEqual([0, 1, 10, 20]);
    const clear = palette.slice(1, 11).map((colour) => colour[3]);
    expect(clear).toEqual([...clear].sort((a, b) => a - b));
  });
});

describe("the difference", () => {
  it("of two ensembles is in points, towards the side that gains", () => {
    const other = shares([100, 95, 95, 0], [500, 500, 500, 500, 500, 500, 500]);
    const field = shareDifference(WORLD, other, row());
    expect([...field.tints(4)]).toEqual([0, 0, 10, 11]);
    expect([4.9, -4.9, 5, -9.9, 49, -100].map(differenceShade)).toEqual([0, 0, 1, 11, 9, 20]);
    expect(field.hatches(4, LIGHT).map(({ cells }) => cells)).toEqual([[2], []]);
  });
  it("is clear when it is more than two standard errors, which few campaigns make large", () => {
    const few = [shares([100, 50, 0, 0], Array(10).fill(500) as number[]), shares([100, 80, 0, 100], Array(10).fill(500) as number[])] as const;
    const many = [shares([100, 50, 0, 0], Array(100).fill(500) as number[]), shares([100, 80, 0, 100], Array(100).fill(500) as number[])] as const;
    expect([0, 1, 2, 3].map((cell) => isClear(...few, cell, 1))).toEqual([false, false, false, true]);
    expect([0, 1, 2, 3].map((cell) => isClear(...many, cell, 1))).toEqual([false, true, false, true]);
  });
  it("of two campaigns tells who holds a cell in the second only", () => {
    const campaign = (held: number[][]) => ({ steps: 1, held: (step: number) => Uint8Array.from(held[step] ?? []) }) as unknown as Replay;
    const field = holderDifference(campaign([[0, 1, 1, 255], [0, 0, 1, 255]]), campaign([[0, 1, 1, 255], [0, 1, 0, 0]]), row());
    expect([...field.tints(0)]).toEqual([0, 0, 0, 0]);
    expect([...field.tints(1)]).toEqual([0, 20, 10, 0]);
  });
});

describe("the tables", () => {
  const places = [place("won", 2), place("kept", 0), place("off", null)];
  it("hold the areas with their band", () => {
    expect(areaRows(WORLD, 1)).toEqual([{ area_id: "all", name: "All", low: 50, middle: 50, high: expect.closeTo(90) as number }]);
  });
  it("hold the places that change hands", () => expect(placeRows(WORLD, places, 1)).toEqual([{ place_id: "won", name: "won", one: 40, other: 60 }]));
  it("hold the places that differ", () => {
    const rows = differenceRows(WORLD, shares([100, 95, 95, 0], [500]), places, 1);
    expect(rows.map((one) => [one.place_id, one.before, one.after, one.points])).toEqual([["won", 40, 95, 55]]);
  });
  it("hold the ground won by day", () => {
    const fan = gainedFan(WORLD, 0);
    expect(fan.middle.map((value) => Math.round(value * 100) / 100)).toEqual([0, 0.1]);
    expect(fan.high[1]).toBeCloseTo(0.26);
  });
});

it("campaigns stand for the early, the middle, the late and those that never came", () => {
  expect(standFor([30, null, 10, 20])).toEqual({ first: 2, median: 3, last: 0, never: 1 });
  expect(standFor([null])).toEqual({ never: 0 });
});

it("quantiles lie between neighbours", () => expect([0, 0.25, 0.5, 1].map((share) => quantile([4, 1, 2, 3], share))).toEqual([1, 1.75, 2.5, 4]));
