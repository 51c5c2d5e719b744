import { expect, it } from "vitest";
import type { MapPlace, UnitInfo } from "../api/types";
import type { Replay } from "../replay/data";
import { cellsOf, holderRows, lostBy, strengthOf } from "./pairs";

/** Two steps of two units on three cells. */
const campaign = (held: number[]): Replay => ({
  meta: { sides: ["soviet", "japanese"] },
  held: () => Uint8Array.from(held),
  losses: (side: number) => [[10 + side, 1], [20, 2]],
  day: (step: number) => Math.max(0, Math.floor((step - 1) / 4)),
  at: (unit: number, step: number) => 2 * unit + step,
  cellOf: (unit: number, step: number) => (unit === 1 && step === 1 ? -1 : unit),
  men: [100, 90, 50, 50], tanks: [5, 4, 0, 0], guns: [1, 1, 2, 2],
}) as unknown as Replay;
const place = (place_id: string, cell: number | null) => ({ place_id, name_1945: place_id, cell }) as MapPlace;
const UNITS = [{ unit_id: "a", corps_id: "c" }, { unit_id: "b", corps_id: "c" }] as UnitInfo[];

it("places in different hands are told, and nobody's too", () => {
  const rows = holderRows(campaign([0, 1, 1]), campaign([0, 0, 255]), [place("same", 0), place("won", 1), place("nobody", 2), place("off", null)], 1);
  expect(rows.map((row) => [row.place_id, row.before, row.after])).toEqual([["won", "japanese", "soviet"], ["nobody", "japanese", ""]]);
});

it("losses add up to the day of a step", () => {
  expect([0, 1, 4, 5].map((step) => lostBy(campaign([0]), 1, step))).toEqual([0, 12, 12, 34]);
});

it("cells are counted by who holds them", () => expect([0, 1].map((side) => cellsOf(campaign([0, 1, 1, 255]), side, 0))).toEqual([1, 2]));

it("a formation has what its units on the map have", () => {
  expect(strengthOf(campaign([0]), UNITS, "c", 0)).toEqual({ men: 150, tanks: 5, guns: 3 });
  expect(strengthOf(campaign([0]), UNITS, "c", 1)).toEqual({ men: 90, tanks: 4, guns: 1 });
});
