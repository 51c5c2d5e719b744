import { useEffect, useState, type RefObject } from "react";
import { formatNumber } from "../../lib/format";
import type { OnMap } from "../../replay/onMap";
import type { MapHandle } from "./MapPane";
import type { Names } from "./words";

/** The map has come to rest when nothing changed on it for so long. */
const RESTS_MS = 250;

interface Props {
  map: RefObject<MapHandle | null>;
  chosen: string | undefined;
  names: Names;
  onPick: (item: OnMap) => void;
}

/** The map as a list, from north to south: what a click on the map does can be done here by keyboard. */
export function OnMapList({ map, chosen, names, onPick }: Props) {
  const [open, setOpen] = useState(false);
  const [items, setItems] = useState<OnMap[]>([]);
  useEffect(() => {
    if (!open) return;
    // While the map moves the list waits.
    let timer: ReturnType<typeof setTimeout>;
    const readSoon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setItems(map.current?.onMap() ?? []), RESTS_MS);
    };
    readSoon();
    const leave = map.current?.watch(readSoon);
    return () => {
      leave?.();
      clearTimeout(timer);
    };
  }, [open, map]);
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
