import { describe, expect, it } from "vitest";
import type { Replay } from "./data";
import { holdings, unitsIn } from "./ground";

/** One cell (0) that goes from side 1 to 0 and back within three steps; three units, of which one has left and one is no more. */
const replay = {
  steps: 3,
  meta: { units: 3, nobody: 255 },
  held: (step: number) => Uint8Array.from([[1, 0, 0, 1][step] ?? 255]),
  men: Uint32Array.from([50, 50, 50, 50, 80, 80, 80, 80, 10, 10, 0, 0]),
  at: (unit: number, step: number) => 4 * unit + step,
  cellOf: (unit: number, step: number) => (unit === 1 && step > 2 ? 7 : 0),
} as unknown as Replay;

describe("a piece of ground", () => {
  it("tells each change of hands once, and none to come", () => {
    expect(holdings(replay, 0, 2)).toEqual([{ side: 1, from: 0 }, { side: 0, from: 1 }]);
    expect(holdings(replay, 0, 3).map(({ from }) => from)).toEqual([0, 1, 3]);
  });
  it("tells who stands there, the largest first, without those who are gone", () => {
    expect(unitsIn(replay, 0, 1)).toEqual([1, 0, 2]);
    expect(unitsIn(replay, 0, 3)).toEqual([0]);
  });
});
