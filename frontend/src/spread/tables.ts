/** The numbers behind the maps of ensembles: areas and places, day by day. */
import type { MapPlace } from "../api/types";
import { pointsBetween } from "./fields";
import { quantile, type Shares } from "./shares";

export interface AreaRow {
  area_id: string;
  name: string;
  /** Percentage of the land that the first side holds: median of the campaigns and the ends of nine tenths less one. */
  low: number;
  middle: number;
  high: number;
}

/** Areas that change hands in some campaign, those most held last. */
export function areaRows(shares: Shares, day: number): AreaRow[] {
  return shares.disputedAreas.map((area) => {
    const { area_id = "", name = "", km2 = 1 } = shares.meta.areas[area] ?? {};
    const held = shares.ground(0, day, area).map((thousands) => (thousands * 1e5) / km2);
    return { area_id, name, low: quantile(held, 0.1), middle: quantile(held, 0.5), high: quantile(held, 0.9) };
  });
}

export interface PlaceRow {
  place_id: string;
  name: string;
  /** Percentage of the campaigns in which each side holds its cell. */
  one: number;
  other: number;
}

/** Places whose cell changes hands in some campaign, the largest first. */
export function placeRows(shares: Shares, places: readonly MapPlace[], day: number): PlaceRow[] {
  return disputedPlaces(shares, places).map(({ place_id, name_1945, cell }) => ({
    place_id, name: name_1945, one: shares.share(0, cell ?? 0, day), other: shares.share(1, cell ?? 0, day),
  }));
}

function disputedPlaces(shares: Shares, places: readonly MapPlace[]): MapPlace[] {
  const days = [...Array(shares.meta.days + 1).keys()];
  return places.filter(({ cell }) => cell !== null && days.some((day) => shares.share(0, cell, day) !== shares.share(0, cell, 0)));
}

export interface DifferenceRow {
  place_id: string;
  name: string;
  /** Percentage in which the first side holds it, in one world and in the other. */
  before: number;
  after: number;
  points: number;
}

/** Places whose probability differs between two ensembles at a day, the most different first. */
export function differenceRows(a: Shares, b: Shares, places: readonly MapPlace[], day: number): DifferenceRow[] {
  return places
    .filter((place): place is MapPlace & { cell: number } => place.cell !== null)
    .map(({ place_id, name_1945, cell }) => ({
      place_id, name: name_1945, before: a.share(0, cell, day), after: b.share(0, cell, day), points: pointsBetween(a, b, cell, day),
    }))
    .filter((row) => Math.abs(row.points) >= 1)
    .sort((x, y) => Math.abs(y.points) - Math.abs(x.points) || x.name.localeCompare(y.name));
}

/** Ground that a side has won since the start, day by day: ends of the band and median, thousands of square kilometres. */
export function gainedFan(shares: Shares, side: number): { low: number[]; middle: number[]; high: number[] } {
  const before = shares.ground(side, 0);
  const fan = { low: [] as number[], middle: [] as number[], high: [] as number[] };
  for (let day = 0; day <= shares.meta.days; day++) {
    const gained = shares.ground(side, day).map((now, n) => now - (before[n] ?? 0));
    fan.low.push(quantile(gained, 0.1));
    fan.middle.push(quantile(gained, 0.5));
    fan.high.push(quantile(gained, 0.9));
  }
  return fan;
}

/** Campaigns that stand for a distribution of hours: the first, the median and the last that came, and one that never did. */
export function standFor(hours: readonly (number | null)[]): { first?: number; median?: number; last?: number; never?: number } {
  const order = [...hours.keys()].filter((n) => hours[n] !== null).sort((a, b) => (hours[a] ?? 0) - (hours[b] ?? 0));
  const never = hours.indexOf(null);
  const [first, median, last] = [order[0], order[Math.floor(order.length / 2)], order[order.length - 1]];
  return {
    ...(first === undefined ? {} : { first }), ...(median === undefined ? {} : { median }), ...(last === undefined ? {} : { last }),
    ...(never < 0 ? {} : { never }),
  };
}
