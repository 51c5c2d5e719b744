/** The still layers of the map, under everything that moves: ground, water, rail, borders, works. */
import { BitmapLayer, PathLayer, ScatterplotLayer, SolidPolygonLayer, LineLayer } from "@deck.gl/layers";
import type { Layer } from "@deck.gl/core";
import type { Line, MapLines, Zone } from "../api/types";
import { dashes, ties, type Segment } from "./hatch";
import type { Colour, Ink } from "./ink";

export type Point = [number, number];

export interface Ground {
  coast: Point[][];
  lakes: Point[][];
  rivers: { path: Point[]; weight: number; name: string }[];
  rail: { path: Point[]; narrow: boolean; name: string }[];
  ties: Segment[];
  tracks: Point[][];
  borders: Point[][];
  zones: Zone[];
  box: [number, number, number, number];
}

export function points(line: Line): Point[] {
  const path: Point[] = [];
  for (let at = 0; at + 1 < line.xy.length; at += 2) path.push([line.xy[at] ?? 0, line.xy[at + 1] ?? 0]);
  const first = path[0];
  if (line.closed && first) path.push(first);
  return path;
}

export function readGround(answer: MapLines): Ground {
  const of = (kind: string) => answer.lines.filter((line) => line.kind === kind);
  const rail = of("rail").map((line) => ({ path: points(line), narrow: (line.gauge_mm ?? 1435) < 1000, name: line.name }));
  return {
    coast: of("coast").map(points),
    lakes: of("lake").map(points),
    rivers: of("river").map((line) => ({ path: points(line), weight: line.weight ?? 1, name: line.name })),
    rail,
    ties: rail.flatMap(({ path }) => ties(path, 9, 2.2)),
    tracks: of("track").map(points),
    borders: of("border").flatMap((line) => dashes(points(line), 16, 8)),
    zones: answer.zones,
    box: answer.box_km as [number, number, number, number],
  };
}

export interface GroundPicture {
  image: ImageBitmap | HTMLImageElement;
  /** left, bottom, right, top in kilometres. */
  bounds: [number, number, number, number];
}

export interface GroundOptions {
  ink: Ink;
  dark: boolean;
  light: boolean;
  scale: number;
  picture: GroundPicture | undefined;
  show: ReadonlySet<string>;
}

const noAlpha = ([r, g, b]: Colour): [number, number, number] => [r, g, b];

export function groundLayers(ground: Ground, options: GroundOptions): Layer[] {
  const { ink, show, picture, scale } = options;
  const layers: (Layer | false)[] = [];
  const painted = picture !== undefined && show.has("relief");
  const [left, bottom, right, top] = ground.box;
  layers.push(
    !painted &&
      new SolidPolygonLayer<Point[]>({
        id: "sea",
        data: [[[left, bottom], [right, bottom], [right, top], [left, top]]],
        getPolygon: (ring) => ring,
        getFillColor: ink.water,
        updateTriggers: { getFillColor: ink.water },
      }),
    painted
      ? new BitmapLayer({
          id: "ground",
          image: picture.image,
          bounds: picture.bounds,
          // At night the paper is dimmed, not inverted: the relief stays right way up.
          tintColor: options.dark ? [92, 94, 92] : [255, 255, 255],
          textureParameters: { minFilter: "linear", magFilter: "linear", mipmapFilter: "linear" },
        })
      : new SolidPolygonLayer<Point[]>({
          id: "land",
          data: ground.coast,
          getPolygon: (ring) => ring,
          getFillColor: ink.land,
          updateTriggers: { getFillColor: ink.land },
        }),
    !painted &&
      new SolidPolygonLayer<Point[]>({
        id: "lakes",
        data: ground.lakes,
        getPolygon: (ring) => ring,
        getFillColor: ink.water,
        updateTriggers: { getFillColor: ink.water },
      }),
    !painted &&
      new PathLayer<Point[]>({
        id: "coast",
        data: ground.coast,
        getPath: (ring) => ring,
        getColor: ink.coast,
        getWidth: 1,
        widthUnits: "pixels",
        updateTriggers: { getColor: ink.coast },
      }),
  );
  if (show.has("rivers")) {
    layers.push(
      new PathLayer<Ground["rivers"][number]>({
        id: "rivers",
        data: ground.rivers,
        getPath: (river) => river.path,
        getColor: ink.river,
        getWidth: (river) => [0, 0.7, 1.2, 2][river.weight] ?? 0.7,
        widthUnits: "pixels",
        widthScale: Math.min(1.6, Math.max(0.8, scale)),
        jointRounded: true,
        capRounded: true,
        updateTriggers: { getColor: ink.river },
      }),
    );
  }
  if (show.has("tracks") && scale > 0.8) {
    layers.push(
      new PathLayer<Point[]>({
        id: "tracks",
        data: ground.tracks,
        getPath: (path) => path,
        getColor: ink.track,
        getWidth: 0.9,
        widthUnits: "pixels",
        updateTriggers: { getColor: ink.track },
      }),
    );
  }
  if (show.has("rail")) {
    layers.push(
      new PathLayer<Ground["rail"][number]>({
        id: "rail",
        data: ground.rail,
        getPath: (rail) => rail.path,
        getColor: ink.rail,
        getWidth: (rail) => (rail.narrow ? 0.8 : 1.2),
        widthUnits: "pixels",
        updateTriggers: { getColor: ink.rail },
      }),
      scale > 0.45 &&
        new LineLayer<Segment>({
          id: "ties",
          data: ground.ties,
          getSourcePosition: ([x, y]) => [x, y],
          getTargetPosition: ([, , x, y]) => [x, y],
          getColor: ink.rail,
          getWidth: 0.9,
          widthUnits: "pixels",
          updateTriggers: { getColor: ink.rail },
        }),
    );
  }
  if (show.has("borders")) {
    layers.push(
      new PathLayer<Point[]>({
        id: "borders",
        data: ground.borders,
        getPath: (path) => path,
        getColor: ink.border,
        getWidth: 1.4,
        widthUnits: "pixels",
        updateTriggers: { getColor: ink.border },
      }),
    );
  }
  if (show.has("zones")) {
    layers.push(
      new ScatterplotLayer<Zone>({
        id: "zones",
        data: ground.zones.filter((zone) => /fort/.test(zone.kind)),
        getPosition: (zone) => [zone.x, zone.y],
        getRadius: 5,
        radiusUnits: "pixels",
        filled: true,
        stroked: true,
        getFillColor: [...noAlpha(ink.zone), 40],
        getLineColor: ink.zone,
        getLineWidth: 1.5,
        lineWidthUnits: "pixels",
        pickable: true,
        updateTriggers: { getFillColor: ink.zone, getLineColor: ink.zone },
      }),
    );
  }
  return layers.filter((layer) => layer !== false);
}
