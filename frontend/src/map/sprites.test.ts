import { describe, expect, it } from "vitest";
import type { Standing } from "../replay/counters";
import { stage } from "./sprites";

function standing(id: string, x: number, y: number, men: number, more: Partial<Standing> = {}): Standing {
  const counter = { id, level: "unit" as const, side: 0, arm: "infantry", marks: "XX", label: id, units: [0] };
  return { counter, x, y, cell: -1, men, share: 1, fuel: -1, outOfContact: false, ringed: false, ...more };
}
const OPTIONS = { scale: 1, gathered: true, chosen: undefined, fanned: undefined, bars: true };
/** Where the symbols stand in pixels, by counter. */
function symbols(standings: Standing[], options: Partial<Parameters<typeof stage>[1]> = {}) {
  const { placed } = stage(standings, { ...OPTIONS, ...options });
  const found = placed.filter(({ icon }) => icon.startsWith("s:"));
  return new Map(found.map(({ standing: at, x, y, dx, dy }) => [standings[at]?.counter.id, [x + dx, -y + dy] as const]));
}

describe("stacks", () => {
  const near = [standing("a", 0, 0, 10), standing("b", 6, 0, 30), standing("c", 300, 0, 5)];
  it("form where gathered counters come close, the strongest on top", () => {
    expect([...stage(near, OPTIONS).stacks]).toEqual([[1, [0, 1]]]);
  });
  it("part when the map is closer", () => {
    expect(stage(near, { ...OPTIONS, scale: 8 }).stacks.size).toBe(0);
  });
  it("hold single units of one cell, however close others are", () => {
    const units = near.map((one, at) => ({ ...one, cell: at === 1 ? 7 : 4 }));
    expect([...stage(units, { ...OPTIONS, gathered: false }).stacks]).toEqual([[0, [2, 0]]]);
  });
  it("never mix the sides", () => {
    const foe = standing("b", 6, 0, 30);
    const mixed = [standing("a", 0, 0, 10), { ...foe, counter: { ...foe.counter, side: 1 } }];
    expect(stage(mixed, OPTIONS).stacks.size).toBe(0);
    expect(stage(mixed.map((one) => ({ ...one, cell: 4 })), { ...OPTIONS, gathered: false }).stacks.size).toBe(0);
  });
  it("show the chosen one on top, and name the top alone", () => {
    const { stacks, placed } = stage(near, { ...OPTIONS, chosen: "a" });
    expect([...stacks]).toEqual([[0, [1, 0]]]);
    expect(placed.map(({ icon }) => icon)).toEqual(expect.arrayContaining(["l:a", "l:c", "n:2"]));
    expect(placed.map(({ icon }) => icon)).not.toContain("l:b");
  });
  it("fan out so far that none covers another", () => {
    const many = Array.from({ length: 9 }, (_, at) => standing(`u${at}`, at, 0, at));
    const places = [...symbols(many, { fanned: "u3" }).values()];
    expect(places).toHaveLength(9);
    for (const [i, a] of places.entries()) {
      for (const b of places.slice(i + 1)) expect(Math.hypot(a[0] - b[0], a[1] - b[1])).toBeGreaterThan(44);
    }
  });
  it("leave out strength and fuel where the style has none", () => {
    const icons = (bars: boolean) => stage(near, { ...OPTIONS, bars }).placed.map(({ icon }) => icon[0]);
    expect(icons(true)).toContain("b");
    expect(icons(false)).not.toContain("b");
  });
});
