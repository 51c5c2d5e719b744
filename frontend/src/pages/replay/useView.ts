import { useCallback, useEffect, useRef } from "react";
import { useSetQuery } from "../../lib/useRoute";
import type { View } from "../../map/MapView";

export function readView(text: string | undefined): View | undefined {
  const [x, y, zoom] = (text ?? "").split(",").map(Number);
  if (x === undefined || y === undefined || zoom === undefined) return undefined;
  return [x, y, zoom].every(Number.isFinite) ? { x, y, zoom } : undefined;
}

/** Where a map begins, as the address has it, and what keeps the address up with it. */
export function useView(asked: string | undefined): [View | undefined, (view: View) => void] {
  const setQuery = useSetQuery();
  const first = useRef(readView(asked));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const save = useCallback((next: View) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setQuery({ view: `${next.x.toFixed(0)},${next.y.toFixed(0)},${next.zoom.toFixed(2)}` }), 300);
  }, [setQuery]);
  return [first.current, save];
}
