import { getJson, query } from "../api/client";
import { formatNumber } from "../lib/format";
import { useData } from "../lib/useData";

/** One claim as /api/why and /api/claims tell it; fields the server does not know are absent. */
export interface WhyClaim {
  claim_id: string;
  subject?: string;
  quantity?: string;
  value?: number | string | null;
  low?: number | null;
  high?: number | null;
  unit?: string | null;
  source?: string | null;
  source_title?: string | null;
  locator?: string | null;
  confidence?: string | null;
  text?: string | null;
  note?: string | null;
}

export interface Why {
  name: string;
  text?: string;
  value?: number | string | null;
  unit?: string | null;
  claims?: WhyClaim[];
}

interface Props {
  /** UNIT.FIELD, as `khingan why` takes it. */
  name: string;
  title: string;
  scenario?: string | undefined;
  onClose: () => void;
}

export function ClaimLine({ claim }: { claim: WhyClaim }) {
  const number = typeof claim.value === "number" ? formatNumber(claim.value) : claim.value;
  const range =
    typeof claim.low === "number" && typeof claim.high === "number"
      ? ` (${formatNumber(claim.low)} to ${formatNumber(claim.high)})`
      : "";
  return (
    <li className="claim">
      <strong>
        {number}
        {range} {claim.unit}
      </strong>{" "}
      {claim.text ?? claim.note}
      <div className="source">
        <code>{claim.claim_id}</code> {claim.source_title ?? claim.source}
        {claim.locator ? `, ${claim.locator}` : ""}
        {claim.confidence ? ` · confidence ${claim.confidence}` : ""}
      </div>
    </li>
  );
}

/** "Why this number": the claims behind one value of the scenario. */
export function WhyPanel({ name, title, scenario, onClose }: Props) {
  const path = query("api/why", { name, scenario });
  const { data, error } = useData(path, (signal) => getJson<Why>(path, signal));
  return (
    <section className="why" aria-label={`Why: ${title}`}>
      <header>
        <h3>Why: {title}</h3>
        <button type="button" className="quiet" onClick={onClose} aria-label="Close the reasons">
          ✕
        </button>
      </header>
      {!data && !error && <p className="notice">Looking up …</p>}
      {error && <p className="notice">{error}</p>}
      {data?.text && <pre className="why-text">{data.text}</pre>}
      {data?.claims && data.claims.length > 0 && (
        <ul>
          {data.claims.map((claim) => (
            <ClaimLine key={claim.claim_id} claim={claim} />
          ))}
        </ul>
      )}
    </section>
  );
}
