/**
 * The one way to the server. In a standalone replay the answers lie inside the page, and the same calls find them there.
 */
import { tableFromIPC, type Table } from "apache-arrow";
import type { Faults } from "./types";

declare global {
  interface Window {
    /** Answers carried by a standalone page: path -> base64 of gzip. */
    KHINGAN_ANSWERS?: Record<string, string>;
  }
}

export class ApiError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The server is still making what was asked for; the job's progress comes over the WebSocket. */
export class Pending extends Error {
  readonly jobId: string;
  constructor(jobId: string) {
    super("being made");
    this.jobId = jobId;
  }
}

export const isStandalone = (): boolean => window.KHINGAN_ANSWERS !== undefined;

/** Answers received so far, for the export of a standalone page. */
export const received = new Map<string, Uint8Array>();

async function unpack(text: string): Promise<Uint8Array> {
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function reason(body: unknown, fallback: string): string {
  if (typeof body !== "object" || body === null) return fallback;
  const detail = (body as Partial<Faults>).detail;
  if (!Array.isArray(detail) || detail.length === 0) return fallback;
  return detail
    .map((fault) => `${fault.message}${fault.value ? ` (${fault.value})` : ""}${fault.mend ? `. ${fault.mend}` : ""}`)
    .join("; ");
}

export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`./${path.replace(/^\//, "")}`, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, "The server does not answer. Is khingan serve still running?");
  }
  if (!response.ok) {
    const body: unknown = await response.json().catch(() => null);
    throw new ApiError(response.status, reason(body, `${response.status} ${response.statusText}`));
  }
  return response;
}

export async function getBytes(path: string, signal?: AbortSignal): Promise<Uint8Array> {
  if (window.KHINGAN_ANSWERS) {
    const text = window.KHINGAN_ANSWERS[path];
    if (text === undefined) throw new ApiError(404, "This is not part of the standalone replay.");
    return unpack(text);
  }
  const response = await request(path, signal ? { signal } : {});
  if (response.status === 202) {
    const body = (await response.json()) as { job_id: string };
    throw new Pending(body.job_id);
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  received.set(path, bytes);
  return bytes;
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await getBytes(path, signal))) as T;
}

export async function getArrow(path: string, signal?: AbortSignal): Promise<Table> {
  return tableFromIPC(await getBytes(path, signal));
}

const wait = (ms: number, signal?: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("cancelled", "AbortError"));
    });
  });

/** Ask again while the server is making the answer. */
export async function whenMade<T>(
  ask: () => Promise<T>,
  signal?: AbortSignal,
  onPending?: (jobId: string) => void,
): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Pending)) throw error;
      onPending?.(error.jobId);
      await wait(500, signal);
    }
  }
}

export async function postJson<T>(path: string, body: unknown): Promise<T> {
  const response = await request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return (await response.json()) as T;
}

export async function deleteJson<T>(path: string): Promise<T> {
  const response = await request(path, { method: "DELETE" });
  return (await response.json()) as T;
}

export const query = (path: string, parameters: Record<string, string | number | undefined>): string => {
  const pairs = Object.entries(parameters).filter((pair): pair is [string, string | number] => pair[1] !== undefined);
  return pairs.length ? `${path}?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]))}` : path;
};
