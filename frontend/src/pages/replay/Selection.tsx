import type { EventInfo, MapPlace, RunDescription, Zone } from "../../api/types";
import type { Mesh } from "../../map/mesh";
import type { Belief } from "../../replay/belief";
import type { MapCells, Replay } from "../../replay/data";
import type { Eyes } from "../../replay/eyes";
import type { RecordMark } from "../../replay/overlays";
import type { Air } from "../../replay/air";
import type { Supply } from "../../replay/supply";
import { BeliefPanel } from "./BeliefPanel";
import { CellPanel } from "./CellPanel";
import { PlacePanel, ZonePanel } from "./PlacePanel";
import { AirPanel } from "./AirPanel";
import { LandingsPanel } from "./LandingsPanel";
import { SupplyPanel } from "./SupplyPanel";
import { FormationPanel, UnitPanel } from "./UnitPanel";
import { sideWord, type Names } from "./words";

interface Props {
  kind: string | undefined;
  id: string | undefined;
  about: RunDescription | undefined;
  replay: Replay | undefined;
  places: MapPlace[] | undefined;
  zones: Zone[] | undefined;
  events: EventInfo[];
  record: RecordMark[];
  names: Names;
  step: number;
  campaign: number;
  eyes: Eyes;
  belief: Belief | undefined;
  supply: Supply | undefined;
  air: Air | undefined;
  cells: MapCells | undefined;
  /** Chosen piece of ground. */
  cell: number | undefined;
  onStep: (step: number) => void;
  onChoose: (id: string | undefined) => void;
  onPickEvent: (event: EventInfo) => void;
}

/** The right edge: the story of what is chosen. */
export function Selection(props: Props) {
  const content = body(props);
  if (!content) return null;
  return (
    <aside className={props.kind === "t" ? "right wide" : "right"} aria-label="Chosen">
      <button type="button" className="quiet close" onClick={() => props.onChoose(undefined)} aria-label="Close">✕</button>
      {content}
    </aside>
  );
}

function body(props: Props) {
  const { kind, id, about, replay, step } = props;
  if (kind === "p") {
    const place = props.places?.find((candidate) => candidate.place_id === id);
    return place && (
      <PlacePanel place={place} replay={replay} events={props.events} record={props.record} step={step} names={props.names}
        supply={props.supply} eyes={props.eyes} onPick={props.onPickEvent} />
    );
  }
  if (kind === "z") {
    const zone = props.zones?.find((candidate) => candidate.feature_id === id);
    return zone && <ZonePanel zone={zone} />;
  }
  if (props.cell !== undefined && props.cells) {
    return (
      <CellPanel cell={props.cell} cells={props.cells} replay={replay} places={props.places ?? []} units={about?.units ?? []}
        supply={props.supply} eyes={props.eyes} step={step} onChoose={props.onChoose} />
    );
  }
  if (kind === "t" && replay && props.cells) return overlayTable(props, replay, props.cells.mesh);
  if (kind !== "u" || !about || !replay) return undefined;
  const number = about.units.findIndex((unit) => unit.unit_id === id);
  const unit = about.units[number];
  if (unit && isHidden(props, unit.side)) return <Unknown {...props} name={unit.name} />;
  if (unit) {
    const formation = about.formations.find((item) => item.formation_id === unit.formation_id);
    return (
      <UnitPanel replay={replay} unit={unit} number={number} formation={formation} step={step} scenario={about.scenario_id}
        runPath={`api/runs/${about.run_id}/campaigns/${props.campaign}`} onStep={props.onStep} onChoose={props.onChoose} />
    );
  }
  const formation = about.formations.find((item) => item.formation_id === id);
  if (!formation) return undefined;
  if (isHidden(props, formation.side)) return <Unknown {...props} name={formation.name} />;
  const under = descendants(about, formation.formation_id);
  const members = about.units.map((one, at) => ({ unit: one, number: at })).filter(({ unit: one }) => under.has(one.formation_id));
  return <FormationPanel replay={replay} formation={formation} members={members} step={step} onStep={props.onStep} onChoose={props.onChoose} />;
}

/** The table behind an overlay. */
function overlayTable(props: Props, replay: Replay, mesh: Mesh) {
  const { id, about, belief, supply, air, eyes, step } = props;
  if (id === "belief" && belief && eyes >= 0) {
    return <BeliefPanel belief={belief} eyes={eyes} replay={replay} mesh={mesh} places={props.places ?? []} step={step} />;
  }
  if (id === "supply" && supply && about) {
    return (
      <SupplyPanel supply={supply} eyes={eyes} replay={replay} units={about.units} formations={about.formations} places={props.places ?? []}
        step={step} onChoose={props.onChoose} />
    );
  }
  if (id === "effort" && air) {
    return <AirPanel air={air} eyes={eyes} replay={replay} mesh={mesh} places={props.places ?? []} names={props.names} step={step} />;
  }
  if (id === "landings") {
    return <LandingsPanel events={props.events} replay={replay} names={props.names} step={step} onChoose={props.onChoose} />;
  }
  return undefined;
}

const isHidden = ({ eyes, replay }: Props, side: string) => eyes >= 0 && replay?.meta.sides[eyes] !== side;

/** A unit of the enemy while the view is that of one side. */
function Unknown({ eyes, replay, name }: Props & { name: string }) {
  return (
    <>
      <h2>{name}</h2>
      <p className="notice">
        Where it stands and what it has is not known to the {sideWord(replay?.meta.sides[eyes] ?? "")} side. Choose “View: both” on the left to see it.
      </p>
    </>
  );
}

/** A formation and all under it. */
function descendants(about: RunDescription, id: string): Set<string> {
  const under = new Set([id]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const item of about.formations) {
      if (item.parent_id && under.has(item.parent_id) && !under.has(item.formation_id)) {
        under.add(item.formation_id);
        grown = true;
      }
    }
  }
  return under;
}
