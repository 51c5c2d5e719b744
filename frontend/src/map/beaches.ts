/** Landings on the map: the way from where they went aboard, and a sign at the beach. */
import { IconLayer, PathLayer, TextLayer } from "@deck.gl/layers";
import type { Layer } from "@deck.gl/core";
import { formatNumber } from "../lib/format";
import { beachesOf, type Beach, type Landing } from "../replay/landings";
import { dashes } from "./hatch";
import type { Ink } from "./ink";
import { haloed } from "./names";
import { blank, FINE, Shelf, sideFill, type Atlas } from "./symbols";

type Point = [number, number];

/** A bow from one point to another, bent to its left: the ways are not modelled, and a straight line would look like one. */
export function bow([ax, ay]: Point, [bx, by]: Point, bend = 0.18, pieces = 16): Point[] {
  const [mx, my] = [(ax + bx) / 2 - bend * (by - ay), (ay + by) / 2 + bend * (bx - ax)];
  return Array.from({ length: pieces + 1 }, (_, at): Point => {
    const t = at / pieces;
    const [a, b, c] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
    return [a * ax + b * mx + c * bx, a * ay + b * my + c * by];
  });
}

interface Way {
  path: Point[];
  side: string;
}

/** Each way once, with a head; broken where nobody came through. */
export function ways(landings: readonly Landing[], scale: number): Way[] {
  const found = new Map<string, Way[]>();
  for (const { from, to, side, outcome } of landings) {
    if (!from || !to || (from[0] === to[0] && from[1] === to[1])) continue;
    const key = `${side}:${from.join()}:${to.join()}`;
    const through = outcome === "landed";
    if (found.has(key) && !through) continue;
    const path = bow(from, to);
    const [end, before] = [path[path.length - 1] ?? to, path[path.length - 3] ?? from];
    const angle = Math.atan2(end[1] - before[1], end[0] - before[0]);
    const barb = (turn: number): Point => [end[0] - (9 / scale) * Math.cos(angle + turn), end[1] - (9 / scale) * Math.sin(angle + turn)];
    const lines = through ? [path] : dashes(path, 7 / scale, 5 / scale);
    found.set(key, [...lines, [barb(0.45), end, barb(-0.45)]].map((line) => ({ path: line, side })));
  }
  return [...found.values()].flat();
}

function sign(draw: (pen: CanvasRenderingContext2D) => void, side: number, dark: boolean): HTMLCanvasElement {
  const [canvas, pen] = blank(22 * FINE, 22 * FINE);
  pen.scale(FINE, FINE);
  pen.translate(11, 11);
  pen.fillStyle = sideFill(side, dark);
  pen.strokeStyle = "#26231c";
  pen.lineWidth = 1.3;
  pen.beginPath();
  pen.arc(0, 0, 9.5, 0, 2 * Math.PI);
  pen.fill();
  pen.stroke();
  pen.lineWidth = 1.7;
  pen.lineCap = "round";
  pen.beginPath();
  draw(pen);
  pen.stroke();
  return canvas;
}

function anchor(pen: CanvasRenderingContext2D): void {
  pen.moveTo(1.6, -4.6);
  pen.arc(0, -4.6, 1.6, 0, 2 * Math.PI);
  pen.moveTo(0, -3);
  pen.lineTo(0, 6);
  pen.moveTo(-3, -0.8);
  pen.lineTo(3, -0.8);
  pen.moveTo(-5, 1.8);
  pen.quadraticCurveTo(-4, 6, 0, 6);
  pen.quadraticCurveTo(4, 6, 5, 1.8);
}

function parachute(pen: CanvasRenderingContext2D): void {
  pen.arc(0, -0.5, 5.6, Math.PI, 2 * Math.PI);
  pen.closePath();
  pen.moveTo(-5.6, -0.5);
  pen.lineTo(0, 6);
  pen.lineTo(5.6, -0.5);
}

function cross(pen: CanvasRenderingContext2D): void {
  pen.moveTo(-6.5, -6.5);
  pen.lineTo(6.5, 6.5);
  pen.moveTo(6.5, -6.5);
  pen.lineTo(-6.5, 6.5);
}

export function drawBeachAtlas(dark: boolean): Atlas {
  const shelf = new Shelf();
  for (const side of [0, 1]) {
    for (const [name, draw] of [["water", anchor], ["air", parachute]] as const) {
      shelf.add(`${name} ${side}`, sign(draw, side, dark));
      shelf.add(`${name} ${side} repulsed`, sign((pen) => { draw(pen); cross(pen); }, side, dark));
    }
  }
  return shelf.pack();
}

export function landingLayers(landings: readonly Landing[], sides: readonly string[], atlas: Atlas, ink: Ink, scale: number): Layer[] {
  const beaches = beachesOf(landings);
  const number = (side: string) => (sides.indexOf(side) === 1 ? 1 : 0);
  return [
    new PathLayer<Way>({
      id: "landing-ways",
      data: ways(landings, scale),
      getPath: (way) => way.path,
      getColor: (way) => ink.side[number(way.side)],
      getWidth: 2,
      widthUnits: "pixels",
      jointRounded: true,
      capRounded: true,
      updateTriggers: { getColor: ink.side },
    }),
    new IconLayer<Beach>({
      id: "beaches",
      data: beaches,
      iconAtlas: atlas.canvas as never,
      iconMapping: atlas.mapping,
      getIcon: ({ byAir, side, repulsed }) => `${byAir ? "air" : "water"} ${number(side)}${repulsed ? " repulsed" : ""}`,
      getPosition: (beach) => [beach.x, beach.y],
      getSize: 22,
      sizeUnits: "pixels",
      parameters: { depthCompare: "always" },
    }),
    new TextLayer<Beach>({
      id: "landing-men",
      data: beaches.filter((beach) => beach.men > 0),
      getPosition: (beach) => [beach.x, beach.y],
      getText: (beach) => formatNumber(beach.men),
      getSize: 11.5,
      getColor: (beach) => ink.side[number(beach.side)],
      getTextAnchor: "start",
      getPixelOffset: [13, 0],
      ...haloed(ink),
      fontWeight: 700,
      updateTriggers: { getColor: ink.side },
    }),
  ];
}
