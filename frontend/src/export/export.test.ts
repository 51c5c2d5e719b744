import { describe, expect, it } from "vitest";
import { dayFeatures, rowsToCsv, toKml, type UnitRow } from "./day";
import { neededPaths, safeScript, standalonePage } from "./standalone";
import { project } from "../map/projection";

const row = (change: Partial<UnitRow>): UnitRow => ({
  unit_id: "u1", name: 'The "First" & Co <1>', side: "soviet", formation_id: "f", echelon: "division", kind: "rifle",
  time: "1945-08-14T06:00:00+09:00", status: "active", posture: "attack", men: 100, tanks: 0, guns: 3, fuel_t: 1.5,
  supply_km: null, longitude: 125.3, latitude: 43.9, ...change,
});

describe("a day for other programs", () => {
  const front = [{ path: [project(43, 125), project(44, 126)], ring: false }];
  const day = dayFeatures([row({}), row({ unit_id: "u2", longitude: null, latitude: null })], front, "Day");
  it("holds units on the map as points and the front as a line, in degrees", () => {
    expect(day.features.map((feature) => feature.geometry)).toEqual([
      { type: "Point", coordinates: [125.3, 43.9] },
      { type: "LineString", coordinates: [[125, 43], [126, 44]] },
    ]);
    expect(day.features[0]?.properties).not.toHaveProperty("longitude");
  });
  it("writes KML whose text cannot break its marks", () => {
    const kml = toKml(day, ["soviet", "japanese"]);
    expect(kml).toContain("The &quot;First&quot; &amp; Co &lt;1&gt;");
    expect(kml).toContain("<coordinates>125,43 126,44</coordinates>");
    expect(kml.match(/<Placemark/g)).toHaveLength(2);
  });
  it("writes CSV with quotes doubled and nothing for what is unknown", () => {
    const [head, line] = rowsToCsv([row({})]).split("\n");
    expect(head).toContain("supply_km,longitude");
    expect(line).toContain('"The ""First"" & Co <1>"');
    expect(line).toContain("1.5,,125.3,43.9");
  });
});

describe("the standalone page", () => {
  it("takes the answers of one campaign only", () => {
    const needed = neededPaths("run-1a", 3, "war-1945");
    const asked = [
      "api/runs/run-1a", "api/runs/run-1a/campaigns/3/replay.arrow", "api/runs/run-1a/campaigns/31/replay.arrow",
      "api/runs/run-1b", "api/map/war-1945/cells.arrow", "api/record/war-1945", "api/health",
    ];
    expect(asked.filter((path) => needed.test(path))).toEqual([asked[0], asked[1], asked[4], asked[5]]);
  });
  it("lets nothing end its scripts early", () => {
    expect(safeScript('a="</script><!--"')).toBe('a="<\\/script><\\!--"');
    const page = standalonePage({ title: "A <b>", hash: "#/replay?x=</script>", script: "1", style: "", answers: {} });
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    expect(page).toContain("<title>A &lt;b></title>");
  });
});
