/** Reach of supply on the map: bands of distance with their borders, ground that is cut off, railheads, depots, fuel. */
import { IconLayer, LineLayer, PathLayer, ScatterplotLayer, TextLayer } from "@deck.gl/layers";
import type { Layer } from "@deck.gl/core";
import { formatNumber } from "../lib/format";
import { BANDS, CUT, FUEL_STATES, fuelState, OUTSIDE, type FuelState, type Source, type Supply } from "../replay/supply";
import type { Standing } from "../replay/counters";
import type { Replay } from "../replay/data";
import { packLines, UNTINTED, VEILED, type PackedLines } from "./control";
import { frontLines, NOBODY } from "./frontline";
import { hatchCells } from "./hatch";
import type { Colour, Ink } from "./ink";
import type { Mesh } from "./mesh";
import { haloed } from "./names";
import type { Placed } from "./sprites";
import { blank, FINE, Shelf, type Atlas } from "./symbols";
import { packSegments, type PackedSegments } from "./segments";

const NONE = 255;
const STATES = CUT + 1;
/** Opacity of the bands, nearest first, and of ground that is cut off. */
const STRENGTH = [122, 84, 52, 24, 10] as const;

/** Tints of both sides' bands, one side after the other. */
export const reachTints = (ink: Ink): Colour[] =>
  [0, 1].flatMap((side) => STRENGTH.map((alpha): Colour => {
    const [r, g, b] = ink.side[side === 0 ? 0 : 1];
    return [r, g, b, alpha];
  }));

/** All that is drawn of a day, worked out once. */
export interface Reach {
  /** Place of each cell's tint in `reachTints`, NONE = neither side's. */
  tint: Uint8Array;
  /** Borders between the bands, nearest first. */
  borders: PackedLines[];
  cut: PackedSegments;
  railheads: number[];
  sources: Source[];
}

/** Reach of the sides on a day. */
export function reachOf(supply: Supply, mesh: Mesh, day: number, sides: readonly number[]): Reach {
  const tint = new Uint8Array(mesh.size).fill(NONE);
  const cut: number[] = [];
  for (const side of sides) {
    supply.bands(side, day).forEach((band, cell) => {
      if (band === OUTSIDE) return;
      tint[cell] = side * STATES + band;
      if (band === CUT) cut.push(cell);
    });
  }
  return {
    tint,
    borders: Array.from({ length: BANDS - 1 }, (_, band) => packLines(frontLines(mesh, withinBand(tint, band)))),
    cut: packSegments(hatchCells(mesh, cut, 9)),
    railheads: sides.flatMap((side) => supply.railheads(side, day)),
    sources: supply.sources(day).filter((source) => source.open && sides.includes(source.side)),
  };
}

/** 0 for supplied cells up to a band, 1 for those beyond it, nobody's where none comes. */
export function withinBand(tint: Uint8Array, band: number): Uint8Array {
  return tint.map((code) => (code === NONE || code % STATES === CUT ? NOBODY : code % STATES <= band ? 0 : 1));
}

/** The tint of a cell, after those of control; of these only the veil stays: tints of control would look like bands. */
export function reachTint(reach: Reach, first: number, plain: (cell: number) => number): (cell: number) => number {
  return (cell) => {
    const code = reach.tint[cell] as number;
    if (code !== NONE) return first + code;
    return plain(cell) === VEILED ? VEILED : UNTINTED;
  };
}

export function reachLayers(reach: Reach, mesh: Mesh, ink: Ink, scale: number): Layer[] {
  const at = (cell: number): [number, number] => [mesh.centres[2 * cell] ?? 0, mesh.centres[2 * cell + 1] ?? 0];
  return [
    new LineLayer({
      id: "reach-cut",
      data: reach.cut as never,
      getColor: ink.leader,
      getWidth: 1,
      widthUnits: "pixels",
      updateTriggers: { getColor: ink.leader },
    }),
    // The farther the band, the thinner its border: told apart without colour.
    ...reach.borders.map((lines, band) => new PathLayer({
      id: `reach-${band}`,
      data: lines as never,
      _pathType: "open",
      positionFormat: "XY",
      getColor: ink.name,
      getWidth: 1.8 - 0.55 * band,
      widthUnits: "pixels",
      jointRounded: true,
      updateTriggers: { getColor: ink.name },
    })),
    new ScatterplotLayer<number>({
      id: "railheads",
      data: scale > 0.35 ? reach.railheads : [],
      getPosition: at,
      getRadius: 1.8,
      radiusUnits: "pixels",
      getFillColor: ink.rail,
      updateTriggers: { getFillColor: ink.rail },
    }),
    new ScatterplotLayer<Source>({
      id: "sources",
      data: reach.sources,
      getPosition: (source) => at(source.cell),
      getRadius: (source) => 3 + Math.sqrt(source.daily) / 18,
      radiusUnits: "pixels",
      stroked: true,
      // Filled while there is something left.
      getFillColor: (source) => (source.stock > 0 ? ink.side[source.side === 0 ? 0 : 1] : ink.halo),
      getLineColor: ink.halo,
      getLineWidth: 1.5,
      lineWidthUnits: "pixels",
      updateTriggers: { getFillColor: ink.side, getLineColor: ink.halo },
    }),
    new TextLayer<Source>({
      id: "source-stocks",
      data: scale > 0.8 ? reach.sources : [],
      getPosition: (source) => at(source.cell),
      getText: (source) => `${formatNumber(source.stock)} t`,
      getSize: 11,
      getColor: ink.name,
      getTextAnchor: "end",
      getPixelOffset: [-11, 0],
      ...haloed(ink),
      updateTriggers: { getColor: ink.name },
    }),
  ];
}

/** A can, as full as the tanks: dry is crossed out. */
function drawCan(state: FuelState): HTMLCanvasElement {
  const [canvas, pen] = blank(15 * FINE, 18 * FINE);
  pen.scale(FINE, FINE);
  pen.lineWidth = 1.4;
  pen.strokeStyle = "#26231c";
  pen.fillStyle = "#fffdf6";
  pen.beginPath();
  pen.roundRect(2, 4, 11, 13, 2);
  pen.fill();
  const share = { dry: 0, low: 0.28, some: 0.62, full: 1 }[state];
  pen.fillStyle = "#9a6f12";
  pen.fillRect(2.7, 4.7 + 11.6 * (1 - share), 9.6, 11.6 * share);
  pen.stroke();
  pen.strokeRect(7.5, 1.2, 4, 2.8);
  if (state === "dry") {
    pen.strokeStyle = "#b3261e";
    pen.lineWidth = 2.2;
    pen.beginPath();
    pen.moveTo(1.5, 16.5);
    pen.lineTo(13.5, 3.5);
    pen.moveTo(1.5, 3.5);
    pen.lineTo(13.5, 16.5);
    pen.stroke();
  }
  return canvas;
}

/** A broken line: no supply comes. */
function drawBreak(): HTMLCanvasElement {
  const [canvas, pen] = blank(18 * FINE, 12 * FINE);
  pen.scale(FINE, FINE);
  pen.fillStyle = "#fffdf6";
  pen.strokeStyle = "#26231c";
  pen.lineWidth = 1;
  pen.beginPath();
  pen.roundRect(0.5, 0.5, 17, 11, 3);
  pen.fill();
  pen.stroke();
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(2, 6);
  pen.lineTo(7, 6);
  pen.moveTo(11, 6);
  pen.lineTo(16, 6);
  pen.moveTo(7.5, 9.5);
  pen.lineTo(10.5, 2.5);
  pen.stroke();
  return canvas;
}

export function drawFuelAtlas(): Atlas {
  const shelf = new Shelf();
  for (const state of FUEL_STATES) shelf.add(state, drawCan(state));
  shelf.add("cut", drawBreak());
  return shelf.pack();
}

export interface FuelSign {
  icon: FuelState | "cut";
  x: number;
  y: number;
  dx: number;
  dy: number;
}

/** Fuel of the motor units behind each counter that is seen, and whether most of its units are cut off. */
export function fuelSigns(
  placed: readonly Placed[], standings: readonly Standing[], motor: ArrayLike<boolean | number>, supply: Supply, replay: Replay, step: number,
): FuelSign[] {
  const signs: FuelSign[] = [];
  const present = replay.meta.status.indexOf("active");
  for (const { icon, x, y, dx, dy, standing } of placed) {
    // Only the counter on top of a stack bears its name.
    if (!icon.startsWith("l:")) continue;
    const units = (standings[standing]?.counter.units ?? []).filter((unit) => replay.status[replay.at(unit, step)] === present);
    const refills = units.filter((unit) => motor[unit]).flatMap((unit) => supply.refills(replay, unit, step) ?? []);
    if (refills.length) {
      const middle = refills.reduce((sum, one) => sum + one, 0) / refills.length;
      signs.push({ icon: fuelState(middle, supply.meta), x, y, dx: dx - 24, dy: dy - 20 });
    }
    const cut = units.filter((unit) => replay.has("no_supply", unit, step)).length;
    if (cut * 2 > units.length) signs.push({ icon: "cut", x, y, dx, dy: dy - 41 });
  }
  return signs;
}

export function fuelLayer(signs: FuelSign[], atlas: Atlas): Layer {
  return new IconLayer<FuelSign>({
    id: "fuel",
    data: signs,
    iconAtlas: atlas.canvas as never,
    iconMapping: atlas.mapping,
    getIcon: (sign) => sign.icon,
    getPosition: (sign) => [sign.x, sign.y],
    getPixelOffset: (sign) => [sign.dx, sign.dy],
    getSize: (sign) => (atlas.mapping[sign.icon]?.height ?? 20) / FINE,
    sizeUnits: "pixels",
    parameters: { depthCompare: "always" },
  });
}
