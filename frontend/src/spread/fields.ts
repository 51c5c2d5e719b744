/** What the maps of ensembles and comparisons show. */
import type { Field, Stroke } from "../map/field";
import { frontLines, NOBODY } from "../map/frontline";
import type { Colour, Ink } from "../map/ink";
import type { Mesh } from "../map/mesh";
import type { Replay } from "../replay/data";
import { BAND, STEPS_A_DAY, type Shares } from "./shares";

/** Tints of a side run from one to ten; the second side's follow the first side's. */
export const LEVELS = 10;

const shades = ([r, g, b]: Colour, least: number, most: number): Colour[] =>
  Array.from({ length: LEVELS }, (_, at) => [r, g, b, Math.round(least + ((most - least) * at) / (LEVELS - 1))]);
const palette = (colours: readonly Colour[], least: number, most: number): Colour[] =>
  [[0, 0, 0, 0], ...colours.flatMap((colour) => shades(colour, least, most))];

/** Tenths of the campaigns: fainter, the fewer. */
export const sharePalette = (ink: Ink): Colour[] => palette(ink.gained, 26, 132);

/** Differences, ten steps of five points: louder than shares, for most are small. */
export const differencePalette = (ink: Ink): Colour[] => palette(ink.side, 50, 190);
export const POINTS = 5;

/** Number of the tint of a percentage of a side; below 5 % there is none. */
export const shade = (side: number, percent: number): number => {
  const level = Math.min(LEVELS, Math.floor((percent + 5) / 10));
  return level > 0 ? side * LEVELS + level : 0;
};

/** Number of the tint of a difference, positive where the first side gains; below 5 points there is none. */
export function differenceShade(points: number): number {
  const level = Math.min(LEVELS, Math.floor(Math.abs(points) / POINTS));
  return level > 0 ? (points > 0 ? 0 : LEVELS) + level : 0;
}

/** Hatching of the band: seen, but not louder than the front. */
export const bandColour = ({ front: [r, g, b] }: Ink): Colour => [r, g, b, 105];

const plain: Stroke = { lines: [], width: 2.4, casing: true };
const cells = (size: number, holds: (cell: number) => boolean) => [...Array(size).keys()].filter(holds);

/** Remember what a day or step gave. */
function once<T>(make: (at: number) => T): (at: number) => T {
  const known = new Map<number, T>();
  return (at) => {
    let found = known.get(at);
    if (found === undefined) known.set(at, (found = make(at)));
    return found;
  };
}

/** Ground won since the start by the share of campaigns in which it is held, the median front and its 80 % band. */
export function shareField(shares: Shares, mesh: Mesh): Field {
  const { days, cells: size } = shares.meta;
  const tints = once((day) => Uint8Array.from({ length: size }, (_, cell) => gainTint(shares, cell, day)));
  const lines = once((day) => BAND.map((percent) => frontLines(mesh, shares.contour(day, percent))));
  const unsure = once((day) => {
    const [far, near] = [shares.contour(day, BAND[0]), shares.contour(day, BAND[2])];
    return cells(size, (cell) => far[cell] === 0 && near[cell] === 1);
  });
  return {
    steps: days * STEPS_A_DAY,
    tints: (step) => tints(shares.day(step)),
    palette: sharePalette,
    hatches: (step, ink) => [{ cells: unsure(shares.day(step)), slope: 1, colour: bandColour(ink) }],
    strokes: (step) => {
      const [far = [], middle = [], near = []] = lines(shares.day(step));
      return [{ lines: far, width: 1.3, dash: [2, 4] }, { lines: near, width: 1.3, dash: [8, 4] }, { ...plain, lines: middle }];
    },
  };
}

function gainTint(shares: Shares, cell: number, day: number): number {
  const first = shares.first(cell);
  const [one, other] = [0, 1].map((side) => (side === first ? 0 : shares.share(side, cell, day)));
  return (one ?? 0) >= (other ?? 0) ? shade(0, one ?? 0) : shade(1, other ?? 0);
}

/** Fronts of two worlds: the first as it is, the second broken, and only where it is another. */
const two = (mesh: Mesh, a: Uint8Array, b: Uint8Array): Stroke[] =>
  [{ ...plain, lines: frontLines(mesh, a) }, { ...plain, lines: frontLines(mesh, b, a), dash: [7, 6] }];

/** Where the second ensemble holds what the first does not, by how many points of probability. */
export function shareDifference(a: Shares, b: Shares, mesh: Mesh): Field {
  const size = a.meta.cells;
  const tints = once((day) => Uint8Array.from({ length: size }, (_, cell) => differenceShade(pointsBetween(a, b, cell, day))));
  const fronts = once((day) => two(mesh, a.contour(day, 50), b.contour(day, 50)));
  const much = once((day) => [1, -1].map((way) => cells(size, (cell) => way * pointsBetween(a, b, cell, day) >= POINTS && isClear(a, b, cell, day))));
  return {
    steps: Math.min(a.meta.days, b.meta.days) * STEPS_A_DAY,
    tints: (step) => tints(a.day(step)),
    palette: differencePalette,
    hatches: (step, ink) => both(much(a.day(step)), ink),
    strokes: (step) => fronts(a.day(step)),
  };
}

/** Points of probability by which the first side is more likely to hold a cell in the second ensemble. */
export const pointsBetween = (a: Shares, b: Shares, cell: number, day: number): number => {
  const towards = (shares: Shares) => shares.share(0, cell, day) - shares.share(1, cell, day);
  return (towards(b) - towards(a)) / 2;
};

/**
 * Whether a difference is more than two standard errors, as of campaigns that share no luck: those that do are surer
 * than this. One success and one failure are added to each sample (after Agresti and Caffo), for shares near all or none.
 */
export function isClear(a: Shares, b: Shares, cell: number, day: number): boolean {
  const variance = (shares: Shares) => {
    const n = shares.meta.sample.length;
    const p = ((shares.share(0, cell, day) / 100) * n + 1) / (n + 2);
    return (p * (1 - p)) / (n + 2);
  };
  return Math.abs(pointsBetween(a, b, cell, day)) > 200 * Math.sqrt(variance(a) + variance(b));
}

/** Hatching rises for the first side and falls for the second: colour is not the only sign. */
const both = ([one = [], other = []]: number[][], ink: Ink) => [
  { cells: one, slope: 1 as const, colour: ink.hatch[0] },
  { cells: other, slope: -1 as const, colour: ink.hatch[1] },
];

/** Cells that different sides hold in two campaigns, and both fronts. */
export function holderDifference(a: Replay, b: Replay, mesh: Mesh): Field {
  const parted = once((step) => {
    const [here, there] = [a.held(step), b.held(step)];
    return [0, 1].map((side) => cells(here.length, (cell) => there[cell] === side && here[cell] !== side && here[cell] !== NOBODY));
  });
  const tints = once((step) => {
    const found = new Uint8Array(a.held(step).length);
    parted(step).forEach((side, at) => side.forEach((cell) => (found[cell] = (at + 1) * LEVELS)));
    return found;
  });
  const fronts = once((step) => two(mesh, a.held(step), b.held(step)));
  return {
    steps: Math.min(a.steps, b.steps),
    tints,
    palette: differencePalette,
    hatches: (step, ink) => both(parted(step), ink),
    strokes: fronts,
  };
}
