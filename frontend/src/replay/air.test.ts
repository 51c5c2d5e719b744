import { describe, expect, it } from "vitest";
import type { EventInfo } from "../api/types";
import { deedsOf, stretches } from "./air";
import { beachesOf, landingsBy } from "./landings";

const event = (change: Partial<EventInfo>): EventInfo => ({
  step: 0, hour: 0, kind: "embarked", side: "red", place_id: null, cell: 1, x: 0, y: 0, region_id: null,
  unit_id: "a", formation_id: null, value: 100, ...change,
});

describe("bars of sorties", () => {
  it("put mission after mission and show the smallest", () => {
    expect(stretches([10, 0, 40, 0.2], 0.5)).toEqual([
      { from: 0, to: 5, mission: 0 }, { from: 5, to: 25, mission: 2 }, { from: 25, to: 26, mission: 3 },
    ]);
  });
});

describe("deeds of a day", () => {
  it("are those of the day at places on the map, one a spot", () => {
    const fuel = event({ kind: "fuel_flown_in", step: 5, x: 10 });
    const found = deedsOf([fuel, fuel, { ...fuel, step: 8 }, { ...fuel, x: null }, event({ step: 5 })], 1, 4);
    expect(found).toEqual([{ x: 10, y: 0, side: "red", text: "fuel" }]);
  });
});

describe("landings", () => {
  const events = [
    event({ place_id: "port", value: 1000 }),
    event({ step: 2, unit_id: "b", value: 50 }),
    event({ step: 3, kind: "craft_mined", value: 2 }),
    event({ step: 4, kind: "landed", place_id: "beach", x: 30, y: 40, value: 400 }),
    event({ step: 6, kind: "landed", place_id: "beach", x: 30, y: 40, value: 600 }),
    event({ step: 8, kind: "landing_repulsed", unit_id: "b", x: 90, value: 50 }),
  ];
  it("are under way until they are ashore", () => {
    const [one] = landingsBy(events, 1);
    expect([one?.outcome, one?.from, one?.to, one?.fromPlace, one?.men]).toEqual(["under way", [0, 0], undefined, "port", 1000]);
  });
  it("tell every echelon, where it came from and what it lost", () => {
    const found = landingsBy(events, 6);
    expect(found.map(({ unit, outcome, men, craft, step, fromPlace }) => [unit, outcome, men, craft, step, fromPlace])).toEqual([
      ["a", "landed", 400, 2, 4, "port"], ["a", "landed", 600, 0, 6, "port"], ["b", "under way", 50, 0, undefined, null],
    ]);
  });
  it("add up at a beach; what was thrown back is marked", () => {
    expect(beachesOf(landingsBy(events, 8))).toEqual([
      { x: 30, y: 40, side: "red", byAir: false, repulsed: false, men: 1000 },
      { x: 90, y: 0, side: "red", byAir: false, repulsed: true, men: 0 },
    ]);
  });
  it("of the other side have no unit and no way", () => {
    const [one] = landingsBy([event({ step: 4, kind: "landed", unit_id: null, x: 7, y: 8 })], 4);
    expect([one?.unit, one?.from, one?.to]).toEqual([null, undefined, [7, 8]]);
  });
});
