/** The air war of a day on the map: bars of sorties over regions, bases with their aircraft, single deeds. */
import { IconLayer, SolidPolygonLayer, TextLayer } from "@deck.gl/layers";
import type { Layer } from "@deck.gl/core";
import { formatNumber } from "../lib/format";
import { stretches, type Air, type Base, type Deed, type Effort } from "../replay/air";
import type { Colour, Ink } from "./ink";
import type { Mesh } from "./mesh";
import { haloed } from "./names";
import { blank, FINE, Shelf, sideFill, type Atlas } from "./symbols";

type Point = [number, number];

/** Pixels: of a sortie, of a bar's height, of the gap between the two sides' bars. */
const SORTIE = 0.1;
const HIGH = 8;
const GAP = 2;
/** Opacity of the missions, in their order. */
const SHADES = [70, 255, 165, 115] as const;

interface Piece {
  corners: Point[];
  colour: Colour;
}

interface Sum {
  at: Point;
  text: string;
  side: number;
}

const box = (left: number, right: number, bottom: number, top: number): Point[] => [[left, bottom], [right, bottom], [right, top], [left, top]];

/** Bars of both sides in the middle of each region, the first side's above; map units, for a scale of pixels per km. */
export function bars(efforts: readonly Effort[], spots: readonly (Point | undefined)[], scale: number, ink: Ink): { pieces: Piece[]; sums: Sum[] } {
  const pieces: Piece[] = [];
  const sums: Sum[] = [];
  for (const { region, side, sorties, total } of efforts) {
    const spot = spots[region];
    if (!spot) continue;
    const [x, middle] = spot;
    const bottom = middle + (side === 0 ? GAP / 2 : -GAP / 2 - HIGH) / scale;
    const top = bottom + HIGH / scale;
    const colour = ink.side[side === 0 ? 0 : 1];
    const all = stretches(sorties, SORTIE);
    const end = all.at(-1)?.to ?? 0;
    pieces.push({ corners: box(x - 1 / scale, x + (end + 1) / scale, bottom - 1 / scale, top + 1 / scale), colour: ink.halo });
    for (const { from, to, mission } of all) {
      pieces.push({
        corners: box(x + from / scale, x + to / scale, bottom, top),
        colour: [colour[0], colour[1], colour[2], SHADES[mission] ?? 255],
      });
    }
    sums.push({ at: [x + (end + 4) / scale, (bottom + top) / 2], text: total < 1 ? "< 1" : formatNumber(Math.round(total)), side });
  }
  return { pieces, sums };
}

/** An airfield: a runway in the side's frame. */
function drawBase(side: number, dark: boolean): HTMLCanvasElement {
  const [canvas, pen] = blank(18 * FINE, 18 * FINE);
  pen.scale(FINE, FINE);
  pen.translate(9, 9);
  pen.fillStyle = sideFill(side, dark);
  pen.strokeStyle = "#26231c";
  pen.lineWidth = 1.2;
  pen.save();
  if (side === 1) pen.rotate(Math.PI / 4);
  const half = side === 1 ? 5.6 : 6.6;
  pen.beginPath();
  pen.rect(-half, -half, 2 * half, 2 * half);
  pen.fill();
  pen.stroke();
  pen.restore();
  pen.lineWidth = 2.4;
  pen.rotate(-Math.PI / 5);
  pen.beginPath();
  pen.moveTo(-5, 0);
  pen.lineTo(5, 0);
  pen.stroke();
  return canvas;
}

export function drawAirAtlas(dark: boolean): Atlas {
  const shelf = new Shelf();
  for (const side of [0, 1]) shelf.add(`base ${side}`, drawBase(side, dark));
  return shelf.pack();
}

export interface AirPicture {
  air: Air;
  day: number;
  sides: readonly number[];
  /** Middle of each region. */
  spots: readonly (Point | undefined)[];
  deeds: readonly Deed[];
}

export function airLayers({ air, day, sides, spots, deeds }: AirPicture, mesh: Mesh, atlas: Atlas, ink: Ink, scale: number): Layer[] {
  const { pieces, sums } = bars(sides.flatMap((side) => air.effort(day, side)), spots, scale, ink);
  const bases = air.bases(day).filter((base) => sides.includes(base.side));
  const at = (base: Base): Point => [mesh.centres[2 * base.cell] ?? 0, mesh.centres[2 * base.cell + 1] ?? 0];
  const sideInk = (side: number) => ink.side[side === 0 ? 0 : 1];
  const near = scale > 0.8;
  return [
    new IconLayer<Base>({
      id: "air-bases",
      data: bases,
      iconAtlas: atlas.canvas as never,
      iconMapping: atlas.mapping,
      getIcon: (base) => `base ${base.side}`,
      getPosition: at,
      getSize: 18,
      sizeUnits: "pixels",
      parameters: { depthCompare: "always" },
    }),
    new TextLayer<Base>({
      ...haloed(ink),
      id: "air-aircraft",
      data: near ? bases : [],
      getPosition: at,
      getText: (base) => formatNumber(base.aircraft),
      getSize: 11,
      getColor: (base) => sideInk(base.side),
      getPixelOffset: [0, 15],
      updateTriggers: { getColor: ink.side },
    }),
    new TextLayer<Deed>({
      ...haloed(ink),
      id: "air-deeds",
      data: near ? [...deeds] : [],
      getPosition: (deed) => [deed.x, deed.y],
      getText: (deed) => `• ${deed.text}`,
      getSize: 10.5,
      getColor: (deed) => sideInk(air.meta.sides.indexOf(deed.side)),
      getTextAnchor: "start",
      getPixelOffset: [-4, 9],
      updateTriggers: { getColor: ink.side },
    }),
    new SolidPolygonLayer<Piece>({
      id: "air-effort",
      data: pieces,
      getPolygon: (piece) => piece.corners,
      getFillColor: (piece) => piece.colour,
      updateTriggers: { getPolygon: scale },
    }),
    new TextLayer<Sum>({
      ...haloed(ink),
      id: "air-sums",
      data: sums,
      getPosition: (sum) => sum.at,
      getText: (sum) => sum.text,
      getSize: 11,
      getColor: (sum) => sideInk(sum.side),
      getTextAnchor: "start",
      updateTriggers: { getColor: ink.side },
    }),
  ];
}
