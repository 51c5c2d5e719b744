import { describe, expect, it } from "vitest";
import { frontLines, joinChains, smoothLine, type Point } from "./frontline";
import { dashes, hatchCells, ties } from "./hatch";
import { isSoftware, SlowFrames } from "./light";
import { placeLabels, type Box, type Label } from "./labels";
import { buildMesh, nearestCell } from "./mesh";
import { project, unproject } from "./projection";
import { squares } from "./testMesh";

describe("mesh", () => {
  it("finds the borders that two cells share", () => {
    const mesh = squares(3);
    expect(mesh.joints.length / 2).toBe(8);
    expect([...mesh.edgeCells]).toEqual([0, 1, 1, 2]);
    expect([...mesh.centres.slice(0, 4)]).toEqual([5, 5, 15, 5]);
    expect(nearestCell(mesh, 16, 4)).toBe(1);
    expect(nearestCell(mesh, 160, 4)).toBe(-1);
  });
  it("joins corners that differ by rounding", () => {
    const mesh = buildMesh(
      Float32Array.from([0, 0, 1, 0, 1, 1, 1.004, 0.001, 2, 0, 1.003, 1.001]),
      Uint32Array.from([0, 3, 6]),
    );
    expect([...mesh.edgeCells]).toEqual([0, 1]);
  });
});

describe("front", () => {
  it("runs between cells of two sides and not along nobody's", () => {
    //  1 1 255
    //  0 0 0
    const lines = frontLines(squares(3, 2), Uint8Array.from([0, 0, 0, 1, 1, 255]));
    expect(lines).toHaveLength(1);
    expect(lines[0]?.path).toHaveLength(3);
    const x = lines[0]?.path.map((point) => point[0]).sort((a, b) => a - b);
    expect([x?.[0], x?.at(-1)]).toEqual([0, 20]);
    expect(lines[0]?.path.every((point) => point[1] === 10)).toBe(true);
  });
  it("leaves out what is a front of another, too", () => {
    const [mesh, base] = [squares(3, 2), Uint8Array.from([0, 0, 0, 1, 1, 1])];
    expect(frontLines(mesh, base, base)).toEqual([]);
    // The other has won the cell in the upper right: its own front runs round that cell.
    const [line, ...more] = frontLines(mesh, Uint8Array.from([0, 0, 0, 1, 1, 0]), base);
    expect(more).toEqual([]);
    expect(line?.path.map(([x, y]) => `${x},${y}`).sort()).toEqual(["20,10", "20,20"]);
  });
  it("closes a ring round a pocket", () => {
    const lines = frontLines(squares(3, 3), Uint8Array.from([0, 0, 0, 0, 1, 0, 0, 0, 0]));
    expect(lines).toHaveLength(1);
    expect(lines[0]?.ring).toBe(true);
    expect(lines[0]?.path[0]).toEqual(lines[0]?.path.at(-1));
  });
  it("uses every border once, also where two pockets touch", () => {
    const ends = [0, 1, 1, 2, 2, 0, 0, 3, 3, 4, 4, 0];
    const chains = joinChains(ends);
    expect(chains.reduce((sum, chain) => sum + chain.length - 1, 0)).toBe(6);
  });
  it("smooths: ends stay, turns shrink", () => {
    const zigzag: Point[] = [[0, 0], [1, 1], [2, 0], [3, 1], [4, 0], [5, 1], [6, 0]];
    const smooth = smoothLine(zigzag);
    expect(smooth[0]).toEqual([0, 0]);
    expect(smooth.at(-1)).toEqual([6, 0]);
    const inner = smooth.slice(3, -3).map((point) => point[1]);
    expect(Math.max(...inner) - Math.min(...inner)).toBeLessThan(0.4);
  });
});

describe("strokes", () => {
  it("hatches a square along its diagonals", () => {
    const segments = hatchCells(squares(1), [0], 5);
    expect(segments).toHaveLength(3);
    for (const [x0, y0, x1, y1] of segments) expect(x0 - y0).toBeCloseTo(x1 - y1, 6);
  });
  it("hatches the other way for what is no gain", () => {
    const segments = hatchCells(squares(1), [0], 5, true);
    expect(segments).toHaveLength(3);
    for (const [x0, y0, x1, y1] of segments) expect(x0 + y0).toBeCloseTo(x1 + y1, 6);
  });
  it("cuts dashes over a bend without losing length", () => {
    const pieces = dashes([[0, 0], [5, 0], [5, 7]], 4, 2);
    const length = pieces.map((piece) =>
      piece.slice(1).reduce((sum, [x, y], at) => sum + Math.hypot(x - (piece[at]?.[0] ?? 0), y - (piece[at]?.[1] ?? 0)), 0),
    );
    expect(length.map((value) => Number(value.toFixed(6)))).toEqual([4, 4]);
  });
  it("sets ties across a line at even distances", () => {
    expect(ties([[0, 0], [6, 0], [10, 0]], 4, 1)).toEqual([[2, 1, 2, -1], [6, 1, 6, -1]]);
  });
});

describe("labels", () => {
  const label = (x: number, weight: number, more: Partial<Label> = {}): Label => ({ x, y: 0, text: "Mukden", lines: 1, weight, size: 12, ...more });
  // A counter at pixels -23 to 23 round the point.
  const counter: Box = [-23, -23, 23, 23];
  const sides = (labels: Label[], blocked: Box[] = []) => placeLabels(labels, 1, blocked).map(({ at, anchor, dy }) => `${at}:${anchor}${Math.sign(dy)}`);
  it("puts the weightier of two names that touch first and the other on the far side", () => {
    expect(sides([label(0, 1), label(14, 2)])).toEqual(["1:start0", "0:end0"]);
  });
  it("leaves the lesser name out where every side is taken", () => {
    const crowd = [[-50, 0], [50, 0], [0, 24], [0, -24]].map(([x, y], at) => label(x ?? 0, 9 - at, { y: y ?? 0 }));
    expect(sides([...crowd, label(0, 1)]).map((text) => text[0])).not.toContain("4");
  });
  it("moves to the other side of a counter beside it", () => {
    expect(sides([label(0, 1)], [[10, -20, 60, 20]])).toEqual(["0:end0"]);
  });
  it("hides a lesser name under a counter and sets that of a city beside it", () => {
    expect(sides([label(0, 1)], [counter])).toEqual([]);
    const [city] = placeLabels([label(0, 1, { reach: 1 })], 1, [counter]);
    expect(city?.dx).toBeGreaterThan(23);
  });
  it("stays where it was while it can", () => {
    const before = new Map([[0, { at: 0, dx: -8, dy: 0, anchor: "end" as const }]]);
    expect(placeLabels([label(0, 1)], 1, [], before)[0]?.anchor).toBe("end");
    expect(placeLabels([label(0, 1)], 1, [[-60, -20, -10, 20]], before)[0]?.anchor).toBe("start");
  });
});

describe("projection", () => {
  it("puts the origin at zero and comes back", () => {
    expect(project(46, 130).map((value) => Math.abs(Math.round(value * 1e6)))).toEqual([0, 0]);
    const [lat, lon] = unproject(...project(41.8, 123.43));
    expect(lat).toBeCloseTo(41.8, 9);
    expect(lon).toBeCloseTo(123.43, 9);
  });
  it("agrees with the package's own projection", () => {
    // khingan.atlas.projection.project(41.8, 123.43)
    const [x, y] = project(41.8, 123.43);
    expect(x).toBeCloseTo(-540.8509748, 6);
    expect(y).toBeCloseTo(-441.7485447, 6);
  });
});

describe("light mode", () => {
  it("knows renderers without a graphics card", () => {
    expect(isSoftware("ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)))")).toBe(true);
    expect(isSoftware("llvmpipe (LLVM 15.0.6, 256 bits)")).toBe(true);
    expect(isSoftware("ANGLE (NVIDIA GeForce RTX 3060)")).toBe(false);
  });
  it("wants several slow frames, not one and no pauses", () => {
    const slow = new SlowFrames(100, 3);
    expect([200, 16, 200, 5000, 200, 200].map((ms) => slow.add(ms))).toEqual([false, false, false, false, false, true]);
  });
});
