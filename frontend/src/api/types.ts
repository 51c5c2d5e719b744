/* Made from khingan.server.models by ./go frontend types; do not edit. */

export interface Types {
  [k: string]: unknown;
}
/**
 * A planned axis of advance: the cells of its objectives, in order, with the units on it.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Axis".
 */
export interface Axis {
  plan_id: string;
  side: string;
  posture: string;
  units: string[];
  cells: number[];
}
/**
 * Something that happened in a campaign.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "EventInfo".
 */
export interface EventInfo {
  step: number;
  hour: number;
  kind: string;
  side: string;
  place_id: string | null;
  cell: number | null;
  x: number | null;
  y: number | null;
  region_id: string | null;
  unit_id: string | null;
  formation_id: string | null;
  value: number | null;
}
/**
 * One thing that is wrong, in words for people.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Fault".
 */
export interface Fault {
  message: string;
  file: string | null;
  row: number | null;
  field: string | null;
  value: string | null;
  expected: string | null;
  mend: string | null;
}
/**
 * Every answer with a status of 400 or more.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Faults".
 */
export interface Faults {
  detail: Fault[];
}
/**
 * A command.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "FormationInfo".
 */
export interface FormationInfo {
  formation_id: string;
  name: string;
  label: string;
  side: string;
  contingent: string;
  echelon: string;
  marks: string;
  parent_id: string | null;
}
/**
 * What a unit or formation has, knows and is told at the end of a step; what it knows is belief, never truth.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Glimpse".
 */
export interface Glimpse {
  holder: string;
  name: string;
  step: number;
  sections: Table[];
}
/**
 * A small table: what a unit has, knows or is told.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Table".
 */
export interface Table {
  part: string;
  title: string;
  heads: string[];
  rows: string[][];
  note: string;
}
/**
 * What runs here.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Health".
 */
export interface Health {
  version: string;
  result_version: number;
  read_only: boolean;
  light: boolean;
}
/**
 * What a client says: anything not named here is refused.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Heard".
 */
export interface Heard {}
/**
 * A polyline of the map in km of its projection: x0, y0, x1, y1, ...
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Line".
 */
export interface Line {
  kind: string;
  line_id: string;
  name: string;
  xy: number[];
  weight: number;
  gauge_mm: number | null;
  tracks: number | null;
  closed: boolean;
}
/**
 * Everything on the map that is drawn as a line or a sign.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "MapLines".
 */
export interface MapLines {
  lines: Line[];
  zones: Zone[];
  box_km: number[];
}
/**
 * A fortified zone or a pass.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Zone".
 */
export interface Zone {
  feature_id: string;
  name: string;
  kind: string;
  x: number;
  y: number;
  cell: number | null;
  note: string | null;
}
/**
 * A place of the gazetteer; ``cell`` is a row of cells.arrow.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "MapPlace".
 */
export interface MapPlace {
  place_id: string;
  name_1945: string;
  name_modern: string;
  kind: string;
  x: number;
  y: number;
  lat: number;
  lon: number;
  cell: number | null;
  population: number | null;
  city: boolean;
}
/**
 * The answer 202: it is being made; ask again, or watch the job.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Pending".
 */
export interface Pending {
  job_id: string;
  state: "waiting" | "running";
}
/**
 * A line of the answer to "why this number?", with its depth.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Reason".
 */
export interface Reason {
  depth: number;
  text: string;
}
/**
 * What a run is, with the names of everything in it.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "RunDescription".
 */
export interface RunDescription {
  run_id: string;
  kind: "run" | "ensemble";
  scenario_id: string;
  title: string;
  start: string;
  steps: number;
  seed: number;
  campaigns: number;
  overlays: string[];
  uncertainty: string[];
  result_version: number | null;
  sides: SideInfo[];
  units: UnitInfo[];
  formations: FormationInfo[];
  tables: string[];
  replayable: boolean;
  replayable_reason: string | null;
}
/**
 * A side of the war; its place in the list is its number everywhere.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "SideInfo".
 */
export interface SideInfo {
  side_id: string;
  name: string;
  contingents: string[];
}
/**
 * A unit; its place in the list is its number in replay.arrow.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "UnitInfo".
 */
export interface UnitInfo {
  unit_id: string;
  name: string;
  label: string;
  side: string;
  contingent: string;
  kind: string;
  arm: string;
  echelon: string;
  marks: string;
  formation_id: string;
  corps_id: string;
  army_id: string;
  rear: boolean;
  garrison: boolean;
  motor: boolean;
}
/**
 * A run or ensemble as the catalogue knows it.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "RunInfo".
 */
export interface RunInfo {
  run_id: string;
  kind: "run" | "ensemble";
  scenario_id: string;
  overlays: string[];
  seed: number;
  campaigns: number;
  written: string;
  state: "finished" | "running" | "broken" | "gone";
  resumable: boolean;
  job_id: string | null;
}
/**
 * What the server says.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Said".
 */
export interface Said {}
/**
 * A scenario of the library.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "ScenarioInfo".
 */
export interface ScenarioInfo {
  scenario_id: string;
  title: string;
  start: string;
  steps: number;
  sides: SideInfo[];
  default: boolean;
}
/**
 * A what-if of a scenario.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "WhatIf".
 */
export interface WhatIf {
  name: string;
  title: string;
  question: string;
  description: string;
  claims: string[];
}
/**
 * A number and what stands behind it.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Why".
 */
export interface Why {
  name: string;
  value: string;
  unit: string;
  low: number | null;
  high: number | null;
  meaning: string;
  assumption: boolean;
  reasons: Reason[];
  claims: string[];
  fields: string[];
}
