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
 * A claim of the scenario; ``group`` is its place in ``groups``, if something contradicts it.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "ClaimInfo".
 */
export interface ClaimInfo {
  claim_id: string;
  source_id: string;
  locator: string;
  subject: string;
  side: string;
  relation: string;
  value_low: string;
  value_high: string;
  unit: string;
  as_of_date: string;
  scope: string;
  definition: string;
  paraphrase: string;
  confidence: string;
  conflicts_with: string[];
  class_id: string;
  basis: string;
  figure: string;
  low: number | null;
  high: number | null;
  group: number | null;
  used: Use[];
}
/**
 * Where a claim stands behind a number of the scenario.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Use".
 */
export interface Use {
  table: string;
  row_id: string;
  name: string | null;
}
/**
 * A claim down to its source, its rivals, and the sums that reproduce its figure (the best of them).
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "ClaimStory".
 */
export interface ClaimStory {
  claim: ClaimInfo;
  source: SourceInfo;
  lines: string[];
  rivals: string[];
  sums: SumInfo[];
  sums_found: number;
  tried: number;
  reason: string;
}
/**
 * A text that makes claims.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "SourceInfo".
 */
export interface SourceInfo {
  source_id: string;
  title: string;
  author: string;
  year: number | null;
  kind: string;
  note: string;
}
/**
 * A sum of other claims that gives the figure.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "SumInfo".
 */
export interface SumInfo {
  terms: string[];
  low: number;
  high: number;
  gap: number;
  definition_distance: number;
  double_counts: string[][];
}
/**
 * All claims of a scenario, who makes them, and which of them exclude one another.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Claims".
 */
export interface Claims {
  scenario_id: string;
  sources: SourceInfo[];
  classes: ClassInfo[];
  claims: ClaimInfo[];
  groups: string[][];
}
/**
 * An additive class of claims.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "ClassInfo".
 */
export interface ClassInfo {
  class_id: string;
  title: string;
  side: string;
  kind: string;
  unit: string;
}
/**
 * Hold what-ifs against the plain scenario, campaign by campaign with the same luck.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "CompareOrder".
 */
export interface CompareOrder {
  kind: "compare";
  scenario: string;
  /**
   * @minItems 1
   * @maxItems 8
   */
  worlds:
    | [string]
    | [string, string]
    | [string, string, string]
    | [string, string, string, string]
    | [string, string, string, string, string]
    | [string, string, string, string, string, string]
    | [string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string];
  seed?: number;
  campaigns?: number;
  /**
   * @maxItems 3
   */
  uncertainty?:
    | []
    | ["disputed" | "coefficients" | "luck"]
    | ["disputed" | "coefficients" | "luck", "disputed" | "coefficients" | "luck"]
    | [
        "disputed" | "coefficients" | "luck",
        "disputed" | "coefficients" | "luck",
        "disputed" | "coefficients" | "luck"
      ];
}
/**
 * When something happened at a place by the record (its calibration part), as an interval in hours.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Documented".
 */
export interface Documented {
  place_id: string;
  side: string;
  measure: string;
  low_h: number;
  high_h: number;
  mid_h: number;
  x: number;
  y: number;
  record_ids: string[];
  unit_ids: string[];
  described: string[];
  source_ids: string[];
}
/**
 * Start an ensemble.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "EnsembleOrder".
 */
export interface EnsembleOrder {
  kind: "ensemble";
  scenario: string;
  /**
   * @maxItems 8
   */
  what_if?:
    | []
    | [string]
    | [string, string]
    | [string, string, string]
    | [string, string, string, string]
    | [string, string, string, string, string]
    | [string, string, string, string, string, string]
    | [string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string];
  seed?: number;
  campaigns?: number;
  days?: number | null;
  /**
   * @maxItems 3
   */
  uncertainty?:
    | []
    | ["disputed" | "coefficients" | "luck"]
    | ["disputed" | "coefficients" | "luck", "disputed" | "coefficients" | "luck"]
    | [
        "disputed" | "coefficients" | "luck",
        "disputed" | "coefficients" | "luck",
        "disputed" | "coefficients" | "luck"
      ];
  part?: number;
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
 * Losses of a side added up from the start: quantiles by day, day 0 = the start.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Fan".
 */
export interface Fan {
  side: string;
  measure: string;
  unit: string;
  q05: number[];
  q25: number[];
  q50: number[];
  q75: number[];
  q95: number[];
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
 * A job: something that was started from a page, or is being made because a page asked for it.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "JobInfo".
 */
export interface JobInfo {
  job_id: string;
  kind: "run" | "ensemble" | "compare" | "make";
  title: string;
  state: "waiting" | "running" | "finished" | "failed" | "cancelled" | "broken";
  done: number;
  total: number;
  words: string;
  run_id: string | null;
  resumable: boolean;
  faults: Fault[];
  created: string;
  ended: string | null;
}
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
 * A documented figure beside a fan of losses.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "LossClaim".
 */
export interface LossClaim {
  claim_id: string;
  source_id: string;
  day: number;
  low: number | null;
  high: number | null;
  columns: string[];
  partial: boolean;
  text: string;
}
/**
 * Fans of losses by side and kind, and the claims they can be held against.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Losses".
 */
export interface Losses {
  campaigns: number;
  days: number;
  fans: Fan[];
  claims: {
    [k: string]: LossClaim[];
  };
  not_produced: string[];
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
 * Campaigns of a run that stand for its spread in one measure.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Pick".
 */
export interface Pick {
  measure: string;
  median: number;
  lowest: number;
  highest: number;
  values: Spread;
}
/**
 * Quantiles of campaigns.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Spread".
 */
export interface Spread {
  q05: number;
  q25: number;
  q50: number;
  q75: number;
  q95: number;
}
/**
 * When a side took a place for good, over the campaigns of a run, beside the documented date.
 *
 * ``hours`` holds the campaigns in their order (null = never), at most the first thousand. ``by_day`` is the share
 * of campaigns in which the side holds the place for good by the end of day 1, 2, ...
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "PlaceDates".
 */
export interface PlaceDates {
  place_id: string;
  side: string;
  campaigns: number;
  happened: number;
  spread: Spread | null;
  hours: (number | null)[];
  by_day: number[];
  documented: Documented[];
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
 * What the record says that may be seen.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "RecordInfo".
 */
export interface RecordInfo {
  scenario_id: string;
  dates: Documented[];
  left_out: {
    [k: string]: string;
  };
  closed_rows: number;
}
/**
 * Complete an ensemble that was cut off.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "ResumeOrder".
 */
export interface ResumeOrder {
  kind: "resume";
  run_id: string;
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
 * Start one told campaign, or several of which the first is told.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "RunOrder".
 */
export interface RunOrder {
  kind: "run";
  scenario: string;
  /**
   * @maxItems 8
   */
  what_if?:
    | []
    | [string]
    | [string, string]
    | [string, string, string]
    | [string, string, string, string]
    | [string, string, string, string, string]
    | [string, string, string, string, string, string]
    | [string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string];
  seed?: number;
  campaigns?: number;
  days?: number | null;
  /**
   * @maxItems 3
   */
  uncertainty?:
    | []
    | ["disputed" | "coefficients" | "luck"]
    | ["disputed" | "coefficients" | "luck", "disputed" | "coefficients" | "luck"]
    | [
        "disputed" | "coefficients" | "luck",
        "disputed" | "coefficients" | "luck",
        "disputed" | "coefficients" | "luck"
      ];
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
 * The answer to an order.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "Started".
 */
export interface Started {
  job_id: string;
}
/**
 * Some rows of a table.
 *
 * This interface was referenced by `Types`'s JSON-Schema
 * via the `definition` "TableRows".
 */
export interface TableRows {
  columns: string[];
  units: string[];
  rows: unknown[][];
  first: number;
  total: number;
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
