/** APP-6 symbols, names, strength bars and marks, drawn once into one picture for the counters' layer. */
import ms from "milsymbol";
import type { Counter } from "../replay/counters";

export interface Sprite {
  x: number;
  y: number;
  width: number;
  height: number;
  anchorX: number;
  anchorY: number;
  mask: false;
}

export interface Atlas {
  canvas: HTMLCanvasElement;
  mapping: Record<string, Sprite>;
}

export interface SymbolStyle {
  /** Boxes and signs in the colour of their side on paper, as maps of the time have them; the second side in double lines. */
  period: boolean;
  dark: boolean;
}

/** Drawn at twice the size for fine screens. */
export const FINE = 2;
export const SIZE = 22 * FINE;
/** Octagon of a symbol: half its width is what everything else is set around. */
export const SYMBOL_HALF = SIZE / 2;
const WIDTH = 2048;

const ECHELONS: Record<string, string> = {
  I: "15", II: "16", III: "17", X: "18", XX: "21", XXX: "22", XXXX: "23", XXXXX: "24", XXXXXX: "25",
};

/** Entities of APP-6 D by arm; a fortified region has none and gets a sign of its own. */
const ENTITIES: Record<string, string> = {
  infantry: "121100",
  motorized: "121104",
  mechanized: "121102",
  armour: "120500",
  cavalry: "121300",
  artillery: "130300",
  airborne: "121100",
  engineer: "140700",
  naval: "170100",
  air: "120800",
};
const WORKS = "works";

export function sidc(side: number, arm: string, marks: string, lonely: boolean, period: boolean): string {
  const entity = ENTITIES[arm] ?? "000000";
  const modifier = arm === "airborne" ? "01" : "00";
  // 3 = friend's rectangle for the first side of a scenario, 6 = hostile's diamond for the second: shapes, no judgement.
  const frame = side === 0 || period ? "3" : "6";
  return `100${frame}10${lonely ? "1" : "0"}0${ECHELONS[marks] ?? "00"}${entity}00${modifier}`;
}

const SIDE_FILL = [["#f3b9ae", "#b7cfee"], ["#e59184", "#94b8e6"]] as const;

/** Fill of a side's signs; what is not the first side's is drawn as the second's. */
export const sideFill = (side: number, dark: boolean): string => SIDE_FILL[dark ? 1 : 0][side === 0 ? 0 : 1];

export const symbolKey = (counter: Counter, lonely: boolean): string =>
  `s:${counter.side}:${counter.arm}:${counter.marks}${lonely ? ":?" : ""}`;

export const BARS = 8;

/** Packs pictures into one canvas, row by row. */
export class Shelf {
  readonly mapping: Record<string, Sprite> = {};
  #items: { key: string; image: HTMLCanvasElement; anchorX: number; anchorY: number }[] = [];

  add(key: string, image: HTMLCanvasElement, anchorX = image.width / 2, anchorY = image.height / 2): void {
    this.#items.push({ key, image, anchorX, anchorY });
  }

  pack(): Atlas {
    let [x, y, row] = [1, 1, 0];
    this.#items.sort((a, b) => b.image.height - a.image.height);
    for (const { key, image, anchorX, anchorY } of this.#items) {
      if (x + image.width + 1 > WIDTH) [x, y, row] = [1, y + row + 1, 0];
      this.mapping[key] = { x, y, width: image.width, height: image.height, anchorX, anchorY, mask: false };
      x += image.width + 1;
      row = Math.max(row, image.height);
    }
    const canvas = document.createElement("canvas");
    canvas.width = WIDTH;
    canvas.height = Math.max(64, y + row + 1);
    const pen = canvas.getContext("2d");
    for (const { key, image } of this.#items) {
      const at = this.mapping[key];
      if (at) pen?.drawImage(image, at.x, at.y);
    }
    return { canvas, mapping: this.mapping };
  }
}

export function blank(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width);
  canvas.height = Math.ceil(height);
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("this browser draws no 2D pictures");
  return [canvas, pen];
}

/** Ink of each side for signs that are drawn, not filled. */
const SIDE_INK = [["#a3150f", "#123f86"], ["#ff9d90", "#a9ccff"]] as const;
const PAPER = ["#fbf7ec", "#23251f"] as const;

function drawSymbol(counter: Counter, lonely: boolean, style: SymbolStyle): [HTMLCanvasElement, number, number] {
  const [theme, side] = [style.dark ? 1 : 0, counter.side === 0 ? 0 : 1] as const;
  const ink = style.period ? SIDE_INK[theme][side] : "#1a1814";
  const symbol = new ms.Symbol(sidc(counter.side, counter.arm, counter.marks, lonely, style.period), {
    size: SIZE,
    ...(style.period ? { monoColor: ink, strokeWidth: 5 } : { fillColor: sideFill(counter.side, style.dark) }),
    outlineWidth: style.dark ? 0 : 2,
    outlineColor: "rgba(255,252,244,0.85)",
    simpleStatusModifier: true,
  });
  const image = symbol.asCanvas();
  const { x, y } = symbol.getAnchor();
  const pen = image.getContext("2d");
  // The symbol was drawn under a scale of its own.
  pen?.setTransform(1, 0, 0, 1, 0, 0);
  if (pen && style.period) paper(pen, x, y, PAPER[theme], side === 1 ? ink : undefined, lonely);
  if (pen && counter.arm === WORKS) battlement(pen, x, y, ink);
  return [image, x, y];
}

/** Paper under a box that was drawn in lines, and a second line inside it. */
function paper(pen: CanvasRenderingContext2D, x: number, y: number, colour: string, second: string | undefined, lonely: boolean): void {
  const [half, high] = [0.75 * SIZE, 0.5 * SIZE];
  pen.globalCompositeOperation = "destination-over";
  pen.fillStyle = colour;
  pen.fillRect(x - half, y - high, 2 * half, 2 * high);
  pen.globalCompositeOperation = "source-over";
  if (!second) return;
  const inset = 0.12 * SIZE;
  pen.strokeStyle = second;
  pen.lineWidth = 0.04 * SIZE;
  if (lonely) pen.setLineDash([0.1 * SIZE, 0.08 * SIZE]);
  pen.strokeRect(x - half + inset, y - high + inset, 2 * (half - inset), 2 * (high - inset));
  pen.setLineDash([]);
}

/** The sign of a fortified region, which APP-6 lacks: the top of a wall. */
function battlement(pen: CanvasRenderingContext2D, x: number, y: number, ink: string): void {
  const [unit, high] = [SIZE * 0.13, SIZE * 0.2];
  pen.strokeStyle = ink;
  pen.lineWidth = SIZE * 0.055;
  pen.beginPath();
  pen.moveTo(x - 3.5 * unit, y + high / 2);
  for (let tooth = 0; tooth < 7; tooth++) {
    const level = y + (tooth % 2 === 0 ? -high / 2 : high / 2);
    pen.lineTo(x + (tooth - 3.5) * unit, level);
    pen.lineTo(x + (tooth - 2.5) * unit, level);
  }
  pen.lineTo(x + 3.5 * unit, y + high / 2);
  pen.stroke();
}

export function drawLabel(text: string, dark: boolean, ink: string): HTMLCanvasElement {
  const font = `600 ${10.5 * FINE}px system-ui, "Noto Sans", "DejaVu Sans", sans-serif`;
  const [, ruler] = blank(1, 1);
  ruler.font = font;
  const [canvas, pen] = blank(ruler.measureText(text).width + 8 * FINE, 15 * FINE);
  pen.font = font;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 3.4 * FINE;
  pen.strokeStyle = dark ? "rgba(20,22,20,0.9)" : "rgba(252,249,240,0.92)";
  pen.strokeText(text, canvas.width / 2, canvas.height / 2);
  pen.fillStyle = ink;
  pen.fillText(text, canvas.width / 2, canvas.height / 2);
  return canvas;
}

const nameInk = (counter: Counter, { dark, period }: SymbolStyle): string =>
  period ? SIDE_INK[dark ? 1 : 0][counter.side === 0 ? 0 : 1] : dark ? "#f0ebdd" : "#1d1a14";

/** Strength as a bar; the hollow part is what is lost. */
function drawBar(side: number, eighths: number, dark: boolean): HTMLCanvasElement {
  const [canvas, pen] = blank(26 * FINE, 5 * FINE);
  pen.fillStyle = dark ? "#15171a" : "#fffdf6";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = side === 0 ? "#b3261e" : "#1d4f91";
  pen.fillRect(FINE, FINE, (canvas.width - 2 * FINE) * (eighths / BARS), canvas.height - 2 * FINE);
  pen.strokeStyle = "#26231c";
  pen.lineWidth = FINE;
  pen.strokeRect(FINE / 2, FINE / 2, canvas.width - FINE, canvas.height - FINE);
  return canvas;
}

/** Fuel as a notch at the bar's end: full, half, empty. */
function drawFuel(level: number): HTMLCanvasElement {
  const [canvas, pen] = blank(6 * FINE, 8 * FINE);
  pen.strokeStyle = "#26231c";
  pen.lineWidth = FINE;
  pen.fillStyle = "#fffdf6";
  pen.fillRect(FINE, FINE, 4 * FINE, 6 * FINE);
  pen.fillStyle = level === 0 ? "#fffdf6" : "#8a6a1f";
  const height = (6 * FINE * level) / 2;
  pen.fillRect(FINE, 7 * FINE - height, 4 * FINE, height);
  pen.strokeRect(FINE, FINE, 4 * FINE, 6 * FINE);
  if (level === 0) {
    pen.beginPath();
    pen.moveTo(FINE, 7 * FINE);
    pen.lineTo(5 * FINE, FINE);
    pen.stroke();
  }
  return canvas;
}

function drawRing(colour: string, dash: number[]): HTMLCanvasElement {
  const [canvas, pen] = blank(50 * FINE, 50 * FINE);
  pen.strokeStyle = colour;
  pen.lineWidth = 1.8 * FINE;
  pen.setLineDash(dash.map((value) => value * FINE));
  pen.beginPath();
  pen.arc(25 * FINE, 25 * FINE, 22 * FINE, 0, 2 * Math.PI);
  pen.stroke();
  return canvas;
}

function drawCount(text: string): HTMLCanvasElement {
  const [canvas, pen] = blank(18 * FINE, 14 * FINE);
  pen.fillStyle = "#26231c";
  pen.beginPath();
  pen.roundRect(0, 0, canvas.width, canvas.height, 5 * FINE);
  pen.fill();
  pen.font = `600 ${10 * FINE}px system-ui, sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = "#fffdf6";
  pen.fillText(text, canvas.width / 2, canvas.height / 2 + FINE / 2);
  return canvas;
}

export const MOST_IN_STACK = 30;

export function drawAtlas(counters: readonly Counter[], style: SymbolStyle): Atlas {
  const shelf = new Shelf();
  const done = new Set<string>();
  const once = (key: string, draw: () => [HTMLCanvasElement, number?, number?]) => {
    if (done.has(key)) return;
    done.add(key);
    const [image, x, y] = draw();
    shelf.add(key, image, x, y);
  };
  for (const counter of counters) {
    for (const lonely of [false, true]) once(symbolKey(counter, lonely), () => drawSymbol(counter, lonely, style));
    once(`l:${counter.id}`, () => [drawLabel(counter.label, style.dark, nameInk(counter, style))]);
  }
  for (const side of [0, 1]) {
    for (let eighths = 0; eighths <= BARS; eighths++) once(`b:${side}:${eighths}`, () => [drawBar(side, eighths, style.dark)]);
  }
  for (const level of [0, 1, 2]) once(`f:${level}`, () => [drawFuel(level)]);
  once("ring", () => [drawRing("#8a1c12", [6, 3])]);
  once("chosen", () => [drawRing(style.dark ? "#ffd27a" : "#c26a00", [])]);
  for (let count = 2; count <= MOST_IN_STACK; count++) once(`n:${count}`, () => [drawCount(`×${count}`)]);
  return shelf.pack();
}
