import { describe, expect, it } from "vitest";
import type { Documented, Fan, LossClaim, PlaceDates } from "../../api/types";
import { alike, bandPath, ceiling, histogram, inOrder, verdict } from "./spread";

const date = (low_h: number, high_h: number): Documented => ({
  place_id: "p", side: "s", measure: "captured_h", low_h, high_h, mid_h: (low_h + high_h) / 2, x: 0, y: 0,
  record_ids: [], unit_ids: [], described: [], source_ids: [],
});
const place = (place_id: string, documented: Documented[], happened = 1): PlaceDates => ({
  place_id, side: "s", campaigns: 4, happened, hours: [], by_day: [], documented,
  spread: happened > 0 ? { q05: 10, q25: 20, q50: 30, q75: 40, q95: 50 } : null,
});

describe("places", () => {
  it("come by the record, else by the campaigns", () => {
    const places = [place("late", [date(100, 124)]), place("never", [], 0), place("median", []), place("early", [date(0, 24)])];
    expect(inOrder(places, false).map((item) => item.place_id)).toEqual(["early", "median", "late"]);
    expect(inOrder(places, true).map((item) => item.place_id)).toEqual(["early", "late"]);
  });
  it("are held against the documented interval, not its middle", () => {
    expect(verdict(place("p", [date(0, 24)]))).toBe("within 50 %");
    expect(verdict(place("p", [date(45, 69)]))).toBe("within 90 %");
    expect(verdict(place("p", [date(51, 60)]))).toBe("earlier");
    expect(verdict(place("p", [date(0, 9)]))).toBe("later");
    expect(verdict(place("p", [date(0, 9)], 0))).toBe("");
    expect(verdict(place("p", [{ ...date(0, 24), measure: "reached_h" }]))).toBe("");
  });
});

it("a distribution counts every campaign that came once", () => {
  expect(histogram([0, 5.9, 6, null, 24, 30], 6, 24)).toEqual([2, 1, 0, 2]);
});

describe("fans", () => {
  const fan: Fan = { side: "s", measure: "killed", unit: "men", q05: [0, 1], q25: [0, 2], q50: [0, 3], q75: [0, 4], q95: [0, 110] };
  const claim = (columns: string[], partial = false): LossClaim => ({ claim_id: "C", source_id: "s", day: 1, low: 140, high: 140, columns, partial, text: "" });
  it("are held only against claims that count the same", () => {
    expect(alike(fan, [claim(["killed"]), claim(["killed", "missing"]), claim(["killed"], true), { ...claim(["killed"]), day: 2 }])).toHaveLength(1);
  });
  it("leave room for the claims", () => {
    expect(ceiling(fan, [])).toBe(150);
    expect(ceiling(fan, [{ ...claim(["killed"]), high: 151 }])).toBe(200);
  });
  it("close their bands", () => expect(bandPath([0, 1], [2, 3], (day) => day, (value) => value)).toBe("M0.0,2.0L1.0,3.0L1.0,1.0L0.0,0.0Z"));
});
