import { getJson, isStandalone, query } from "../api/client";
import type { Why } from "../api/types";
import { formatNumber } from "../lib/format";
import { formatHash } from "../lib/route";
import { useData } from "../lib/useData";

interface Props {
  /** UNIT.FIELD, as `khingan why` takes it. */
  name: string;
  title: string;
  scenario: string;
  onClose: () => void;
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
      {data && (
        <>
          <p>
            <strong>
              {data.value} {data.unit}
            </strong>
            {data.low !== null && data.high !== null && ` (${formatNumber(data.low, 3)} to ${formatNumber(data.high, 3)})`}
            {data.assumption && " · an assumption"}
          </p>
          {data.meaning && <p className="source">{data.meaning}</p>}
          <ul className="reasons">
            {data.reasons.map((reason, at) => (
              <li key={at} style={{ marginLeft: `${reason.depth}em` }}>
                {reason.text}
              </li>
            ))}
          </ul>
          {data.claims.length > 0 && !isStandalone() && (
            <p className="source">
              Claims:{" "}
              {data.claims.map((claim) => (
                <a key={claim} href={formatHash({ page: "claims", query: { claim } })}>
                  {claim}{" "}
                </a>
              ))}
            </p>
          )}
        </>
      )}
    </section>
  );
}
