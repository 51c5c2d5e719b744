import { tableFromArrays, type Table } from "apache-arrow";
import { describe, expect, it } from "vitest";
import type { EventInfo } from "../api/types";
import { controlTint, homeOf, veiledTint } from "../map/control";
import type { MapCells } from "./data";
import { middles } from "./eyes";
import { Belief, gather, knownEvents, roughly } from "./belief";

/** A table of one row of lists, as the server sends it. */
function oneRow(columns: Record<string, number[]>, meta: object): Table {
  return {
    schema: { metadata: new Map([["khingan", JSON.stringify(meta)]]) },
    getChild: (name: string) => tableFromArrays({ [name]: [Uint32Array.from(columns[name] ?? [])] }).getChild(name),
  } as unknown as Table;
}

// Two steps, five cells, one region. Side 0 sees cells 1 and 2 after step 1, cells 2 and 3 after step 2.
const belief = () =>
  new Belief(
    oneRow(
      {
        offset: [0, 0, 1, 3, 3, 3, 3],
        cell: [2, 1, 3], men: [800, 200, 4000], age: [0, 1, 0],
        sight_offset: [0, 0, 2, 4, 4, 5, 5], sight_cell: [1, 2, 1, 3, 4],
        region_men: [100, 5, 300, 6, 900, 7], region_alarm: [100, 20, 100, 50, 100, 90], region_age: [255, 255, 0, 255, 0, 1],
      },
      { steps: 2, sides: ["red", "blue"], oldest: 255, memory_steps: 8 },
    ),
    5,
  );

describe("belief", () => {
  it("tells the cells with believed enemies by side and step", () => {
    const found = belief();
    expect(found.sightings(0, 0)).toEqual([]);
    expect(found.sightings(0, 2)).toEqual([{ cell: 1, men: 200, age: 1 }, { cell: 3, men: 4000, age: 0 }]);
    expect(found.sightings(1, 2)).toEqual([]);
  });
  it("turns sight forward, back and to the other side", () => {
    const found = belief();
    const sight = (side: number, step: number) => [...found.sight(side, step)];
    expect(sight(0, 1)).toEqual([0, 1, 1, 0, 0]);
    expect(sight(0, 2)).toEqual([0, 0, 1, 1, 0]);
    expect(sight(1, 1)).toEqual([0, 0, 0, 0, 1]);
    expect(sight(0, 0)).toEqual([0, 0, 0, 0, 0]);
    expect(sight(0, 2)).toEqual([0, 0, 1, 1, 0]);
  });
  it("knows of a region by reports, or that there was none", () => {
    expect(belief().regions(0, 0)).toEqual([{ region: 0, men: 100, alarm: 100, age: undefined }]);
    expect(belief().regions(1, 2)).toEqual([{ region: 0, men: 7, alarm: 90, age: 1 }]);
  });
});

describe("events that a side knows of", () => {
  const event = (kind: string, side: string, cell: number | null, step = 1): EventInfo => ({
    step, hour: 6 * step, kind, side, place_id: null, cell, x: 0, y: 0, region_id: null, unit_id: null, formation_id: null, value: null,
  });
  it("are its own, what everybody knows, and what it sees", () => {
    const own = event("isolated", "red", 4);
    const told = event("place_captured", "blue", 0);
    const seen = event("retreat", "blue", 3);
    const unseen = event("retreat", "blue", 1);
    const inside = event("hq_learns", "blue", null);
    expect(knownEvents([own, told, seen, unseen, inside], belief(), 0)).toEqual([own, told, seen]);
  });
  it("name no unit of the enemy", () => {
    const named = [event("isolated", "red", 4), event("retreat", "blue", 3)].map((one) => ({ ...one, unit_id: "u" }));
    expect(knownEvents(named, belief(), 0).map((one) => one.unit_id)).toEqual(["u", null]);
  });
});

describe("signs of believed enemies", () => {
  const centres = [0, 0, 10, 0, 20, 0, 300, 0];
  it("gather what stands close and keep the rest apart", () => {
    const signs = gather([{ cell: 1, men: 300, age: 2 }, { cell: 0, men: 900, age: 0 }, { cell: 3, men: 50, age: 9 }], centres, 15);
    expect(signs).toEqual([
      { x: 2.5, y: 0, men: 1200, age: 0, oldest: 2, inSight: true, cells: [0, 1] },
      { x: 300, y: 0, men: 50, age: 9, oldest: 9, inSight: false, cells: [3] },
    ]);
  });
  it("stand alone when there is room", () => {
    expect(gather([{ cell: 0, men: 1, age: 0 }, { cell: 1, men: 1, age: 0 }], centres, 5)).toHaveLength(2);
  });
  it("say no more than is known", () => {
    expect([7, 449, 1249, 12_600, 131_000].map(roughly)).toEqual([100, 400, 1000, 15_000, 150_000]);
  });
});

describe("ground as one side sees it", () => {
  it("lies under a veil where it is neither held nor in sight", () => {
    const [held, start] = [Uint8Array.from([0, 1, 1, 255, 0]), Uint8Array.from([0, 1, 1, 255, 1])];
    const tint = veiledTint(held, start, 0, Uint8Array.from([0, 1, 0, 0, 0]), Uint8Array.from([0, 0, 0, 1, 0]));
    expect([0, 1, 2, 3, 4].map(tint)).toEqual([0, 1, 5, 5, 2]);
    expect([0, 1, 2, 3, 4].map(controlTint(held, start))).toEqual([0, 1, 1, 4, 2]);
  });
  it("is his in whose country it lies where the scenario does not play", () => {
    const start = Uint8Array.from([0, 0, 255, 1, 255, 255]);
    const country = Uint8Array.from([0, 0, 0, 1, 1, 2]);
    expect([...homeOf(start, country)]).toEqual([0, 0, 0, 1, 1, 255]);
  });
});

describe("where a region's sign stands", () => {
  it("is on a land cell of the side, nearest to the middle", () => {
    // Cells 0 to 3 of region 0 in a row; the middle of the enemy's is water.
    const cells = {
      mesh: { centres: Float32Array.from([0, 0, 10, 0, 20, 0, 30, 0]) },
      region: Uint8Array.from([0, 0, 0, 0]), water: Uint8Array.from([0, 0, 1, 0]),
    } as unknown as MapCells;
    expect(middles(Uint8Array.from([1, 1, 1, 1]), 1, cells, 2)).toEqual([[10, 0], undefined]);
    expect(middles(Uint8Array.from([0, 0, 1, 1]), 1, cells, 1)).toEqual([[30, 0]]);
  });
});
