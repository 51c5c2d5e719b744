import { useMemo, useState } from "react";
import { postJson } from "../../api/client";
import type { RunInfo, Started } from "../../api/types";
import { Table, type Column } from "../../components/Table";
import { formatNumber } from "../../lib/format";
import { formatHash } from "../../lib/route";
import { has } from "../links";
import { useHealth, useLiveRuns, useScenarios, useTitles, useWhatIfs } from "../useKnown";
import { JobList } from "./JobList";
import { overlayText } from "./order";
import { StartForm } from "./StartForm";
import "../pages.css";

/** Start runs, watch them, and find those that are done. */
export function RunsPage() {
  const { runs, error, live } = useLiveRuns();
  const health = useHealth();
  const scenarios = useScenarios();
  const whatIfs = useWhatIfs(runs?.[0]?.scenario_id ?? scenarios.data?.find((item) => item.default)?.scenario_id);
  const titles = useTitles(whatIfs.data);
  const readOnly = health.data?.read_only ?? true;
  const [fault, setFault] = useState<string>();
  const columns = useMemo(() => columnsOf(titles, readOnly, setFault), [titles, readOnly]);
  return (
    <div className="page runs">
      <h1>Runs</h1>
      {!live.connected && <p className="notice" role="status">No live connection to the server yet; trying again …</p>}
      {health.data?.read_only && <p className="notice">This server is read-only: runs can be looked at, not started.</p>}
      <div className="two">
        {!readOnly && scenarios.data && <StartForm scenarios={scenarios.data} />}
        <JobList jobs={live.jobs} readOnly={readOnly} />
      </div>
      <h2>All runs</h2>
      {(error ?? scenarios.error) && <p className="notice error" role="alert">{error ?? scenarios.error}</p>}
      {fault && <p className="notice error" role="alert">{fault}</p>}
      {!runs && !error && <p className="notice">Loading …</p>}
      {runs?.length === 0 && <p className="notice">There is no run yet. Start one above, or with khingan run.</p>}
      {runs && runs.length > 0 && (
        <Table caption={`${runs.length === 1 ? "One run" : `${formatNumber(runs.length)} runs`}, the latest first`} columns={columns} rows={runs}
          rowKey={(run) => run.run_id} csvName="runs.csv" />
      )}
    </div>
  );
}

type SetFault = (fault: string | undefined) => void;

function columnsOf(titles: ReadonlyMap<string, string>, readOnly: boolean, setFault: SetFault): Column<RunInfo>[] {
  return [
    { key: "written", title: "Written (UTC)", render: (run) => run.written.slice(0, 16).replace("T", " ") },
    { key: "kind", title: "Kind" },
    { key: "overlays", title: "What if", value: (run) => overlayText(run, titles) },
    { key: "campaigns", title: "Campaigns", numeric: true, render: (run) => formatNumber(run.campaigns) },
    { key: "seed", title: "Seed", numeric: true },
    { key: "state", title: "State" },
    { key: "run_id", title: "Look at", render: (run) => <Actions run={run} readOnly={readOnly} setFault={setFault} /> },
  ];
}

function Actions({ run, readOnly, setFault }: { run: RunInfo; readOnly: boolean; setFault: SetFault }) {
  const name = `${run.kind} of ${run.written.slice(0, 16).replace("T", " ")}`;
  if (run.state === "finished") {
    return (
      <span className="actions">
        <a href={formatHash({ page: "replay", query: { run: run.run_id } })} aria-label={`Replay the ${name}`}>Replay</a>
        {run.campaigns > 1 && has("ensemble") && (
          <a href={formatHash({ page: "ensemble", query: { run: run.run_id } })} aria-label={`Spread of the ${name}`}>Ensemble</a>
        )}
        {run.campaigns > 1 && has("compare") && (
          <a href={formatHash({ page: "compare", query: { b: run.run_id } })} aria-label={`Compare the ${name}`}>Compare</a>
        )}
      </span>
    );
  }
  if (run.resumable && !readOnly) {
    const goOn = () => {
      setFault(undefined);
      postJson<Started>("api/jobs", { kind: "resume", run_id: run.run_id }).catch((error: unknown) =>
        setFault(error instanceof Error ? error.message : String(error)));
    };
    return <button type="button" aria-label={`Go on with the ${name}`} onClick={goOn}>Go on</button>;
  }
  return <span className="source">–</span>;
}
