import type { ReactNode } from "react";
import { formatUnit } from "../../lib/format";
import type { Air } from "../../replay/air";
import type { Supply } from "../../replay/supply";

interface Props {
  show: ReadonlySet<string>;
  supply: Supply | undefined;
  air: Air | undefined;
  onTable: (id: string) => void;
}

/** Legends of the overlays that are on, each with the way to its table. */
export function OverlayKeys({ show, supply, air, onTable }: Props) {
  return (
    <>
      {show.has("supply") && <SupplyKey supply={supply} onTable={() => onTable("t:supply")} />}
      {show.has("effort") && <AirKey air={air} onTable={() => onTable("t:effort")} />}
      {show.has("landings") && <LandingKey onTable={() => onTable("t:landings")} />}
    </>
  );
}

interface KeyProps {
  title: string;
  ready: boolean;
  onTable: () => void;
  children: ReactNode;
}

function Key({ title, ready, onTable, children }: KeyProps) {
  return (
    <details className="panel legend" open>
      <summary>{title}</summary>
      {ready ? children : <p className="notice">The campaign is read again …</p>}
      {ready && <p><button type="button" className="link" onClick={onTable}>{`Table: ${title.toLowerCase()}`}</button></p>}
    </details>
  );
}

function SupplyKey({ supply, onTable }: { supply: Supply | undefined; onTable: () => void }) {
  const km = (value: number | undefined) => formatUnit(value ?? 0, "km");
  const { horse_km, truck_km, airlift_km, low_refills, dry_refills } = supply?.meta ?? {};
  return (
    <Key title="Supply reach" ready={supply !== undefined} onTable={onTable}>
      <dl>
        <dt><span className="band band-0" /></dt><dd>up to {km(horse_km)} of road from the railhead: carts bring everything</dd>
        <dt><span className="band band-1" /></dt><dd>up to {km(truck_km)}: lorries bring everything</dd>
        <dt><span className="band band-2" /></dt><dd>up to {km(airlift_km)}: ever less comes</dd>
        <dt><span className="band band-3" /></dt><dd>beyond: fuel is flown to motor units</dd>
        <dt><span className="band cut" /></dt><dd>hatched: held, but cut off from supply; without tint: taken since the morning</dd>
        <dt>●</dt><dd>depot that issues, the larger the more a day; hollow: empty. Dots: railheads</dd>
        <dt>▮</dt><dd>can beside a counter: fuel of its motor units: a refill or more, less, below {low_refills} (it asks for fuel by air), crossed out: dry (below {dry_refills})</dd>
        <dt>╱</dt><dd>broken line above a counter: most of it is cut off</dd>
      </dl>
    </Key>
  );
}

function AirKey({ air, onTable }: { air: Air | undefined; onTable: () => void }) {
  return (
    <Key title="Air effort" ready={air !== undefined} onTable={onTable}>
      <p>Sorties of the day over each region; the first side above, in its colour. From the left:</p>
      <dl>
        {air?.meta.missions.map((mission, at) => (
          <div key={mission} className="row"><dt><span className={`shade shade-${at}`} /></dt><dd>{mission.replaceAll("_", " ")}</dd></div>
        ))}
        <dt>⌀</dt><dd>box or diamond with a runway: base, with its aircraft</dd>
        <dt>•</dt><dd>close by: fuel flown in, attacks by crashing, bridges bombed, new bases of the day</dd>
      </dl>
    </Key>
  );
}

function LandingKey({ onTable }: { onTable: () => void }) {
  return (
    <Key title="Landings" ready onTable={onTable}>
      <dl>
        <dt>⚓</dt><dd>landed from the water, men so far; a parachute: from the air; crossed out: repulsed</dd>
        <dt>↷</dt><dd>bow from where they went aboard; broken: did not come through. The way itself is not drawn</dd>
      </dl>
    </Key>
  );
}
