import { describe, expect, it } from "vitest";
import { squares } from "./testMesh";
import { alongWay, Ways } from "./ways";

//  6 7 8     a lake in the middle (4)
//  3 ~ 5
//  0 1 2
const LAKE = Uint8Array.from([0, 0, 0, 0, 1, 0, 0, 0, 0]);
const corners = (way: { points: Float32Array }) => [...way.points].map((value) => Math.round(value));

describe("ways", () => {
  it("goes round water on land", () => {
    const way = new Ways(squares(3, 3), LAKE).between(3, 5, "land");
    expect(way.points.length / 2).toBe(5);
    expect(corners(way)).not.toContain([15, 15].join());
    const middle = corners(way).slice(4, 6);
    expect([[15, 5], [15, 25]]).toContainEqual(middle);
  });
  it("is straight between neighbours, and over water for those aboard", () => {
    const ways = new Ways(squares(3, 3), LAKE);
    expect(corners(ways.between(0, 1, "land"))).toEqual([5, 5, 15, 5]);
    expect(corners(ways.between(3, 5, "water"))).toEqual([5, 15, 15, 15, 25, 15]);
  });
  it("follows the railway by train and takes the short way on foot", () => {
    // The line goes round by the west and the north: 2 1 0 3 6 7 8.
    const rail: [number, number][] = [[25, 5], [5, 5], [5, 25], [25, 25]];
    const ways = new Ways(squares(3, 3), LAKE, [rail]);
    expect(corners(ways.between(2, 8, "rail"))).toEqual([25, 5, 15, 5, 5, 5, 5, 15, 5, 25, 15, 25, 25, 25]);
    expect(corners(ways.between(2, 8, "land"))).toEqual([25, 5, 25, 15, 25, 25]);
  });
  it("is a straight line where no way leads", () => {
    const ways = new Ways(squares(3), Uint8Array.from([0, 1, 0]));
    expect(corners(ways.between(0, 2, "land"))).toEqual([5, 5, 25, 5]);
  });
  it("keeps an even pace round a bend", () => {
    const way = new Ways(squares(3, 3), LAKE).between(0, 5, "land");
    expect(alongWay(way, 0)).toEqual([5, 5]);
    expect(alongWay(way, 0.5)[0]).toBeCloseTo(20, 5);
    expect(alongWay(way, 1)).toEqual([25, 15]);
  });
});
