import { describe, expect, it } from "vitest";
import { digitsFor, direction, isClear, reach, type Effect } from "./effects";

const effect = (change: Partial<Effect>): Effect => ({
  measure: "m", unit: "men", paired: true, mean_before: 100, mean_after: 90, median_before: 100, median_after: 90,
  happened_before: 1, happened_after: 1, difference: -10, low: -14, high: -6, difference_05: -40, difference_95: 12,
  fell: 0.8, rose: 0.2, against: 0.2, variance_reduction: 2, ...change,
});

describe("an effect", () => {
  it("is clear when its interval leaves out zero", () => {
    expect(isClear(effect({}))).toBe(true);
    expect(isClear(effect({ high: 1 }))).toBe(false);
    expect(isClear(effect({ low: null, high: null }))).toBe(false);
    expect([direction(effect({})), direction(effect({ high: 1 })), direction(effect({ difference: 5, low: 1, high: 9 }))]).toEqual(["less", "no clear change", "more"]);
  });
  it("is drawn on a scale that holds the pairs too", () => {
    expect(reach(effect({}))).toBe(40);
    expect(reach(effect({ difference_05: null, difference_95: null }))).toBe(14);
    expect(reach(effect({ difference: 0, low: 0, high: 0, difference_05: 0, difference_95: 0 }))).toBe(1);
  });
});

it("small differences keep two digits", () => expect([12, 3.14, 0.5, 0.031, 0].map(digitsFor)).toEqual([0, 1, 2, 3, 0]));
