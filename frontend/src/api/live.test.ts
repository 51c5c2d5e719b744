import { describe, expect, it } from "vitest";
import { heard, NOTHING } from "./live";
import type { JobInfo } from "./types";

const job = (job_id: string, done = 0): JobInfo => ({
  job_id, kind: "ensemble", title: "t", state: "running", done, total: 10, words: "", run_id: null,
  resumable: false, faults: [], created: "2026-01-01T00:00:00+00:00", ended: null,
});

describe("what the server says", () => {
  it("puts a new job first and renews one that is known in its place", () => {
    const before = heard(NOTHING, { type: "jobs", seq: 1, jobs: [job("a"), job("b")] });
    const after = heard(heard(before, { type: "job", seq: 2, job: job("b", 5) }), { type: "job", seq: 3, job: job("c") });
    expect(after.jobs.map((item) => [item.job_id, item.done])).toEqual([["c", 0], ["a", 0], ["b", 5]]);
  });
  it("asks for the runs again when something may have been missed", () => {
    const first = heard(NOTHING, { type: "welcome", seq: 0, session: "s", resumed: false, version: "1" });
    expect(first).toMatchObject({ connected: true, runsChanged: 1 });
    expect(heard(first, { type: "welcome", seq: 0, session: "s", resumed: true, version: "1" }).runsChanged).toBe(1);
    expect(heard(first, { type: "runs", seq: 4, run_id: "r" }).runsChanged).toBe(2);
  });
  it("leaves everything as it is after an error message", () => {
    expect(heard(NOTHING, { type: "error", seq: 1, of: 2, detail: [] })).toBe(NOTHING);
  });
});
