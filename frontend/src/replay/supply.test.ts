import { describe, expect, it } from "vitest";
import { UNTINTED, VEILED } from "../map/control";
import { fuelSigns, reachTint, withinBand, type Reach } from "../map/reach";
import type { Placed } from "../map/sprites";
import type { Standing } from "./counters";
import type { Replay } from "./data";
import { bandOf, fuelState, unroll, type Supply } from "./supply";

const META = { days: 2, cells: 4, closed: 255, horse_km: 60, truck_km: 200, airlift_km: 300, dry_refills: 0.1, low_refills: 0.8 };

describe("supply by cell", () => {
  it("is rebuilt from the first day and the differences, around 256 too", () => {
    // Cells 1 and 3 are in play. Day 0: side 0 has 0 and 12, side 1 is closed in both; day 1: 5 and 12, closed and 7.
    const codes = unroll([1, 3], [0, 12, 255, 255, 5, 0, 0, 8], META);
    expect([...codes]).toEqual([
      255, 0, 255, 12, 255, 255, 255, 255,
      255, 5, 255, 12, 255, 255, 255, 7,
    ]);
  });
  it("falls into bands at the distances of the model", () => {
    expect([0, 60, 70, 200, 210, 300, 310, 2500].map((km) => bandOf(km, META))).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  });
});

describe("fuel", () => {
  it("has the states of the model", () => {
    expect([0, 0.09, 0.1, 0.79, 0.8, 0.99, 1, 2].map((refills) => fuelState(refills, META)))
      .toEqual(["dry", "dry", "low", "low", "some", "some", "full", "full"]);
  });
});

describe("borders between bands", () => {
  it("part near from far and leave out what gets nothing", () => {
    // Side 0: bands 0, 2, cut; side 1 (from 5 on): bands 1, 3; nobody's.
    const tint = Uint8Array.from([0, 2, 4, 6, 8, 255]);
    expect([...withinBand(tint, 1)]).toEqual([0, 1, 255, 0, 1, 255]);
  });
});

describe("tint of a cell", () => {
  it("is its band, else the veil or none", () => {
    const reach = { tint: Uint8Array.from([7, 255, 255]) } as Reach;
    expect([0, 1, 2].map(reachTint(reach, 6, (cell) => (cell === 1 ? VEILED : 2)))).toEqual([13, VEILED, UNTINTED]);
  });
});

describe("signs of fuel", () => {
  const replay = {
    meta: { status: ["waiting", "active"] }, status: [1, 1, 1, 0],
    at: (unit: number) => unit, has: (_: string, unit: number) => unit === 2,
  } as unknown as Replay;
  const supply = { meta: META, refills: (_: Replay, unit: number) => [0.05, 1.5, 9, 0][unit] } as unknown as Supply;
  const standing = (units: number[]) => ({ counter: { units } }) as Standing;
  const placed = (standingAt: number, icon = "l:a"): Placed => ({ icon, x: 0, y: 0, dx: 0, dy: 25, standing: standingAt });
  const icons = (standings: Standing[], at: Placed[], motor: number[]) =>
    fuelSigns(at, standings, motor, supply, replay, 0).map((sign) => sign.icon);
  it("stand beside motor units on top, with the mean of their refills", () => {
    expect(icons([standing([0])], [placed(0, "s:0"), placed(0)], [1, 1, 0, 1])).toEqual(["dry"]);
    expect(icons([standing([0, 1])], [placed(0)], [1, 1, 0, 1])).toEqual(["low"]);
    expect(icons([standing([3])], [placed(0)], [1, 1, 0, 1])).toEqual([]);
  });
  it("tell who is cut off, on foot too", () => {
    expect(icons([standing([2])], [placed(0)], [1, 1, 0, 1])).toEqual(["cut"]);
  });
});
