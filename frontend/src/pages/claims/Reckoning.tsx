import { useMemo } from "react";
import { getJson } from "../../api/client";
import { Table, type Column } from "../../components/Table";
import { formatNumber } from "../../lib/format";
import { useData } from "../../lib/useData";
import { RunChoice } from "../RunChoice";

/** A row of `khingan reckon --json`. */
interface ReckoningRow {
  row_id: string;
  claim_id: string;
  title: string;
  topic: string;
  unit: string;
  figure: string;
  allowed_low: number | null;
  allowed_high: number | null;
  simulated_q05: number | null;
  simulated_q50: number | null;
  simulated_q95: number | null;
  verdict: string;
  reason: string;
  note: string;
}

interface Answer {
  campaigns: number;
  rows: ReckoningRow[];
}

interface Props {
  run: string | undefined;
  scenario: string;
  onRun: (run: string) => void;
  onClaim: (claim: string) => void;
}

/** What the claims allow beside what the campaigns say. */
export function Reckoning({ run, scenario, onRun, onClaim }: Props) {
  const path = `api/runs/${run ?? ""}/reckoning`;
  const { data, error, pending } = useData(run && path, (signal) => getJson<Answer>(path, signal));
  const columns = useMemo(() => columnsOf(onClaim), [onClaim]);
  return (
    <>
      <p className="row"><RunChoice label="Run" value={run} scenario={scenario} several onChange={onRun} /></p>
      {error && <p className="notice error" role="alert">{error}</p>}
      {run && !data && !error && <p className="notice" role="status">{pending ? "The server reckons; this takes a while …" : "Loading …"}</p>}
      {data && (
        <Table caption={`Claims against ${formatNumber(data.campaigns)} campaigns; the bar is the campaigns' 90 % (dot: median), the frame what the claim allows`}
          columns={columns} rows={data.rows} rowKey={(row) => row.row_id} csvName="reckoning.csv" />
      )}
    </>
  );
}

const number = (value: number | null): string => (value === null ? "–" : formatNumber(value, Math.abs(value) < 20 && !Number.isInteger(value) ? 1 : 0));

function columnsOf(onClaim: (claim: string) => void): Column<ReckoningRow>[] {
  return [
    { key: "title", title: "What" },
    { key: "claim_id", title: "Claim", render: (row) => <button type="button" className="link" onClick={() => onClaim(row.claim_id)}>{row.claim_id}</button> },
    { key: "figure", title: "Documented" },
    { key: "simulated_q50", title: "Campaigns, 5 % · median · 95 %", numeric: true,
      render: (row) => (row.simulated_q50 === null ? "–" : `${number(row.simulated_q05)} · ${number(row.simulated_q50)} · ${number(row.simulated_q95)}`) },
    { key: "picture", title: "Picture", value: () => "", render: (row) => <Picture row={row} /> },
    { key: "verdict", title: "Verdict", render: (row) => <span title={row.reason || row.note}>{row.verdict.replaceAll("_", " ")}</span> },
  ];
}

const WIDTH = 160;

function Picture({ row }: { row: ReckoningRow }) {
  const { allowed_low: low, allowed_high: high, simulated_q05: q05, simulated_q50: q50, simulated_q95: q95 } = row;
  if (low === null || high === null || q05 === null || q50 === null || q95 === null) return null;
  const [least, most] = [Math.min(low, q05), Math.max(high, q95)];
  const at = (value: number) => (most > least ? 4 + ((WIDTH - 8) * (value - least)) / (most - least) : WIDTH / 2);
  return (
    <svg width={WIDTH} height="16" viewBox={`0 0 ${WIDTH} 16`} role="img"
      aria-label={`allowed ${number(low)} to ${number(high)}; campaigns ${number(q05)} to ${number(q95)}`}>
      <rect x={at(q05)} y="5" width={Math.max(2, at(q95) - at(q05))} height="6" fill="var(--accent)" fillOpacity=".4" />
      <circle cx={at(q50)} cy="8" r="3" fill="var(--accent)" />
      <rect x={at(low) - 1} y="1.5" width={Math.max(2, at(high) - at(low) + 2)} height="13" fill="none" stroke="var(--ink)" strokeWidth="1.5" />
    </svg>
  );
}
