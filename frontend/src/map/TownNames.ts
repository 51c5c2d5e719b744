/** Names of towns, with documented dates under them, set round the counters of a step and kept there while they can be. */
import { LineLayer, ScatterplotLayer, TextLayer } from "@deck.gl/layers";
import type { Layer } from "@deck.gl/core";
import type { MapPlace } from "../api/types";
import type { RecordMark } from "../replay/overlays";
import type { Ink } from "./ink";
import { isFar, placeLabels, type Box, type Label, type LabelPlace } from "./labels";
import { FONT, haloed, PLAIN } from "./names";

const TOWN = 12;
const MODERN = 10.5;
const DATE = 11;
const ROW = 12;
const RANK: Record<string, number> = { city: 4, town: 2, port: 3, station: 1, village: 0 };

/** Towns of the record come before larger ones of which it tells nothing. */
const OF_THE_RECORD = 1.5;

/** Lines of a label from top to bottom: name of 1945, name of today, date. Absent ones are "". */
export type Rows = [name: string, modern: string, date: string];

export function rowsOf(place: MapPlace, date: string | undefined): Rows {
  return [place.name_1945, place.name_modern === place.name_1945 ? "" : place.name_modern, date ?? ""];
}

/** Pixels from the label's middle down to a row that is there. */
function rowAt(rows: Rows, row: number): number {
  const before = rows.slice(0, row).filter(Boolean).length;
  return (before - (rows.filter(Boolean).length - 1) / 2) * ROW;
}

function weightOf(place: MapPlace, ofRecord: boolean): number {
  const size = Math.log10((place.population ?? 0) + 100);
  return size + (RANK[place.kind] ?? 0) * 0.4 + (place.city ? 1 : 0) + (ofRecord ? OF_THE_RECORD : 0);
}

function labelOf(place: MapPlace, rows: Rows, ofRecord: boolean): Label {
  return {
    x: place.x,
    y: place.y,
    text: rows.reduce((longest, row) => (row.length > longest.length ? row : longest)),
    lines: rows.filter(Boolean).length,
    weight: weightOf(place, ofRecord),
    size: TOWN,
    reach: ofRecord ? 2 : place.city ? 1 : 0,
  };
}

/** Least weight of a name: the whole theatre bears those of its cities only. */
const leastWeight = (scale: number): number => (scale < 0.45 ? 5.6 : scale < 0.8 ? 4.6 : scale < 1.6 ? 3.2 : 0);

interface Options {
  ink: Ink;
  /** Pixels per kilometre. */
  scale: number;
  towns: boolean;
  /** The record is shown: all its places are named, with their dates from closer by. */
  record: boolean;
  blocked: readonly Box[];
}

interface Named extends LabelPlace {
  place: MapPlace;
  rows: Rows;
}

export class TownNames {
  readonly #places: readonly MapPlace[];
  readonly #dates: ReadonlyMap<string, string>;
  #before = new Map<number, LabelPlace>();
  #drawn = "";
  #layers: Layer[] = [];
  /** Places whose dots are on the map. */
  shown: MapPlace[] = [];

  constructor(places: readonly MapPlace[], record: readonly RecordMark[]) {
    this.#places = places;
    const dates = new Map<string, string>();
    for (const mark of record) {
      // Of several dates the capture's; all stand beside the map when the place is chosen.
      if (!dates.has(mark.placeId) || mark.measure === "captured_h") dates.set(mark.placeId, mark.text);
    }
    this.#dates = dates;
  }

  /** Layers anew only where another name or another side of a point has come out; `anew` also where colours have changed. */
  layers(options: Options, anew: boolean): Layer[] {
    const { scale, record, towns, ink } = options;
    if (anew) this.#before.clear();
    const least = leastWeight(scale);
    const shown = this.#places.filter((place) => {
      const dated = this.#dates.has(place.place_id);
      return (towns && weightOf(place, dated) >= least) || (record && dated);
    });
    this.shown = shown;
    const rows = shown.map((place) => rowsOf(place, record && scale > 0.5 ? this.#dates.get(place.place_id) : undefined));
    const labels = shown.map((place, at) => labelOf(place, rows[at] as Rows, this.#dates.has(place.place_id)));
    const placed = placeLabels(labels, scale, options.blocked, this.#before);
    this.#before = new Map(placed.map((one) => [one.at, one]));
    const drawn = placed.map(({ at, dx, dy }) => `${at},${dx},${dy}`).join(";");
    if (!anew && drawn === this.#drawn) return this.#layers;
    this.#drawn = drawn;
    const named = placed.map((one) => ({ ...one, place: shown[one.at] as MapPlace, rows: rows[one.at] as Rows }));
    this.#layers = [
      // A town whose name found no room keeps its dot.
      dots(shown, ink),
      leaders(named.filter(isFar), scale, ink),
      row("names", named, 0, { getSize: TOWN, getColor: ink.name, fontWeight: 600 }, ink),
      row("modern-names", named, 1, { getSize: MODERN, getColor: ink.modern, fontWeight: 400 }, undefined),
      row("record-dates", named, 2, { getSize: DATE, getColor: ink.record, fontWeight: 700 }, ink),
    ];
    return this.#layers;
  }
}

function dots(places: MapPlace[], ink: Ink): Layer {
  return new ScatterplotLayer<MapPlace>({
    id: "towns",
    data: places,
    getPosition: (place) => [place.x, place.y],
    getRadius: (place) => (place.city ? 3.6 : 2.4),
    radiusUnits: "pixels",
    stroked: true,
    getFillColor: ink.halo,
    getLineColor: ink.name,
    getLineWidth: 1.4,
    lineWidthUnits: "pixels",
    pickable: true,
    updateTriggers: { getFillColor: ink.halo, getLineColor: ink.name },
  });
}

function leaders(named: Named[], scale: number, ink: Ink): Layer {
  return new LineLayer<Named>({
    id: "name-leaders",
    data: named,
    getSourcePosition: ({ place }) => [place.x, place.y],
    getTargetPosition: ({ place, dx, dy }) => [place.x + (0.9 * dx) / scale, place.y - (0.8 * dy) / scale],
    getColor: ink.leader,
    getWidth: 1,
    widthUnits: "pixels",
    updateTriggers: { getColor: ink.leader },
  });
}

/** One row of all labels; with a halo where `halo` says so. */
function row(
  id: string, named: readonly Named[], at: 0 | 1 | 2,
  look: { getSize: number; getColor: Ink["name"]; fontWeight: number }, halo: Ink | undefined,
): Layer {
  return new TextLayer<Named>({
    id,
    data: named.filter(({ rows }) => rows[at] !== ""),
    getPosition: ({ place }) => [place.x, place.y],
    getText: ({ rows }) => rows[at],
    getTextAnchor: ({ anchor }) => anchor,
    getAlignmentBaseline: "center",
    getPixelOffset: ({ rows, dx, dy }) => [dx, dy + rowAt(rows, at)],
    ...(halo ? haloed(halo) : { fontFamily: FONT, characterSet: "auto" as const, fontSettings: PLAIN }),
    ...look,
    updateTriggers: { getColor: look.getColor },
  });
}
