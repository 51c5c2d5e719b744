import { describe, expect, it } from "vitest";
import type { ClaimInfo } from "../../api/types";
import { along, dateSpan, dayText, matches, rivalScales, subjectWords } from "./claims";

const claim = (change: Partial<ClaimInfo>): ClaimInfo => ({
  claim_id: "C1", source_id: "s", locator: "p. 1", subject: "soviet_killed", side: "USSR", relation: "eq", value_low: "",
  value_high: "", unit: "persons", as_of_date: "", scope: "whole war", definition: "killed", paraphrase: "Some died", confidence: "sourced",
  conflicts_with: [], class_id: "", basis: "founding", figure: "9,780 persons", low: 9780, high: 9780, group: null, used: [], ...change,
});

describe("search", () => {
  it("finds words in any order and anywhere, source included", () => {
    expect(matches(claim({}), "KILLED soviet", "")).toBe(true);
    expect(matches(claim({}), "killed memoirs", "Memoirs of an officer")).toBe(true);
    expect(matches(claim({}), "killed japanese", "")).toBe(false);
    expect(matches(claim({}), "  ", "")).toBe(true);
  });
});

describe("dates", () => {
  it("mean the whole of what they name", () => {
    expect(dateSpan("1945-08")?.map(dayText)).toEqual(["1945-08-01", "1945-08-31"]);
    expect(dateSpan("1946")?.map(dayText)).toEqual(["1946-01-01", "1946-12-31"]);
    expect(dateSpan("1945-08-09T12:00")?.[0]).toBe((dateSpan("1945-08-09")?.[0] ?? 0) + 0.5);
    expect(dateSpan("soon")).toBeUndefined();
  });
});

describe("rivals", () => {
  it("lie on a scale of their unit; what is no value stands in words", () => {
    const { scales, words } = rivalScales([
      claim({ claim_id: "a" }), claim({ claim_id: "b", low: 11500, high: 12500 }),
      claim({ claim_id: "c", unit: "month", low: null, high: null, value_low: "1946-03", value_high: "1946-05" }),
      claim({ claim_id: "d", unit: "date", low: null, high: null, value_low: "1945-08-31", value_high: "" }),
      claim({ claim_id: "e", unit: "", low: null, high: null }),
    ]);
    expect(scales.map((scale) => [scale.unit, scale.rivals.map((rival) => rival.claim.claim_id).join("")])).toEqual([["persons", "ab"], ["date", "cd"]]);
    expect([dayText(scales[1]?.low ?? 0), dayText(scales[1]?.high ?? 0)]).toEqual(["1945-08-31", "1946-05-31"]);
    expect(words.map((item) => item.claim_id)).toEqual(["e"]);
    const persons = scales[0];
    if (!persons) throw new Error("no scale");
    expect(along(persons, 9780)).toBeCloseTo(0.04);
    expect(along(persons, 12500)).toBeCloseTo(0.96);
  });
  it("that agree lie in the middle", () => {
    const scale = rivalScales([claim({})]).scales[0];
    expect(scale && along(scale, 9780)).toBe(0.5);
  });
});

it("subjects are words", () => expect(subjectWords("kwantung_aircraft_ready")).toBe("Kwantung aircraft ready"));
