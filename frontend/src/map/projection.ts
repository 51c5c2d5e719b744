/** Lambert conformal conic of the maps, the same as khingan.atlas.projection: parallels 38N and 52N, origin 46N 130E. */

const EARTH_KM = 6371.007180918475;
const rad = (degrees: number) => (degrees * Math.PI) / 180;
const halfColatitude = (lat: number) => Math.tan(Math.PI / 4 + rad(lat) / 2);
const [P1, P2, LAT0, LON0] = [38, 52, 46, 130] as const;
const CONE =
  Math.log(Math.cos(rad(P1)) / Math.cos(rad(P2))) / Math.log(halfColatitude(P2) / halfColatitude(P1));
const SCALE = (EARTH_KM * Math.cos(rad(P1)) * halfColatitude(P1) ** CONE) / CONE;
const RADIUS0 = SCALE / halfColatitude(LAT0) ** CONE;

export function project(lat: number, lon: number): [number, number] {
  const radius = SCALE / halfColatitude(lat) ** CONE;
  const angle = CONE * rad(lon - LON0);
  return [radius * Math.sin(angle), RADIUS0 - radius * Math.cos(angle)];
}

/** Latitude and longitude of a point of the map. */
export function unproject(x: number, y: number): [number, number] {
  const down = RADIUS0 - y;
  const lat = 2 * Math.atan((SCALE / Math.hypot(x, down)) ** (1 / CONE)) - Math.PI / 2;
  return [(lat * 180) / Math.PI, LON0 + ((Math.atan2(x, down) * 180) / Math.PI) / CONE];
}
