import { describe, expect, it } from "vitest";
import { formatHash, mergeQuery, parseHash } from "./route";

describe("the address", () => {
  it("keeps a page and its state", () => {
    const route = { page: "replay" as const, query: { run: "a1", layers: "cover,rail", step: "12" } };
    expect(formatHash(route)).toBe("#/replay?layers=cover,rail&run=a1&step=12");
    expect(parseHash(formatHash(route))).toEqual(route);
  });
  it("survives names with signs of its own grammar", () => {
    const route = { page: "claims" as const, query: { q: "a&b=c?#ü, d" } };
    expect(parseHash(formatHash(route))).toEqual(route);
  });
  it("opens the replay for an unknown page", () => {
    expect(parseHash("#/nowhere?x=1")).toEqual({ page: "replay", query: { x: "1" } });
    expect(parseHash("").page).toBe("replay");
  });
  it("takes a key out by an empty value", () => {
    expect(mergeQuery({ a: "1", b: "2" }, { a: undefined, b: "", c: 3 })).toEqual({ c: "3" });
  });
});
