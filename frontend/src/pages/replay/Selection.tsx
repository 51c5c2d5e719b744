import type { EventInfo, MapPlace, RunDescription, Zone } from "../../api/types";
import type { Replay } from "../../replay/data";
import type { RecordMark } from "../../replay/overlays";
import { PlacePanel, ZonePanel } from "./PlacePanel";
import { FormationPanel, UnitPanel } from "./UnitPanel";
import type { Names } from "./words";

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
  onStep: (step: number) => void;
  onChoose: (id: string | undefined) => void;
  onPickEvent: (event: EventInfo) => void;
}

/** The right edge: the story of what is chosen. */
export function Selection(props: Props) {
  const content = body(props);
  if (!content) return null;
  return (
    <aside className="right" aria-label="Chosen">
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
      <PlacePanel place={place} replay={replay} events={props.events} record={props.record} step={step} names={props.names} onPick={props.onPickEvent} />
    );
  }
  if (kind === "z") {
    const zone = props.zones?.find((candidate) => candidate.feature_id === id);
    return zone && <ZonePanel zone={zone} />;
  }
  if (kind !== "u" || !about || !replay) return undefined;
  const number = about.units.findIndex((unit) => unit.unit_id === id);
  const unit = about.units[number];
  if (unit) {
    const formation = about.formations.find((item) => item.formation_id === unit.formation_id);
    return (
      <UnitPanel replay={replay} unit={unit} number={number} formation={formation} step={step} scenario={about.scenario_id}
        runPath={`api/runs/${about.run_id}/campaigns/${props.campaign}`} onStep={props.onStep} onChoose={props.onChoose} />
    );
  }
  const formation = about.formations.find((item) => item.formation_id === id);
  if (!formation) return undefined;
  const under = descendants(about, formation.formation_id);
  const members = about.units.map((one, at) => ({ unit: one, number: at })).filter(({ unit: one }) => under.has(one.formation_id));
  return <FormationPanel replay={replay} formation={formation} members={members} step={step} onStep={props.onStep} onChoose={props.onChoose} />;
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
