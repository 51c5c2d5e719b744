import { useState } from "react";
import { deleteJson, postJson } from "../../api/client";
import type { JobInfo, Started } from "../../api/types";
import { formatNumber } from "../../lib/format";
import { formatHash } from "../../lib/route";
import { goesOn } from "./order";

const SHOWN = 6;

/** What was started from a page, and how it gets on. */
export function JobList({ jobs, readOnly }: { jobs: JobInfo[]; readOnly: boolean }) {
  const [fault, setFault] = useState<string>();
  // What a page has asked for by being looked at is no news.
  const shown = jobs.filter((job) => job.kind !== "make").slice(0, SHOWN);
  const act = (work: Promise<unknown>) => {
    setFault(undefined);
    work.catch((error: unknown) => setFault(error instanceof Error ? error.message : String(error)));
  };
  if (shown.length === 0) return null;
  return (
    <section aria-label="In progress">
      <h2>In progress and lately done</h2>
      {fault && <p role="alert" className="notice error">{fault}</p>}
      <ul className="jobs">
        {shown.map((job) => (
          <li key={job.job_id} data-state={job.state}>
            <div className="job-title">{job.title}</div>
            {goesOn(job) && (
              <progress aria-label={`Progress: ${job.title}`} {...(job.total > 0 ? { max: job.total, value: job.done } : {})} />
            )}
            <span className="source" role="status">
              {job.state}
              {goesOn(job) && job.total > 0 && ` · ${formatNumber(job.done)} of ${formatNumber(job.total)}`}
              {job.words && ` · ${job.words}`}
              {job.faults.map((fault) => ` · ${fault.message}${fault.mend ? `. ${fault.mend}` : ""}`)}
            </span>{" "}
            {!readOnly && goesOn(job) && (
              <button type="button" aria-label={`Cancel: ${job.title}`} onClick={() => act(deleteJson(`api/jobs/${job.job_id}`))}>Cancel</button>
            )}
            {!readOnly && job.resumable && !goesOn(job) && (
              <button type="button" aria-label={`Go on: ${job.title}`} onClick={() => act(postJson<Started>(`api/jobs/${job.job_id}/resume`, {}))}>Go on</button>
            )}
            {job.state === "finished" && job.run_id && job.kind !== "compare" && (
              <a href={formatHash({ page: "replay", query: { run: job.run_id } })}>Replay</a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
