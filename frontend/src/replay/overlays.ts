/** What can be laid over the map besides the counters: axes, paths, weather, events, the record. */
import { LineLayer, PathLayer, ScatterplotLayer, TextLayer } from "@deck.gl/layers";
import type { Layer } from "@deck.gl/core";
import type { Axis, EventInfo } from "../api/types";
import { dashes } from "../map/hatch";
import type { Ink, Colour } from "../map/ink";
import type { Mesh } from "../map/mesh";
import { FONT, SDF } from "../map/names";
import type { Ways } from "../map/ways";
import { groundOf } from "./counters";
import type { MapCells, Replay } from "./data";
import type { DocumentedFront } from "./Fronts";

export type Point = [number, number];

export const cellPoint = (mesh: Mesh, cell: number): Point => [mesh.centres[2 * cell] ?? 0, mesh.centres[2 * cell + 1] ?? 0];

/** The way of a unit until a step, without standstills. */
export function trail(replay: Replay, ways: Ways, unit: number, step: number): Point[] {
  const path: Point[] = [];
  let last = -1;
  for (let at = 0; at <= step; at++) {
    const cell = replay.cellOf(unit, at);
    if (cell < 0 || cell === last) continue;
    if (last < 0) path.push(cellPoint(ways.mesh, cell));
    else {
      const { points } = ways.between(last, cell, groundOf(replay, unit, at - 1));
      for (let corner = 1; corner < points.length / 2; corner++) path.push([points[2 * corner] ?? 0, points[2 * corner + 1] ?? 0]);
    }
    last = cell;
  }
  return path;
}

export function trailLayer(paths: Point[][], colour: Colour): Layer[] {
  if (paths.length === 0) return [];
  return [
    new PathLayer<Point[]>({
      id: "trails",
      data: paths.filter((path) => path.length > 1),
      getPath: (path) => path,
      getColor: [colour[0], colour[1], colour[2], 190],
      getWidth: 2.2,
      widthUnits: "pixels",
      jointRounded: true,
      capRounded: true,
      updateTriggers: { getColor: colour },
    }),
  ];
}

/** The outline of a chosen cell. */
export function outlineLayer(mesh: Mesh, cell: number, ink: Ink): Layer {
  const [first, last] = [mesh.offset[cell] ?? 0, mesh.offset[cell + 1] ?? 0];
  const ring: Point[] = [];
  for (let corner = first; corner < last; corner++) ring.push([mesh.corners[2 * corner] ?? 0, mesh.corners[2 * corner + 1] ?? 0]);
  return new PathLayer<Point[]>({
    id: "chosen-cell",
    data: [[...ring, ...ring.slice(0, 1)]],
    getPath: (path) => path,
    getColor: ink.leader,
    getWidth: 2,
    widthUnits: "pixels",
    widthMinPixels: 2,
    updateTriggers: { getColor: ink.leader },
  });
}

interface Arrow {
  path: Point[];
  side: number;
  units: string[];
}

/** Where the middle of several units was, weighted by men, until a step. */
export function middlePath(replay: Replay, mesh: Mesh, units: readonly number[], step: number): Point[] {
  const path: Point[] = [];
  for (let at = 0; at <= step; at++) {
    let [x, y, weight] = [0, 0, 0];
    for (const unit of units) {
      const cell = replay.cellOf(unit, at);
      const men = replay.men[replay.at(unit, at)] ?? 0;
      if (cell < 0 || men === 0) continue;
      const [ux, uy] = cellPoint(mesh, cell);
      x += men * ux;
      y += men * uy;
      weight += men;
    }
    if (weight > 0) path.push([x / weight, y / weight]);
  }
  return path;
}

/** Planned axes from where their first unit started, with a head at the last objective. */
export function axisArrows(axes: readonly Axis[], replay: Replay, mesh: Mesh, sides: readonly string[]): Arrow[] {
  const number = new Map(replay.unitIds.map((id, at) => [id, at]));
  const arrows: Arrow[] = [];
  for (const axis of axes) {
    if (!/attack|pursue|probe/.test(axis.posture)) continue;
    const first = axis.units.map((id) => number.get(id)).find((unit) => unit !== undefined);
    const start = first === undefined ? -1 : replay.cellOf(first, 0);
    const cells = start >= 0 ? [start, ...axis.cells] : axis.cells;
    const path = cells.map((cell) => cellPoint(mesh, cell));
    const side = sides.indexOf(axis.side);
    const [end, before] = [path[path.length - 1], path[path.length - 2]];
    if (!end || !before) continue;
    for (const piece of dashes(path, 9, 5)) arrows.push({ path: piece, side, units: axis.units });
    const angle = Math.atan2(end[1] - before[1], end[0] - before[0]);
    const barb = (turn: number): Point => [end[0] - 14 * Math.cos(angle + turn), end[1] - 14 * Math.sin(angle + turn)];
    arrows.push({ path: [barb(0.45), end, barb(-0.45)], side, units: axis.units });
  }
  return arrows;
}

/** All axes, faint; only those of the chosen units when some are. */
export function axisLayer(arrows: Arrow[], ink: Ink, only: ReadonlySet<string>): Layer {
  const own = only.size ? arrows.filter((arrow) => arrow.units.some((unit) => only.has(unit))) : arrows;
  return new PathLayer<Arrow>({
    id: "axes",
    data: own,
    getPath: (arrow) => arrow.path,
    getColor: (arrow) => {
      const [r, g, b] = ink.side[arrow.side === 0 ? 0 : 1];
      return [r, g, b, only.size ? 190 : 90];
    },
    getWidth: only.size ? 2.2 : 1.4,
    widthUnits: "pixels",
    jointRounded: true,
    updateTriggers: { getColor: [ink.side, only.size] },
  });
}

interface RegionSign {
  x: number;
  y: number;
  text: string;
}

/** Weather of a day, one sign in the middle of each region that has any. */
export function weatherSigns(replay: Replay, cells: MapCells, step: number): RegionSign[] {
  const regions = replay.regionIds.length;
  const sums = Array.from({ length: regions }, () => [0, 0, 0]);
  for (let cell = 0; cell < cells.mesh.size; cell++) {
    const sum = sums[cells.region[cell] ?? 255];
    if (!sum || cells.water[cell] !== 0) continue;
    sum[0] = (sum[0] ?? 0) + (cells.mesh.centres[2 * cell] ?? 0);
    sum[1] = (sum[1] ?? 0) + (cells.mesh.centres[2 * cell + 1] ?? 0);
    sum[2] = (sum[2] ?? 0) + 1;
  }
  const day = replay.day(step);
  const found: RegionSign[] = [];
  sums.forEach(([x = 0, y = 0, n = 0], region) => {
    const at = day * regions + region;
    const rain = replay.meta.rain[replay.rain[at] ?? 0] ?? "";
    if (!n) return;
    const flying = replay.flying[at] ?? 100;
    const words = [rain === "dry" ? "dry" : rain.replace("_", " "), flying < 60 ? "little flying" : ""].filter(Boolean);
    found.push({ x: x / n, y: y / n, text: words.join(", ") });
  });
  return found;
}

export function weatherLayer(signs: RegionSign[], ink: Ink): Layer {
  return new TextLayer<RegionSign>({
    id: "weather",
    data: signs,
    getPosition: (sign) => [sign.x, sign.y],
    getText: (sign) => sign.text,
    getSize: 13,
    getColor: ink.waterName,
    fontFamily: FONT,
    fontWeight: 600,
    fontSettings: SDF,
    outlineWidth: 4,
    outlineColor: ink.halo,
    updateTriggers: { getColor: ink.waterName },
  });
}

/** Rings where something happened in the last day. */
export function eventLayer(events: EventInfo[], ink: Ink, sides: readonly string[], chosen: EventInfo | undefined): Layer {
  return new ScatterplotLayer<EventInfo>({
    id: "events",
    data: events,
    getPosition: (event) => [event.x ?? 0, event.y ?? 0],
    getRadius: (event) => (event === chosen ? 16 : 9),
    radiusUnits: "pixels",
    filled: false,
    stroked: true,
    getLineColor: (event) => ink.side[sides.indexOf(event.side) === 1 ? 1 : 0],
    getLineWidth: (event) => (event === chosen ? 3 : 1.4),
    lineWidthUnits: "pixels",
    updateTriggers: { getLineColor: ink.side, getRadius: chosen, getLineWidth: chosen },
  });
}

/** A documented date at a place, with its error. */
export interface RecordMark {
  id: string;
  placeId: string;
  measure: string;
  x: number;
  y: number;
  /** Step of the documented moment, with fractions. */
  step: number;
  text: string;
  /** What happened, in words. */
  title: string;
}

/** Black ink, apart from all simulation: the interpolated front, and dots that are filled once the documented day has come. */
export function recordLayers(marks: RecordMark[], front: DocumentedFront, step: number, ink: Ink): Layer[] {
  const [r, g, b] = ink.record;
  return [
    new LineLayer({
      id: "record-open",
      data: front.open as never,
      getColor: [r, g, b, 110],
      getWidth: 1,
      widthUnits: "pixels",
      updateTriggers: { getColor: ink.record },
    }),
    new PathLayer({
      id: "record-front",
      data: front.line as never,
      _pathType: "open",
      positionFormat: "XY",
      getColor: ink.record,
      getWidth: 2.2,
      widthUnits: "pixels",
      updateTriggers: { getColor: ink.record },
    }),
    new ScatterplotLayer<RecordMark>({
      id: "record",
      data: marks,
      getPosition: (mark) => [mark.x, mark.y],
      getRadius: 4.5,
      radiusUnits: "pixels",
      stroked: true,
      getLineColor: ink.record,
      getFillColor: (mark) => (mark.step <= step ? ink.record : [ink.record[0], ink.record[1], ink.record[2], 0]),
      getLineWidth: 1.5,
      lineWidthUnits: "pixels",
      updateTriggers: { getFillColor: [step, ink.record], getLineColor: ink.record },
    }),
  ];
}
