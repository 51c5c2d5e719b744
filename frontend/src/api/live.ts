/** The WebSocket: progress of jobs and news of runs, resumed after a break. */
import { useSyncExternalStore } from "react";
import type { JobInfo, JobNow, JobsNow, RunsChanged, Subscribed, Welcome, Wrong } from "./types";

export interface LiveState {
  connected: boolean;
  /** Latest first. */
  jobs: JobInfo[];
  /** Counts up when there may be other runs than before. */
  runsChanged: number;
}

export type Heard = Welcome | Subscribed | JobsNow | JobNow | RunsChanged | Wrong;

export const NOTHING: LiveState = { connected: false, jobs: [], runsChanged: 0 };

/** What a message changes. */
export function heard(state: LiveState, message: Heard): LiveState {
  switch (message.type) {
    case "welcome":
      // A server that has begun anew may know other runs.
      return { ...state, connected: true, runsChanged: state.runsChanged + (message.resumed ? 0 : 1) };
    case "jobs":
      return { ...state, jobs: message.jobs };
    case "job": {
      const { job } = message;
      const known = state.jobs.some((item) => item.job_id === job.job_id);
      const jobs = known ? state.jobs.map((item) => (item.job_id === job.job_id ? job : item)) : [job, ...state.jobs];
      return { ...state, jobs };
    }
    case "runs":
      return { ...state, runsChanged: state.runsChanged + 1 };
    default:
      return state;
  }
}

const PAUSE_MS = [500, 1000, 2000, 5000];
const listeners = new Set<() => void>();
let state = NOTHING;
let socket: WebSocket | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let session: string | null = null;
let lastSeq = 0;
let failures = 0;

function change(next: LiveState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

function connect(): void {
  const address = new URL("./ws", location.href.replace(/#.*$/, ""));
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const here = new WebSocket(address);
  socket = here;
  let said = 0;
  const say = (content: object) => here.send(JSON.stringify({ ...content, seq: ++said }));
  here.onopen = () => say({ type: "hello", session, last_seq: lastSeq });
  here.onmessage = (event: MessageEvent<string>) => {
    const message = JSON.parse(event.data) as Heard;
    if (message.type === "welcome") {
      failures = 0;
      session = message.session;
      if (!message.resumed) {
        lastSeq = 0;
        say({ type: "subscribe", topics: ["jobs", "runs"] });
      }
    } else lastSeq = message.seq ?? lastSeq;
    change(heard(state, message));
  };
  here.onclose = () => {
    if (socket !== here) return;
    socket = undefined;
    change({ ...state, connected: false });
    if (listeners.size > 0) timer = setTimeout(connect, PAUSE_MS[Math.min(failures++, PAUSE_MS.length - 1)]);
  };
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  clearTimeout(timer);
  if (!socket) connect();
  return () => {
    listeners.delete(listener);
    // A page that follows at once goes on with the same connection.
    setTimeout(() => {
      if (listeners.size > 0) return;
      clearTimeout(timer);
      socket?.close();
    }, 1000);
  };
}

/** Jobs and runs as the server tells of them. */
export const useLive = (): LiveState => useSyncExternalStore(listen, () => state);
