import { describe, expect, it } from "vitest";
import { LAYERS, readLayers, toggled, writeLayers } from "./layers";
import { eventText } from "./words";

describe("layers in the address", () => {
  it("says nothing of what is usual", () => {
    expect(writeLayers(readLayers(undefined))).toBe("");
  });
  it("keeps every set of layers", () => {
    let show: ReadonlySet<string> = readLayers("");
    for (const id of ["units", "plans", "rail"]) show = toggled(show, id);
    expect(writeLayers(show)).toBe("-units,plans,-rail");
    expect(readLayers(writeLayers(show))).toEqual(show);
  });
  it("ignores unknown words", () => {
    expect(readLayers("nonsense")).toEqual(new Set(LAYERS.filter((layer) => layer.on).map((layer) => layer.id)));
  });
});

describe("events in words", () => {
  const names = { unit: (id: string) => `unit ${id}`, place: (id: string) => `Place ${id}`, side: () => "Soviet" };
  const event = {
    step: 3, hour: 18, kind: "place_captured", side: "soviet", place_id: "p", cell: 1, x: 0, y: 0, region_id: null,
    unit_id: "u", formation_id: null, value: null,
  };
  it("tells who did what where", () => {
    expect(eventText(event, names)).toBe("Place p captured by unit u");
    expect(eventText({ ...event, kind: "bridge_demolished", place_id: null, unit_id: null }, names)).toBe("Bridge demolished (Soviet)");
  });
});
