/** One moment of a campaign for other programs: GeoJSON, KML, CSV. Coordinates in degrees (WGS 84). */
import type { RunDescription } from "../api/types";
import { isoTime } from "../lib/format";
import { unproject } from "../map/projection";
import type { FrontLine } from "../map/frontline";
import type { Mesh } from "../map/mesh";
import type { Replay } from "../replay/data";

type Properties = Record<string, string | number | boolean | null>;
type Geometry =
  | { type: "Point"; coordinates: [number, number] }
  | { type: "LineString"; coordinates: [number, number][] };

export interface Feature {
  type: "Feature";
  id: string;
  properties: Properties;
  geometry: Geometry;
}

export interface Collection {
  type: "FeatureCollection";
  name: string;
  features: Feature[];
}

const round = (value: number) => Math.round(value * 1e4) / 1e4;

function degrees(x: number, y: number): [number, number] {
  const [lat, lon] = unproject(x, y);
  return [round(lon), round(lat)];
}

export interface UnitRow {
  unit_id: string;
  name: string;
  side: string;
  formation_id: string;
  echelon: string;
  kind: string;
  time: string;
  status: string;
  posture: string;
  men: number;
  tanks: number;
  guns: number;
  fuel_t: number;
  supply_km: number | null;
  longitude: number | null;
  latitude: number | null;
}

/** Every unit at a step, those off the map too. */
export function unitRows(replay: Replay, about: RunDescription, mesh: Mesh, step: number): UnitRow[] {
  const time = isoTime(replay.time(step));
  return about.units.map((unit, number) => {
    const at = replay.at(number, step);
    const cell = replay.cellOf(number, step);
    const here = cell < 0 ? undefined : degrees(mesh.centres[2 * cell] ?? 0, mesh.centres[2 * cell + 1] ?? 0);
    const supply = replay.supplyKm[at] ?? replay.meta.no_supply;
    return {
      unit_id: unit.unit_id,
      name: unit.name,
      side: unit.side,
      formation_id: unit.formation_id,
      echelon: unit.echelon,
      kind: unit.kind,
      time,
      status: replay.statusOf(number, step),
      posture: replay.meta.posture[replay.posture[at] ?? 0] ?? "",
      men: replay.men[at] ?? 0,
      tanks: replay.tanks[at] ?? 0,
      guns: replay.guns[at] ?? 0,
      fuel_t: (replay.fuel[at] ?? 0) / 10,
      supply_km: supply === replay.meta.no_supply ? null : supply,
      longitude: here?.[0] ?? null,
      latitude: here?.[1] ?? null,
    };
  });
}

export function dayFeatures(rows: readonly UnitRow[], front: readonly FrontLine[], name: string): Collection {
  const features: Feature[] = [];
  for (const row of rows) {
    if (row.longitude === null || row.latitude === null) continue;
    const { longitude, latitude, ...properties } = row;
    features.push({ type: "Feature", id: row.unit_id, properties, geometry: { type: "Point", coordinates: [longitude, latitude] } });
  }
  front.forEach((line, at) =>
    features.push({
      type: "Feature",
      id: `front-${at + 1}`,
      properties: { kind: line.ring ? "pocket" : "front", time: rows[0]?.time ?? "" },
      geometry: { type: "LineString", coordinates: line.path.map(([x, y]) => degrees(x, y)) },
    }),
  );
  return { type: "FeatureCollection", name, features };
}

const escape = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Colours of KML are written opacity, blue, green, red. */
const KML_COLOURS = ["ff1e26b3", "ff914f1d"] as const;

export function toKml(collection: Collection, sides: readonly string[]): string {
  const styles = sides
    .map((side, at) => `<Style id="${escape(side)}"><IconStyle><color>${KML_COLOURS[at === 1 ? 1 : 0]}</color><scale>0.7</scale></IconStyle></Style>`)
    .join("");
  const marks = collection.features.map((feature) => {
    const { properties, geometry } = feature;
    const data = Object.entries(properties)
      .map(([key, value]) => `<Data name="${escape(key)}"><value>${escape(String(value ?? ""))}</value></Data>`)
      .join("");
    const name = escape(String(properties.name ?? properties.kind ?? feature.id));
    const shape =
      geometry.type === "Point"
        ? `<Point><coordinates>${geometry.coordinates.join(",")}</coordinates></Point>`
        : `<LineString><tessellate>1</tessellate><coordinates>${geometry.coordinates.map((pair) => pair.join(",")).join(" ")}</coordinates></LineString>`;
    const when = properties.time ? `<TimeStamp><when>${escape(String(properties.time))}</when></TimeStamp>` : "";
    const style = geometry.type === "Point" ? `#${escape(String(properties.side))}` : "#front";
    return `<Placemark id="${escape(feature.id)}"><name>${name}</name>${when}<styleUrl>${style}</styleUrl><ExtendedData>${data}</ExtendedData>${shape}</Placemark>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>${escape(collection.name)}</name>${styles}<Style id="front"><LineStyle><color>ff181e28</color><width>3</width></LineStyle></Style>
${marks.join("\n")}
</Document></kml>
`;
}

export function rowsToCsv(rows: readonly UnitRow[]): string {
  const first = rows[0];
  if (!first) return "";
  const keys = Object.keys(first) as (keyof UnitRow)[];
  const quote = (value: string | number | null) => {
    const text = value === null ? "" : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${[keys.join(","), ...rows.map((row) => keys.map((key) => quote(row[key])).join(","))].join("\n")}\n`;
}
