import { useEffect } from "react";
import type { RunInfo } from "../api/types";
import { formatNumber } from "../lib/format";
import { useLiveRuns } from "./useKnown";

interface Props {
  label: string;
  value: string | undefined;
  scenario?: string | undefined;
  /** Only runs of several campaigns. */
  several?: boolean;
  /** Leave the choice open until it is made. */
  open?: boolean;
  onChange: (run: string) => void;
}

/** Its what-ifs. */
export const worldText = (run: RunInfo): string => run.overlays.join(", ") || "as documented";

export const runText = (run: RunInfo): string =>
  `${worldText(run)} · ${run.kind} of ${formatNumber(run.campaigns)} · seed ${run.seed} · ${run.written.slice(0, 16).replace("T", " ")}`;

/** Choose a finished run; the latest is taken where none was chosen. */
export function RunChoice({ label, value, scenario, several, open, onChange }: Props) {
  const { runs, error } = useLiveRuns();
  const offered = (runs ?? []).filter((run) =>
    run.state === "finished" && (!several || run.campaigns > 1) && (!scenario || run.scenario_id === scenario));
  const known = value !== undefined && offered.some((run) => run.run_id === value);
  const first = offered.find((run) => run.kind === "ensemble") ?? offered[0];
  useEffect(() => {
    // The address may name a run of a single campaign, carried over from the replay.
    if (!known && !open && first && runs) onChange(first.run_id);
  });
  if (error) return <span className="notice error" role="alert">{error}</span>;
  if (runs && offered.length === 0) {
    return <span className="notice">There is no finished run{several ? " of several campaigns" : ""} yet; start one on the page Runs.</span>;
  }
  return (
    <label>
      {label}{" "}
      <select value={known ? value : ""} onChange={(event) => onChange(event.target.value)}>
        {!known && <option value="">–</option>}
        {offered.map((run) => <option key={run.run_id} value={run.run_id}>{runText(run)}</option>)}
      </select>
    </label>
  );
}
