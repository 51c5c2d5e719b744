import { useEffect, useState } from "react";
import { whenMade } from "../api/client";

export interface Loaded<T> {
  data: T | undefined;
  error: string | undefined;
  /** Set while the server is still making the answer. */
  pending: string | undefined;
}

/** Load something when `key` changes; `undefined` as key loads nothing. */
export function useData<T>(key: string | undefined, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<Loaded<T> & { key: string | undefined }>({
    key: undefined, data: undefined, error: undefined, pending: undefined,
  });
  useEffect(() => {
    if (key === undefined) return;
    const stop = new AbortController();
    const blank = { key, data: undefined, error: undefined, pending: undefined };
    whenMade(() => load(stop.signal), stop.signal, (pending) => setState({ ...blank, pending })).then(
      (data) => {
        if (!stop.signal.aborted) setState({ ...blank, data });
      },
      (error: unknown) => {
        if (!stop.signal.aborted) setState({ ...blank, error: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => stop.abort();
    // The key names all that `load` depends on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return state.key === key ? state : { data: undefined, error: undefined, pending: undefined };
}
