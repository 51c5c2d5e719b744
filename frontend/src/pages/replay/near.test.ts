import { describe, expect, it } from "vitest";
import type { MapPlace } from "../../api/types";
import { placeNear } from "./near";

const place = (name_1945: string, x: number, y: number) => ({ name_1945, x, y }) as MapPlace;

describe("a point in words", () => {
  const places = [place("Hailar", 0, 0), place("Mutanchiang", 500, -100)];
  it("is the place itself, or so far from the nearest", () => {
    expect(placeNear(places, 3, -4)).toBe("Hailar");
    expect(placeNear(places, 30, 30)).toBe("42\u2009km NE of Hailar");
    expect(placeNear(places, 480, -100)).toBe("20\u2009km W of Mutanchiang");
    expect(placeNear(places, 500, -140)).toBe("40\u2009km S of Mutanchiang");
    expect(placeNear([], 0, 0)).toBe("");
  });
});
