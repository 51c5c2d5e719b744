import { describe, expect, it } from "vitest";
import { orderOf, overlayText, type Form } from "./order";

const form: Form = { kind: "run", scenario: "s", whatIf: ["dry"], seed: "7", campaigns: "1", days: "", uncertainty: ["luck", "disputed"] };

describe("an order", () => {
  it("holds what the form holds, kinds of uncertainty in their order", () => {
    expect(orderOf(form)).toEqual({
      kind: "run", scenario: "s", what_if: ["dry"], seed: 7, campaigns: 1, days: null, uncertainty: ["disputed", "luck"],
    });
    expect(orderOf({ ...form, days: "3" }).days).toBe(3);
  });
  it.each([
    [{ seed: "x" }, "Seed"],
    [{ seed: "" }, "Seed"],
    [{ campaigns: "2001" }, "from 1 to 2000"],
    [{ campaigns: "1.5" }, "Campaigns"],
    [{ days: "91" }, "Days"],
    [{ whatIf: [..."abcdefghi"] }, "At most 8"],
  ])("says what to mend: %o", (change, text) => {
    expect(() => orderOf({ ...form, ...change })).toThrow(text);
  });
  it("lets an ensemble be larger than a run", () => {
    expect(orderOf({ ...form, kind: "ensemble", campaigns: "2001" }).campaigns).toBe(2001);
  });
});

describe("what-ifs of a run", () => {
  it("are named by their titles", () => {
    expect(overlayText({ overlays: ["dry", "own.toml"] }, new Map([["dry", "Dry August"]]))).toBe("Dry August, own.toml");
    expect(overlayText({ overlays: [] }, new Map())).toBe("as documented");
  });
});
