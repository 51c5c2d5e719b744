import { describe, expect, it } from "vitest";
import { addHours, daysBetween, formatDay, formatNumber, formatTime, isoTime, parseTime } from "./format";

describe("formatNumber", () => {
  it("groups five digits and more by thin spaces", () => {
    expect(formatNumber(1234567)).toBe("1\u2009234\u2009567");
    expect(formatNumber(4321)).toBe("4321");
    expect(formatNumber(-12345.67, 1)).toBe("−12\u2009345.7");
  });
  it("shows no minus before a zero and a dash for what is no number", () => {
    expect(formatNumber(-0.2)).toBe("0");
    expect(formatNumber(Number.NaN)).toBe("–");
  });
});

describe("times", () => {
  const start = parseTime("1945-08-09T00:00+09:00");
  it("says a time in words, in the time of the place", () => {
    expect(formatTime(addHours(start, 5 * 24 + 6))).toBe("14 August 1945, 06:00 (UTC+9)");
    expect(formatTime(parseTime("1945-08-09T00:10-03:30"))).toBe("9 August 1945, 00:10 (UTC−3:30)");
  });
  it("goes over the end of a month", () => {
    expect(formatDay(addHours(start, 23 * 24))).toBe("1 September 1945");
    expect(isoTime(addHours(start, 23 * 24))).toBe("1945-09-01T00:00:00+09:00");
  });
  it("measures days between times of different zones", () => {
    expect(daysBetween(parseTime("1945-08-08T15:00Z"), parseTime("1945-08-10T12:00+09:00"))).toBe(1.5);
  });
  it("refuses what is no time", () => {
    expect(() => parseTime("soon")).toThrow("not a time");
  });
});
