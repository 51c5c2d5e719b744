/** Signs for enemies as one side believes them: a frame without arm or name, a rough number, the age of the report. */
import { IconLayer, ScatterplotLayer, TextLayer } from "@deck.gl/layers";
import type { Layer } from "@deck.gl/core";
import ms from "milsymbol";
import { formatNumber } from "../lib/format";
import { roughly, type Believed } from "../replay/belief";
import type { Colour, Ink } from "./ink";
import { haloed } from "./names";
import { blank, drawLabel, FINE, Shelf, sidc, sideFill, SIZE, type Atlas } from "./symbols";

/** In sight; reported; too old for the side's plans to count it. */
const STATES = ["seen", "told", "old"] as const;
type State = (typeof STATES)[number];
const MOST_MEN = 2_000_000;

export const menText = (men: number): string => (men < 100 ? "< 100" : `≈ ${formatNumber(roughly(men))}`);

export function ageText(steps: number, hours: number): string {
  const age = steps * hours;
  return age < 72 ? `${age} h` : `${Math.floor(age / 24)} d`;
}

export function believedText(sign: Believed, hours: number): string {
  const since = sign.oldest === 0 ? "in sight" : `seen up to ${ageText(sign.oldest, hours)} ago`;
  return `${menText(sign.men)} men believed, ${since}`;
}

/** Every rough number that can come up. */
function numbers(): number[] {
  const found = [99];
  for (let men = 100; men <= MOST_MEN; ) {
    found.push(men);
    men += men < 1000 ? 100 : men < 10_000 ? 500 : men < 100_000 ? 5_000 : 50_000;
  }
  return found;
}

function drawFrame(side: number, state: State, dark: boolean): [HTMLCanvasElement, number, number] {
  const symbol = new ms.Symbol(sidc(side, "", "", state !== "seen", false), {
    size: state === "old" ? SIZE * 0.6 : SIZE,
    fillColor: sideFill(side, dark),
    fillOpacity: state === "seen" ? 0.85 : state === "told" ? 0.5 : 0.15,
    outlineWidth: dark ? 0 : 2,
    outlineColor: "rgba(255,252,244,0.85)",
    simpleStatusModifier: true,
  });
  const { x, y } = symbol.getAnchor();
  const image = symbol.asCanvas();
  const pen = image.getContext("2d");
  if (pen) {
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.font = `700 ${(state === "old" ? 9 : 14) * FINE}px system-ui, sans-serif`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillStyle = "#1a1814";
    pen.fillText("?", x, y + FINE / 2);
  }
  return [image, x, y];
}

/** Hours in a corner, like the number of a stack. */
function drawAge(text: string): HTMLCanvasElement {
  const [canvas, pen] = blank(30 * FINE, 14 * FINE);
  pen.fillStyle = "#fffdf6";
  pen.strokeStyle = "#26231c";
  pen.lineWidth = FINE;
  pen.beginPath();
  pen.roundRect(FINE, FINE, canvas.width - 2 * FINE, canvas.height - 2 * FINE, 5 * FINE);
  pen.fill();
  pen.stroke();
  pen.font = `600 ${10 * FINE}px system-ui, sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = "#26231c";
  pen.fillText(text, canvas.width / 2, canvas.height / 2 + FINE / 2);
  return canvas;
}

/** All pictures that signs of believed enemies are put together from. */
export function drawBelievedAtlas(dark: boolean, memory: number, hours: number): Atlas {
  const shelf = new Shelf();
  for (const side of [0, 1]) for (const state of STATES) shelf.add(`${side}:${state}`, ...drawFrame(side, state, dark));
  for (const men of numbers()) shelf.add(menText(men), drawLabel(menText(men), dark, dark ? "#f0ebdd" : "#1d1a14"));
  for (let age = 1; age <= memory; age++) shelf.add(`age ${age}`, drawAge(ageText(age, hours)));
  return shelf.pack();
}

interface Piece {
  icon: string;
  sign: Believed;
  dx: number;
  dy: number;
}

/** Pieces of the signs, the weakest first; what is too old for plans is a small pale frame alone. */
export function pieces(signs: readonly Believed[], enemy: number, memory: number): Piece[] {
  const found: Piece[] = [];
  const order = [...signs].sort((a, b) => Number(b.age > memory) - Number(a.age > memory) || b.y - a.y);
  for (const sign of order) {
    const add = (icon: string, dx: number, dy: number) => found.push({ icon, sign, dx, dy });
    if (sign.age > memory) {
      add(`${enemy}:old`, 0, 0);
      continue;
    }
    add(`${enemy}:${sign.inSight ? "seen" : "told"}`, 0, 0);
    if (sign.oldest > 0) add(`age ${Math.min(memory, sign.oldest)}`, 24, 12);
    // Above, where own counters bear no name.
    add(menText(sign.men), 0, -22);
  }
  return found;
}

export function believedLayer(signs: readonly Believed[], enemy: number, memory: number, atlas: Atlas): Layer {
  return new IconLayer<Piece>({
    id: "believed",
    data: pieces(signs, enemy, memory),
    iconAtlas: atlas.canvas as never,
    iconMapping: atlas.mapping,
    getIcon: (piece) => piece.icon,
    getPosition: (piece) => [piece.sign.x, piece.sign.y],
    getPixelOffset: (piece) => [piece.dx, piece.dy],
    getSize: (piece) => (atlas.mapping[piece.icon]?.height ?? 40) / FINE,
    sizeUnits: "pixels",
    pickable: true,
    parameters: { depthCompare: "always" },
  });
}

/** What reports say of a whole region, where nobody knows the spot. */
export interface RegionSign {
  x: number;
  y: number;
  men: number;
  text: string;
}

const withAlpha = ([r, g, b]: Colour, alpha: number): Colour => [r, g, b, alpha];

/** A round cloud for each region, as large as what is believed to be somewhere in it. */
export function regionLayers(scale: number, signs: readonly RegionSign[], enemy: number, ink: Ink): Layer[] {
  const colour = ink.side[enemy === 0 ? 0 : 1];
  return [
    new ScatterplotLayer<RegionSign>({
      id: "believed-regions",
      data: signs,
      getPosition: (sign) => [sign.x, sign.y],
      // Area by men: 100,000 are as wide as a large counter; smaller where the theatre is.
      getRadius: (sign) => 8 + 0.075 * Math.sqrt(sign.men),
      radiusScale: Math.min(1, Math.max(0.4, 1.7 * scale)),
      radiusUnits: "pixels",
      stroked: true,
      getFillColor: withAlpha(colour, 46),
      getLineColor: withAlpha(colour, 150),
      getLineWidth: 1,
      lineWidthUnits: "pixels",
      updateTriggers: { getFillColor: colour, getLineColor: colour },
    }),
    new TextLayer<RegionSign>({
      id: "believed-region-names",
      data: signs,
      getPosition: (sign) => [sign.x, sign.y],
      getText: (sign) => sign.text,
      getSize: 12,
      lineHeight: 1.15,
      getColor: colour,
      ...haloed(ink),
      updateTriggers: { getColor: colour },
    }),
  ];
}
