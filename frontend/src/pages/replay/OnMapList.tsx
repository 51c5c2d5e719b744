import { useEffect, useState } from "react";
import { formatNumber } from "../../lib/format";
import type { OnMap } from "../../replay/onMap";
import type { Names } from "./words";

interface Props {
  /** What is on the map now. */
  read: () => OnMap[];
  /** Changes with everything that moves something on the map. */
  when: string;
  chosen: string | undefined;
  names: Names;
  onPick: (item: OnMap) => void;
}

/** The map as a list, from north to south: what a click on the map does can be done here by keyboard. */
export function OnMapList({ read, when, chosen, names, onPick }: Props) {
  const [open, setOpen] = useState(false);
  const [items, setItems] = useState<OnMap[]>([]);
  useEffect(() => {
    if (!open) return;
    // The map has shown the change by then; while it moves the list waits.
    const timer = setTimeout(() => setItems(read()), 250);
    return () => clearTimeout(timer);
  }, [open, when, read]);
  return (
    <details className="panel on-map" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>On this map</summary>
      {items.length === 0 && <p className="quiet">Nothing to choose here.</p>}
      <ol tabIndex={0} aria-label="On this map" aria-busy={items.length === 0}>
        {items.map((item) => (
          <li key={item.key}>
            <button type="button" className="line" data-x={Math.round(item.x)} data-y={Math.round(item.y)} data-stack={item.stack}
              data-key={item.key} aria-current={item.standing?.counter.id === chosen && chosen !== undefined} onClick={() => onPick(item)}>
              <span className={`dot ${item.standing ? `side-${item.standing.counter.side}` : "town"}`} aria-hidden="true" />
              {item.standing
                ? `${names.unit(item.standing.counter.id)}, ${formatNumber(item.standing.men)} men${item.stack > 1 ? `, in a stack of ${item.stack}` : ""}`
                : item.place?.name_1945}
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}
