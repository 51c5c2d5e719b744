import { describe, expect, it } from "vitest";
import type { FormationInfo, UnitInfo } from "../api/types";
import { armyRows } from "./armies";
import type { Replay } from "./data";
import type { Supply } from "./supply";

const unit = (unit_id: string, army_id: string, motor: boolean, rear = false) => ({ unit_id, name: unit_id, army_id, side: "red", motor, rear }) as UnitInfo;

describe("supply of armies", () => {
  it("tells the middle and the farthest, who is cut off and who is dry", () => {
    const units = [unit("a", "A", true), unit("b", "A", true), unit("c", "A", false), unit("d", "A", false), unit("e", "", false), unit("f", "A", true, true)];
    const replay = {
      meta: { sides: ["red", "blue"], no_supply: 65535 }, supplyKm: [500, 100, 65535, 300, 40, 9],
      at: (at: number) => at, statusOf: () => "active",
    } as unknown as Replay;
    const supply = { meta: { dry_refills: 0.1, low_refills: 0.8 }, refills: (_: Replay, at: number) => [0.05, 0.95][at] } as unknown as Supply;
    const rows = armyRows(supply, replay, units, [{ formation_id: "A", name: "First Army" } as FormationInfo], 0);
    expect(rows).toEqual([
      { id: "A", name: "First Army", side: 0, units: 4, km: 300, farthest: 500, cut: 1, refills: 0.5, dry: 1 },
      { id: "e", name: "e", side: 0, units: 1, km: 40, farthest: 40, cut: 0, refills: undefined, dry: 0 },
    ]);
  });
});
