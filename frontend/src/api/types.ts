/* Made from khingan.server.models by ./go frontend types; do not edit. */

export type PlanId = string;
export type Side = string;
export type Posture = string;
export type Units = string[];
export type Cells = number[];
export type ClaimId = string;
export type SourceId = string;
export type Locator = string;
export type Subject = string;
export type Side1 = string;
export type Relation = string;
export type ValueLow = string;
export type ValueHigh = string;
export type Unit = string;
export type AsOfDate = string;
export type Scope = string;
export type Definition = string;
export type Paraphrase = string;
export type Confidence = string;
export type ConflictsWith = string[];
export type ClassId = string;
export type Basis = string;
export type Figure = string;
export type Low = number | null;
export type High = number | null;
export type Group = number | null;
export type Table = string;
export type RowId = string;
export type Name = string | null;
export type Used = Use[];
export type SourceId1 = string;
export type Title = string;
export type Author = string;
export type Year = number | null;
export type Kind = string;
export type Note = string;
export type Lines = string[];
export type Rivals = string[];
export type Terms = string[];
export type Low1 = number;
export type High1 = number;
export type Gap = number;
export type DefinitionDistance = number;
export type DoubleCounts = string[][];
export type Sums = SumInfo[];
export type SumsFound = number;
export type Tried = number;
export type Reason = string;
export type ScenarioId = string;
export type Sources = SourceInfo[];
export type ClassId1 = string;
export type Title1 = string;
export type Side2 = string;
export type Kind1 = string;
export type Unit1 = string;
export type Classes = ClassInfo[];
export type Claims1 = ClaimInfo[];
export type Groups = string[][];
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ClientMessage".
 */
export type ClientMessage = Hello | Subscribe | Unsubscribe | Play | Pause | Ping;
export type Type = "hello";
export type Seq = number;
export type Session = string | null;
export type LastSeq = number;
export type Type1 = "subscribe";
export type Seq1 = number;
/**
 * @minItems 1
 * @maxItems 16
 */
export type Topics =
  | [string]
  | [string, string]
  | [string, string, string]
  | [string, string, string, string]
  | [string, string, string, string, string]
  | [string, string, string, string, string, string]
  | [string, string, string, string, string, string, string]
  | [string, string, string, string, string, string, string, string]
  | [string, string, string, string, string, string, string, string, string]
  | [string, string, string, string, string, string, string, string, string, string]
  | [string, string, string, string, string, string, string, string, string, string, string]
  | [string, string, string, string, string, string, string, string, string, string, string, string]
  | [string, string, string, string, string, string, string, string, string, string, string, string, string]
  | [string, string, string, string, string, string, string, string, string, string, string, string, string, string]
  | [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string
    ]
  | [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string
    ];
export type Type2 = "unsubscribe";
export type Seq2 = number;
/**
 * @minItems 1
 * @maxItems 16
 */
export type Topics1 =
  | [string]
  | [string, string]
  | [string, string, string]
  | [string, string, string, string]
  | [string, string, string, string, string]
  | [string, string, string, string, string, string]
  | [string, string, string, string, string, string, string]
  | [string, string, string, string, string, string, string, string]
  | [string, string, string, string, string, string, string, string, string]
  | [string, string, string, string, string, string, string, string, string, string]
  | [string, string, string, string, string, string, string, string, string, string, string]
  | [string, string, string, string, string, string, string, string, string, string, string, string]
  | [string, string, string, string, string, string, string, string, string, string, string, string, string]
  | [string, string, string, string, string, string, string, string, string, string, string, string, string, string]
  | [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string
    ]
  | [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string
    ];
export type Type3 = "play";
export type Seq3 = number;
export type RunId = string;
export type Campaign = number;
export type Step = number;
export type Speed = number;
export type Type4 = "pause";
export type Seq4 = number;
export type Type5 = "ping";
export type Seq5 = number;
export type Kind2 = "compare";
export type Scenario = string;
/**
 * @minItems 1
 * @maxItems 8
 */
export type Worlds =
  | [string]
  | [string, string]
  | [string, string, string]
  | [string, string, string, string]
  | [string, string, string, string, string]
  | [string, string, string, string, string, string]
  | [string, string, string, string, string, string, string]
  | [string, string, string, string, string, string, string, string];
export type Seed = number;
export type Campaigns = number;
/**
 * @maxItems 3
 */
export type Uncertainty =
  | []
  | ["disputed" | "coefficients" | "luck"]
  | ["disputed" | "coefficients" | "luck", "disputed" | "coefficients" | "luck"]
  | ["disputed" | "coefficients" | "luck", "disputed" | "coefficients" | "luck", "disputed" | "coefficients" | "luck"];
export type PlaceId = string;
export type Side3 = string;
export type Measure = string;
export type LowH = number;
export type HighH = number;
export type MidH = number;
export type X = number;
export type Y = number;
export type RecordIds = string[];
export type UnitIds = string[];
export type Described = string[];
export type SourceIds = string[];
export type Kind3 = "ensemble";
export type Scenario1 = string;
/**
 * @maxItems 8
 */
export type WhatIf =
  | []
  | [string]
  | [string, string]
  | [string, string, string]
  | [string, string, string, string]
  | [string, string, string, string, string]
  | [string, string, string, string, string, string]
  | [string, string, string, string, string, string, string]
  | [string, string, string, string, string, string, string, string];
export type Seed1 = number;
export type Campaigns1 = number;
export type Days = number | null;
/**
 * @maxItems 3
 */
export type Uncertainty1 =
  | []
  | ["disputed" | "coefficients" | "luck"]
  | ["disputed" | "coefficients" | "luck", "disputed" | "coefficients" | "luck"]
  | ["disputed" | "coefficients" | "luck", "disputed" | "coefficients" | "luck", "disputed" | "coefficients" | "luck"];
export type Part = number;
export type Step1 = number;
export type Hour = number;
export type Kind4 = string;
export type Side4 = string;
export type PlaceId1 = string | null;
export type Cell = number | null;
export type X1 = number | null;
export type Y1 = number | null;
export type RegionId = string | null;
export type UnitId = string | null;
export type FormationId = string | null;
export type Value = number | null;
export type Side5 = string;
export type Measure1 = string;
export type Unit2 = string;
export type Q05 = number[];
export type Q25 = number[];
export type Q50 = number[];
export type Q75 = number[];
export type Q95 = number[];
export type Message = string;
export type File = string | null;
export type Row = number | null;
export type Field = string | null;
export type Value1 = string | null;
export type Expected = string | null;
export type Mend = string | null;
export type Detail = Fault[];
export type FormationId1 = string;
export type Name1 = string;
export type Label = string;
export type Side6 = string;
export type Contingent = string;
export type Echelon = string;
export type Marks = string;
export type ParentId = string | null;
export type Holder = string;
export type Name2 = string;
export type Step2 = number;
export type Part1 = string;
export type Title2 = string;
export type Heads = string[];
export type Rows = string[][];
export type Note1 = string;
export type Sections = Table1[];
export type BoundsKm = number[];
export type Width = number;
export type Height = number;
export type Webp = string;
export type Version = string;
export type ReadOnly = boolean;
export type Light = boolean;
export type JobId = string;
export type Kind5 = "run" | "ensemble" | "compare" | "make";
export type Title3 = string;
export type State = "waiting" | "running" | "finished" | "failed" | "cancelled" | "broken";
export type Done = number;
export type Total = number;
export type Words = string;
export type RunId1 = string | null;
export type Resumable = boolean;
export type Faults1 = Fault[];
export type Created = string;
export type Ended = string | null;
export type Type6 = "job";
export type Seq6 = number;
export type Type7 = "jobs";
export type Seq7 = number;
export type Jobs = JobInfo[];
export type Kind6 = string;
export type LineId = string;
export type Name3 = string;
export type Xy = number[];
export type Weight = number;
export type GaugeMm = number | null;
export type Tracks = number | null;
export type Closed = boolean;
export type ClaimId1 = string;
export type SourceId2 = string;
export type Day = number;
export type Low2 = number | null;
export type High2 = number | null;
export type Columns = string[];
export type Partial = boolean;
export type Text = string;
export type Campaigns2 = number;
export type Days1 = number;
export type Fans = Fan[];
export type NotProduced = string[];
export type Lines1 = Line[];
export type FeatureId = string;
export type Name4 = string;
export type Kind7 = string;
export type X2 = number;
export type Y2 = number;
export type Cell1 = number | null;
export type Note2 = string | null;
export type Zones = Zone[];
export type BoxKm = number[];
export type PlaceId2 = string;
export type Name1945 = string;
export type NameModern = string;
export type Kind8 = string;
export type X3 = number;
export type Y3 = number;
export type Lat = number;
export type Lon = number;
export type Cell2 = number | null;
export type Population = number | null;
export type City = boolean;
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Order".
 */
export type Order = RunOrder | EnsembleOrder | ResumeOrder | CompareOrder;
export type Kind9 = "run";
export type Scenario2 = string;
/**
 * @maxItems 8
 */
export type WhatIf1 =
  | []
  | [string]
  | [string, string]
  | [string, string, string]
  | [string, string, string, string]
  | [string, string, string, string, string]
  | [string, string, string, string, string, string]
  | [string, string, string, string, string, string, string]
  | [string, string, string, string, string, string, string, string];
export type Seed2 = number;
export type Campaigns3 = number;
export type Days2 = number | null;
/**
 * @maxItems 3
 */
export type Uncertainty2 =
  | []
  | ["disputed" | "coefficients" | "luck"]
  | ["disputed" | "coefficients" | "luck", "disputed" | "coefficients" | "luck"]
  | ["disputed" | "coefficients" | "luck", "disputed" | "coefficients" | "luck", "disputed" | "coefficients" | "luck"];
export type Kind10 = "resume";
export type RunId2 = string;
export type Type8 = "paused";
export type Seq8 = number;
export type JobId1 = string;
export type State1 = "waiting" | "running";
export type Measure2 = string;
export type Median = number;
export type Lowest = number;
export type Highest = number;
export type Q051 = number;
export type Q251 = number;
export type Q501 = number;
export type Q751 = number;
export type Q951 = number;
export type PlaceId3 = string;
export type Side7 = string;
export type Campaigns4 = number;
export type Happened = number;
export type Hours = (number | null)[];
export type ByDay = number[];
export type Documented1 = Documented[];
export type Type9 = "pong";
export type Seq9 = number;
export type Of = number;
export type Depth = number;
export type Text1 = string;
export type ScenarioId1 = string;
export type Dates = Documented[];
export type ClosedRows = number;
export type RunId3 = string;
export type Kind11 = "run" | "ensemble";
export type ScenarioId2 = string;
export type Title4 = string;
export type Start = string;
export type Steps = number;
export type Seed3 = number;
export type Campaigns5 = number;
export type Overlays = string[];
export type Uncertainty3 = string[];
export type ResultVersion = number | null;
export type SideId = string;
export type Name5 = string;
export type Contingents = string[];
export type Sides = SideInfo[];
export type UnitId1 = string;
export type Name6 = string;
export type Label1 = string;
export type Side8 = string;
export type Contingent1 = string;
export type Kind12 = string;
export type Arm = string;
export type Echelon1 = string;
export type Marks1 = string;
export type FormationId2 = string;
export type CorpsId = string;
export type ArmyId = string;
export type Rear = boolean;
export type Garrison = boolean;
export type Motor = boolean;
export type Units1 = UnitInfo[];
export type Formations = FormationInfo[];
export type Tables = string[];
export type Replayable = boolean;
export type ReplayableReason = string | null;
export type RunId4 = string;
export type Kind13 = "run" | "ensemble";
export type ScenarioId3 = string;
export type Overlays1 = string[];
export type Seed4 = number;
export type Campaigns6 = number;
export type Written = string;
export type State2 = "finished" | "running" | "broken" | "gone";
export type Resumable1 = boolean;
export type JobId2 = string | null;
export type Type10 = "runs";
export type Seq10 = number;
export type RunId5 = string | null;
export type ScenarioId4 = string;
export type Title5 = string;
export type Start1 = string;
export type Steps1 = number;
export type Sides1 = SideInfo[];
export type Default = boolean;
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ServerMessage".
 */
export type ServerMessage = Welcome | Subscribed | JobsNow | JobNow | RunsChanged | Step3 | Paused | Pong | Wrong;
export type Type11 = "welcome";
export type Seq11 = 0;
export type Session1 = string;
export type Resumed = boolean;
export type Version1 = string;
export type Type12 = "subscribed";
export type Seq12 = number;
export type Topics2 = string[];
export type Type13 = "step";
export type Seq13 = number;
export type Step4 = number;
export type Whole = boolean;
export type Last = boolean;
export type Units2 = number[][];
export type Control = number[][];
export type Type14 = "error";
export type Seq14 = number;
export type Of1 = number | null;
export type Detail1 = Fault[];
export type JobId3 = string;
export type Columns1 = string[];
export type Units3 = string[];
export type Rows1 = unknown[][];
export type First = number;
export type Total1 = number;
export type Name7 = string;
export type Title6 = string;
export type Question = string;
export type Description = string;
export type Claims3 = string[];
export type Name8 = string;
export type Value2 = string;
export type Unit3 = string;
export type Low3 = number | null;
export type High3 = number | null;
export type Meaning = string;
export type Assumption = boolean;
export type Reasons = Reason1[];
export type Claims4 = string[];
export type Fields = string[];

export interface Api {
  Axis?: Axis;
  ClaimInfo?: ClaimInfo;
  ClaimStory?: ClaimStory;
  Claims?: Claims;
  ClassInfo?: ClassInfo;
  ClientMessage?: ClientMessage;
  CompareOrder?: CompareOrder;
  Documented?: Documented;
  EnsembleOrder?: EnsembleOrder;
  EventInfo?: EventInfo;
  Fan?: Fan;
  Fault?: Fault;
  Faults?: Faults;
  FormationInfo?: FormationInfo;
  Glimpse?: Glimpse;
  GroundPicture?: GroundPicture;
  Health?: Health;
  Hello?: Hello;
  JobInfo?: JobInfo;
  JobNow?: JobNow;
  JobsNow?: JobsNow;
  Line?: Line;
  LossClaim?: LossClaim;
  Losses?: Losses;
  MapLines?: MapLines;
  MapPlace?: MapPlace;
  Order?: Order;
  Pause?: Pause;
  Paused?: Paused;
  Pending?: Pending;
  Pick?: Pick;
  Ping?: Ping;
  PlaceDates?: PlaceDates;
  Play?: Play;
  Pong?: Pong;
  Reason?: Reason1;
  RecordInfo?: RecordInfo;
  ResumeOrder?: ResumeOrder;
  RunDescription?: RunDescription;
  RunInfo?: RunInfo;
  RunOrder?: RunOrder;
  RunsChanged?: RunsChanged;
  ScenarioInfo?: ScenarioInfo;
  ServerMessage?: ServerMessage;
  SideInfo?: SideInfo;
  SourceInfo?: SourceInfo;
  Spread?: Spread;
  Started?: Started;
  Step?: Step3;
  Subscribe?: Subscribe;
  Subscribed?: Subscribed;
  SumInfo?: SumInfo;
  Table?: Table1;
  TableRows?: TableRows;
  UnitInfo?: UnitInfo;
  Unsubscribe?: Unsubscribe;
  Use?: Use;
  Welcome?: Welcome;
  WhatIf?: WhatIf2;
  Why?: Why;
  Wrong?: Wrong;
  Zone?: Zone;
}
/**
 * A planned axis of advance: the cells of its objectives, in order, with the units on it.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Axis".
 */
export interface Axis {
  plan_id: PlanId;
  side: Side;
  posture: Posture;
  units: Units;
  cells: Cells;
}
/**
 * A claim of the scenario; ``group`` is its place in ``groups``, if something contradicts it.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ClaimInfo".
 */
export interface ClaimInfo {
  claim_id: ClaimId;
  source_id: SourceId;
  locator: Locator;
  subject: Subject;
  side: Side1;
  relation: Relation;
  value_low: ValueLow;
  value_high: ValueHigh;
  unit: Unit;
  as_of_date: AsOfDate;
  scope: Scope;
  definition: Definition;
  paraphrase: Paraphrase;
  confidence: Confidence;
  conflicts_with: ConflictsWith;
  class_id: ClassId;
  basis: Basis;
  figure: Figure;
  low: Low;
  high: High;
  group: Group;
  used: Used;
}
/**
 * Where a claim stands behind a number of the scenario.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Use".
 */
export interface Use {
  table: Table;
  row_id: RowId;
  name: Name;
}
/**
 * A claim down to its source, its rivals, and the sums that reproduce its figure (the best of them).
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ClaimStory".
 */
export interface ClaimStory {
  claim: ClaimInfo;
  source: SourceInfo;
  lines: Lines;
  rivals: Rivals;
  sums: Sums;
  sums_found: SumsFound;
  tried: Tried;
  reason: Reason;
}
/**
 * A text that makes claims.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SourceInfo".
 */
export interface SourceInfo {
  source_id: SourceId1;
  title: Title;
  author: Author;
  year: Year;
  kind: Kind;
  note: Note;
}
/**
 * A sum of other claims that gives the figure.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SumInfo".
 */
export interface SumInfo {
  terms: Terms;
  low: Low1;
  high: High1;
  gap: Gap;
  definition_distance: DefinitionDistance;
  double_counts: DoubleCounts;
}
/**
 * All claims of a scenario, who makes them, and which of them exclude one another.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Claims".
 */
export interface Claims {
  scenario_id: ScenarioId;
  sources: Sources;
  classes: Classes;
  claims: Claims1;
  groups: Groups;
}
/**
 * An additive class of claims.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ClassInfo".
 */
export interface ClassInfo {
  class_id: ClassId1;
  title: Title1;
  side: Side2;
  kind: Kind1;
  unit: Unit1;
}
/**
 * The first message of a connection: a new session, or one that goes on after ``last_seq``.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Hello".
 */
export interface Hello {
  type: Type;
  seq: Seq;
  session?: Session;
  last_seq?: LastSeq;
}
/**
 * Hear of topics: ``jobs``, ``runs``, ``job:ID``.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Subscribe".
 */
export interface Subscribe {
  type: Type1;
  seq: Seq1;
  topics: Topics;
}
/**
 * Hear no more of topics.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Unsubscribe".
 */
export interface Unsubscribe {
  type: Type2;
  seq: Seq2;
  topics: Topics1;
}
/**
 * Have a campaign played, step by step, from a step on; ``speed`` is steps a second.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Play".
 */
export interface Play {
  type: Type3;
  seq: Seq3;
  run_id: RunId;
  campaign: Campaign;
  step?: Step;
  speed?: Speed;
}
/**
 * Stop playing.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Pause".
 */
export interface Pause {
  type: Type4;
  seq: Seq4;
}
/**
 * Is anybody there?
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Ping".
 */
export interface Ping {
  type: Type5;
  seq: Seq5;
}
/**
 * Hold what-ifs against the plain scenario, campaign by campaign with the same luck.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "CompareOrder".
 */
export interface CompareOrder {
  kind: Kind2;
  scenario: Scenario;
  worlds: Worlds;
  seed?: Seed;
  campaigns?: Campaigns;
  uncertainty?: Uncertainty;
}
/**
 * When something happened at a place by the record (its calibration part), as an interval in hours.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Documented".
 */
export interface Documented {
  place_id: PlaceId;
  side: Side3;
  measure: Measure;
  low_h: LowH;
  high_h: HighH;
  mid_h: MidH;
  x: X;
  y: Y;
  record_ids: RecordIds;
  unit_ids: UnitIds;
  described: Described;
  source_ids: SourceIds;
}
/**
 * Start an ensemble.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "EnsembleOrder".
 */
export interface EnsembleOrder {
  kind: Kind3;
  scenario: Scenario1;
  what_if?: WhatIf;
  seed?: Seed1;
  campaigns?: Campaigns1;
  days?: Days;
  uncertainty?: Uncertainty1;
  part?: Part;
}
/**
 * Something that happened in a campaign.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "EventInfo".
 */
export interface EventInfo {
  step: Step1;
  hour: Hour;
  kind: Kind4;
  side: Side4;
  place_id: PlaceId1;
  cell: Cell;
  x: X1;
  y: Y1;
  region_id: RegionId;
  unit_id: UnitId;
  formation_id: FormationId;
  value: Value;
}
/**
 * Losses of a side added up from the start: quantiles by day, day 0 = the start.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Fan".
 */
export interface Fan {
  side: Side5;
  measure: Measure1;
  unit: Unit2;
  q05: Q05;
  q25: Q25;
  q50: Q50;
  q75: Q75;
  q95: Q95;
}
/**
 * One thing that is wrong, in words for people.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Fault".
 */
export interface Fault {
  message: Message;
  file?: File;
  row?: Row;
  field?: Field;
  value?: Value1;
  expected?: Expected;
  mend?: Mend;
}
/**
 * Every answer with a status of 400 or more.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Faults".
 */
export interface Faults {
  detail: Detail;
}
/**
 * A command.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "FormationInfo".
 */
export interface FormationInfo {
  formation_id: FormationId1;
  name: Name1;
  label: Label;
  side: Side6;
  contingent: Contingent;
  echelon: Echelon;
  marks: Marks;
  parent_id: ParentId;
}
/**
 * What a unit or formation has, knows and is told at the end of a step; what it knows is belief, never truth.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Glimpse".
 */
export interface Glimpse {
  holder: Holder;
  name: Name2;
  step: Step2;
  sections: Sections;
}
/**
 * A small table: what a unit has, knows or is told.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Table".
 */
export interface Table1 {
  part: Part1;
  title: Title2;
  heads: Heads;
  rows: Rows;
  note: Note1;
}
/**
 * The painted ground of the map: left, bottom, right, top in km of the projection, and a WebP in base64.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "GroundPicture".
 */
export interface GroundPicture {
  bounds_km: BoundsKm;
  width: Width;
  height: Height;
  webp: Webp;
}
/**
 * What runs here.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Health".
 */
export interface Health {
  version: Version;
  read_only: ReadOnly;
  light: Light;
}
/**
 * A job: something that was started from a page, or is being made because a page asked for it.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "JobInfo".
 */
export interface JobInfo {
  job_id: JobId;
  kind: Kind5;
  title: Title3;
  state: State;
  done: Done;
  total: Total;
  words: Words;
  run_id: RunId1;
  resumable: Resumable;
  faults: Faults1;
  created: Created;
  ended: Ended;
}
/**
 * A job has got on.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "JobNow".
 */
export interface JobNow {
  type?: Type6;
  seq: Seq6;
  job: JobInfo;
}
/**
 * All jobs; sent once on subscribing to ``jobs``.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "JobsNow".
 */
export interface JobsNow {
  type?: Type7;
  seq: Seq7;
  jobs: Jobs;
}
/**
 * A polyline of the map in km of its projection: x0, y0, x1, y1, ...
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Line".
 */
export interface Line {
  kind: Kind6;
  line_id: LineId;
  name: Name3;
  xy: Xy;
  weight?: Weight;
  gauge_mm?: GaugeMm;
  tracks?: Tracks;
  closed?: Closed;
}
/**
 * A documented figure beside a fan of losses.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "LossClaim".
 */
export interface LossClaim {
  claim_id: ClaimId1;
  source_id: SourceId2;
  day: Day;
  low: Low2;
  high: High2;
  columns: Columns;
  partial: Partial;
  text: Text;
}
/**
 * Fans of losses by side and kind, and the claims they can be held against.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Losses".
 */
export interface Losses {
  campaigns: Campaigns2;
  days: Days1;
  fans: Fans;
  claims: Claims2;
  not_produced: NotProduced;
}
export interface Claims2 {
  [k: string]: LossClaim[];
}
/**
 * Everything on the map that is drawn as a line or a sign.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "MapLines".
 */
export interface MapLines {
  lines: Lines1;
  zones: Zones;
  box_km: BoxKm;
}
/**
 * A fortified zone or a pass.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Zone".
 */
export interface Zone {
  feature_id: FeatureId;
  name: Name4;
  kind: Kind7;
  x: X2;
  y: Y2;
  cell: Cell1;
  note: Note2;
}
/**
 * A place of the gazetteer; ``cell`` is a row of cells.arrow.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "MapPlace".
 */
export interface MapPlace {
  place_id: PlaceId2;
  name_1945: Name1945;
  name_modern: NameModern;
  kind: Kind8;
  x: X3;
  y: Y3;
  lat: Lat;
  lon: Lon;
  cell: Cell2;
  population: Population;
  city: City;
}
/**
 * Start one told campaign, or several of which the first is told.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunOrder".
 */
export interface RunOrder {
  kind: Kind9;
  scenario: Scenario2;
  what_if?: WhatIf1;
  seed?: Seed2;
  campaigns?: Campaigns3;
  days?: Days2;
  uncertainty?: Uncertainty2;
}
/**
 * Complete an ensemble that was cut off.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ResumeOrder".
 */
export interface ResumeOrder {
  kind: Kind10;
  run_id: RunId2;
}
/**
 * Playing has stopped.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Paused".
 */
export interface Paused {
  type?: Type8;
  seq: Seq8;
}
/**
 * The answer 202: it is being made; ask again, or watch the job.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Pending".
 */
export interface Pending {
  job_id: JobId1;
  state: State1;
}
/**
 * Campaigns of a run that stand for its spread in one measure.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Pick".
 */
export interface Pick {
  measure: Measure2;
  median: Median;
  lowest: Lowest;
  highest: Highest;
  values: Spread;
}
/**
 * Quantiles of campaigns.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Spread".
 */
export interface Spread {
  q05: Q051;
  q25: Q251;
  q50: Q501;
  q75: Q751;
  q95: Q951;
}
/**
 * When a side took a place for good, over the campaigns of a run, beside the documented date.
 *
 * ``hours`` holds the campaigns in their order (null = never), at most the first thousand. ``by_day`` is the share
 * of campaigns in which the side holds the place for good by the end of day 1, 2, ...
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PlaceDates".
 */
export interface PlaceDates {
  place_id: PlaceId3;
  side: Side7;
  campaigns: Campaigns4;
  happened: Happened;
  spread: Spread | null;
  hours: Hours;
  by_day: ByDay;
  documented: Documented1;
}
/**
 * Somebody is there.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Pong".
 */
export interface Pong {
  type?: Type9;
  seq: Seq9;
  of: Of;
}
/**
 * A line of the answer to "why this number?", with its depth.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Reason".
 */
export interface Reason1 {
  depth: Depth;
  text: Text1;
}
/**
 * What the record says that may be seen.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RecordInfo".
 */
export interface RecordInfo {
  scenario_id: ScenarioId1;
  dates: Dates;
  left_out: LeftOut;
  closed_rows: ClosedRows;
}
export interface LeftOut {
  [k: string]: string;
}
/**
 * What a run is, with the names of everything in it.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunDescription".
 */
export interface RunDescription {
  run_id: RunId3;
  kind: Kind11;
  scenario_id: ScenarioId2;
  title: Title4;
  start: Start;
  steps: Steps;
  seed: Seed3;
  campaigns: Campaigns5;
  overlays: Overlays;
  uncertainty: Uncertainty3;
  result_version: ResultVersion;
  sides: Sides;
  units: Units1;
  formations: Formations;
  tables: Tables;
  replayable: Replayable;
  replayable_reason?: ReplayableReason;
}
/**
 * A side of the war; its place in the list is its number everywhere.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SideInfo".
 */
export interface SideInfo {
  side_id: SideId;
  name: Name5;
  contingents: Contingents;
}
/**
 * A unit; its place in the list is its number in replay.arrow.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "UnitInfo".
 */
export interface UnitInfo {
  unit_id: UnitId1;
  name: Name6;
  label: Label1;
  side: Side8;
  contingent: Contingent1;
  kind: Kind12;
  arm: Arm;
  echelon: Echelon1;
  marks: Marks1;
  formation_id: FormationId2;
  corps_id: CorpsId;
  army_id: ArmyId;
  rear: Rear;
  garrison: Garrison;
  motor: Motor;
}
/**
 * A run or ensemble as the catalogue knows it.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunInfo".
 */
export interface RunInfo {
  run_id: RunId4;
  kind: Kind13;
  scenario_id: ScenarioId3;
  overlays: Overlays1;
  seed: Seed4;
  campaigns: Campaigns6;
  written: Written;
  state: State2;
  resumable: Resumable1;
  job_id?: JobId2;
}
/**
 * There is another run in the catalogue.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunsChanged".
 */
export interface RunsChanged {
  type?: Type10;
  seq: Seq10;
  run_id: RunId5;
}
/**
 * A scenario of the library.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ScenarioInfo".
 */
export interface ScenarioInfo {
  scenario_id: ScenarioId4;
  title: Title5;
  start: Start1;
  steps: Steps1;
  sides: Sides1;
  default: Default;
}
/**
 * The answer to hello; ``resumed`` says whether nothing was missed. It carries no number of the sequence.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Welcome".
 */
export interface Welcome {
  type?: Type11;
  seq?: Seq11;
  session: Session1;
  resumed: Resumed;
  version: Version1;
}
/**
 * The topics that are heard now.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Subscribed".
 */
export interface Subscribed {
  type?: Type12;
  seq: Seq12;
  topics: Topics2;
}
/**
 * A step of a campaign that is played.
 *
 * ``units`` are [unit, cell, men, status, flags] of those that differ from the step before, of all in the first
 * message; ``control`` are [cell, side] that changed hands; ``last`` marks the end.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Step".
 */
export interface Step3 {
  type?: Type13;
  seq: Seq13;
  step: Step4;
  whole: Whole;
  last: Last;
  units: Units2;
  control: Control;
}
/**
 * A message could not be followed; ``of`` is its number, if it had one.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Wrong".
 */
export interface Wrong {
  type?: Type14;
  seq: Seq14;
  of: Of1;
  detail: Detail1;
}
/**
 * The answer to an order.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Started".
 */
export interface Started {
  job_id: JobId3;
}
/**
 * Some rows of a table.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "TableRows".
 */
export interface TableRows {
  columns: Columns1;
  units: Units3;
  rows: Rows1;
  first: First;
  total: Total1;
}
/**
 * A what-if of a scenario.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "WhatIf".
 */
export interface WhatIf2 {
  name: Name7;
  title: Title6;
  question: Question;
  description: Description;
  claims: Claims3;
}
/**
 * A number and what stands behind it.
 *
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Why".
 */
export interface Why {
  name: Name8;
  value: Value2;
  unit: Unit3;
  low: Low3;
  high: High3;
  meaning: Meaning;
  assumption: Assumption;
  reasons: Reasons;
  claims: Claims4;
  fields: Fields;
}
