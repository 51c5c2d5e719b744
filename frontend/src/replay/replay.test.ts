import { describe, expect, it } from "vitest";
import type { FormationInfo, UnitInfo } from "../api/types";
import { buildCounters, levelAt, spread, standings } from "./counters";
import { expandControl, type Replay } from "./data";
import { squares } from "../map/testMesh";
import { Ways } from "../map/ways";

const unit = (unit_id: string, corps_id: string, army_id: string, arm = "infantry"): UnitInfo => ({
  unit_id, name: unit_id, label: unit_id, side: "red", contingent: "R", kind: arm, arm, echelon: "division", marks: "XX",
  formation_id: corps_id || army_id, corps_id, army_id, rear: false, garrison: false, motor: false,
});
const formation = (formation_id: string, marks: string): FormationInfo => ({
  formation_id, name: formation_id, label: formation_id, side: "red", contingent: "R", echelon: "army", marks,
  parent_id: null,
});

const UNITS = [unit("a", "c1", "A"), unit("b", "c1", "A"), unit("c", "", "A", "armour"), unit("d", "", "A", "air")];
const FORMATIONS = [formation("A", "XXXX"), formation("c1", "XXX")];
const build = (level: "army" | "corps" | "unit") => buildCounters(level, UNITS, FORMATIONS, ["red"], () => 100);

describe("levels", () => {
  it("shows armies for the theatre and units close by", () => {
    expect([levelAt(0.4), levelAt(1.5), levelAt(4)]).toEqual(["army", "corps", "unit"]);
  });
  it("gathers an army and keeps its aircraft apart", () => {
    const counters = build("army");
    expect(counters.map((counter) => [counter.id, counter.units])).toEqual([["A", [0, 1, 2]], ["A", [3]]]);
    expect(counters[0]?.arm).toBe("infantry");
    expect(counters[0]?.marks).toBe("XXXX");
  });
  it("shows a unit without a corps as itself", () => {
    expect(build("corps").map((counter) => counter.id)).toEqual(["c1", "c", "d"]);
  });
  it("counts every unit once at each level", () => {
    for (const level of ["army", "corps", "unit"] as const) {
      const all = build(level).flatMap((counter) => counter.units).sort();
      expect(all).toEqual([0, 1, 2, 3]);
    }
  });
});

/** Two steps of the four units above on a line of cells 10 km apart. */
function smallReplay(status: number[]): Replay {
  const cells = [0, 1, 2, 4, 0, 2, 65535, 65535];
  return {
    steps: 1,
    meta: { status: ["waiting", "active", "shattered"], flags: ["surrounded", "out_of_contact"] },
    men: Uint32Array.from([100, 50, 300, 300, 10, 10, 0, 0]),
    status: Uint8Array.from(status),
    statusOf: () => "active",
    has: () => false,
    flags: Uint8Array.from([0, 2, 1, 1, 0, 0, 0, 0]),
    fuel: Uint32Array.from([0, 0, 0, 0, 40, 10, 0, 0]),
    at: (u: number, s: number) => 2 * u + s,
    cellOf: (u: number, s: number) => (cells[2 * u + s] === 65535 ? -1 : (cells[2 * u + s] ?? -1)),
  } as unknown as Replay;
}
// Centres at 5, 15, ... 45 km; all land.
const WAYS = new Ways(squares(5), new Uint8Array(5));

describe("standings", () => {
  const replay = smallReplay([1, 1, 1, 1, 1, 1, 0, 0]);
  it("puts a corps between its units, by their men", () => {
    const [corps] = standings(build("corps"), replay, WAYS, 0);
    expect(corps?.x).toBeCloseTo(5 + (101 * 0 + 301 * 20) / 402, 4);
    expect(corps?.men).toBe(400);
    expect(corps?.cell).toBe(-1);
  });
  it("leaves out who is not on the map", () => {
    expect(standings(build("unit"), replay, WAYS, 0).map((s) => s.counter.id)).toEqual(["a", "b", "c"]);
    expect(standings(build("unit"), smallReplay([2, 2, 1, 1, 0, 1, 0, 0]), WAYS, 0).map((s) => s.counter.id)).toEqual(["b"]);
  });
  it("moves between steps", () => {
    expect(standings(build("unit"), replay, WAYS, 0, 0.5)[1]?.x).toBeCloseTo(35, 5);
  });
  it("moves along the cells, not straight across", () => {
    //  5 6 7 8 9     b goes from 2 to 4 in one step; 3 is water
    //  0 1 2 ~ 4
    const ways = new Ways(squares(5, 2), Uint8Array.from([0, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
    const [, b] = standings(build("unit"), replay, ways, 0, 0.5);
    expect([b?.x, b?.y]).toEqual([35, 15]);
  });
  it("tells strength, fuel, contact and ring", () => {
    const [a, b, c] = standings(build("unit"), replay, WAYS, 1, 0, Float64Array.from([0, 0, 40, 0]));
    expect([a?.share, a?.fuel, a?.outOfContact]).toEqual([0.5, -1, true]);
    expect([b?.ringed, c?.fuel]).toEqual([true, 0.25]);
  });
});

describe("spread", () => {
  it("leaves counters alone that do not touch and parts those that do", () => {
    const points: [number, number][] = [[0, 0], [5, 2], [300, 0]];
    const shifts = spread(points, [40, 40, 40], 30);
    expect(shifts[2]).toEqual([0, 0]);
    const [a, b] = [0, 1].map((at) => [(points[at]?.[0] ?? 0) + (shifts[at]?.[0] ?? 0), (points[at]?.[1] ?? 0) + (shifts[at]?.[1] ?? 0)]);
    const apart = Math.abs((a?.[0] ?? 0) - (b?.[0] ?? 0)) >= 40 || Math.abs((a?.[1] ?? 0) - (b?.[1] ?? 0)) >= 30;
    expect(apart).toBe(true);
  });
});

describe("control", () => {
  it("unrolls the changes step by step", () => {
    const held = expandControl([0, 1, 255], [0, 1, 1, 3], [1, 0, 1], [0, 1, 1], 3);
    expect([...held]).toEqual([0, 1, 255, 0, 0, 255, 0, 0, 255, 1, 1, 255]);
  });
});
