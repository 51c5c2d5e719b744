import { describe, expect, it } from "vitest";
import { NOBODY } from "../map/frontline";
import { squares } from "../map/testMesh";
import { triangulate } from "../map/triangles";
import { captureHours, capturesOf, documentedHeld, uncertainCells, type DatedPlace } from "./documentedFront";

describe("triangles", () => {
  it("part a square with its middle into four", () => {
    const found = triangulate([[0, 0], [10, 0], [10, 10], [0, 10], [5, 4]]);
    expect(found).toHaveLength(4);
    expect(found.every((corners) => corners.includes(4))).toBe(true);
  });
  it("take the flat pair, not the sharp one", () => {
    // The short diagonal 1-3 is Delaunay's.
    const found = triangulate([[0, 0], [10, 3], [20, 0], [10, -3]]);
    expect(found).toHaveLength(2);
    expect(found.every((corners) => corners.includes(1) && corners.includes(3))).toBe(true);
  });
  it("need three points off one line", () => {
    expect(triangulate([[0, 0], [1, 1]])).toEqual([]);
    expect(triangulate([[0, 0], [1, 1], [2, 2]])).toEqual([]);
  });
});

describe("dates that move a front", () => {
  it("are captures, else clearings, one a place", () => {
    const date = (place_id: string, measure: string) => ({ place_id, measure });
    const found = capturesOf([
      date("a", "reached_h"), date("a", "captured_h"), date("a", "cleared_h"), date("b", "cleared_h"), date("c", "disarmed_h"),
    ]);
    expect(found).toEqual([date("a", "captured_h"), date("b", "cleared_h")]);
  });
});

// Nine columns, five rows. The two western columns are side 0's, the rest side 1's: the border runs along x = 20.
const MESH = squares(9, 5);
const EVE = Uint8Array.from({ length: 45 }, (_, cell) => (cell % 9 < 2 ? 0 : 1));
const place = (x: number, y: number, mid: number, error = 0): DatedPlace => ({
  x, y, side: 0, low: mid - error, mid, high: mid + error,
});
const cell = (column: number, row: number) => 9 * row + column;

describe("documented front", () => {
  it("moves evenly from the border of the eve to a dated place", () => {
    // Taken at hour 48, 40 km beyond the border: 12 hours for each 10 km.
    const { mid } = captureHours(MESH, EVE, [place(60, 25, 48)], 0);
    expect(mid[cell(2, 2)]).toBeCloseTo(6, 4);
    expect(mid[cell(4, 2)]).toBeCloseTo(30, 4);
  });
  it("tells nothing beyond the dates, of own ground, and between border points", () => {
    const { mid } = captureHours(MESH, EVE, [place(60, 25, 48)], 0);
    expect(mid[cell(7, 2)]).toBeNaN();
    expect(mid[cell(0, 2)]).toBeNaN();
    expect(mid[cell(5, 4)]).toBeNaN();
  });
  it("passes through every dated place", () => {
    const { mid } = captureHours(MESH, EVE, [place(55, 15, 40), place(55, 35, 80)], 0);
    expect(mid[cell(5, 1)]).toBeCloseTo(40, 4);
    expect(mid[cell(5, 3)]).toBeCloseTo(80, 4);
    expect(mid[cell(5, 2)]).toBeCloseTo(60, 4);
  });
  it("leaves out places too far from the border and each other", () => {
    const wide = squares(60, 3);
    const eve = Uint8Array.from({ length: 180 }, (_, at) => (at % 60 < 2 ? 0 : 1));
    const { mid } = captureHours(wide, eve, [place(580, 15, 300)], 0);
    expect([...mid].every(Number.isNaN)).toBe(true);
  });
  it("parts the cells at an hour and says nobody where nothing is known", () => {
    const hours = captureHours(MESH, EVE, [place(60, 25, 48)], 0);
    const held = documentedHeld(hours, EVE, 20);
    expect([2, 3, 4, 5, 7].map((column) => held[cell(column, 2)])).toEqual([0, 0, 1, 1, NOBODY]);
    expect(held[cell(0, 0)]).toBe(0);
  });
  it("leaves open what the errors of the dates leave open", () => {
    const hours = captureHours(MESH, EVE, [place(60, 25, 48, 24)], 0);
    // Taken between hours 24 and 72: by hour 12 somewhere from 7 to 20 km beyond the border. Centres lie at 5, 15, 25 km.
    const open = uncertainCells(hours, 12);
    expect(open).not.toContain(cell(2, 2));
    expect(open).toContain(cell(3, 2));
    expect(open).not.toContain(cell(4, 2));
    expect(open).not.toContain(cell(7, 2));
  });
  it("takes no date of another side", () => {
    const other = { ...place(60, 25, 48), side: 1 };
    expect([...captureHours(MESH, EVE, [other], 0).mid].every(Number.isNaN)).toBe(true);
  });
});
