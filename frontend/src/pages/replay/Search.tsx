import { useId, useMemo, useState, type RefObject } from "react";

export interface Found {
  id: string;
  title: string;
  note: string;
  /** Lower case, what is searched. */
  text: string;
}

interface Props {
  items: Found[];
  inputRef: RefObject<HTMLInputElement | null>;
  onPick: (found: Found) => void;
}

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function search(items: readonly Found[], text: string, most = 12): Found[] {
  const wanted = plain(text.trim());
  if (!wanted) return [];
  const ranked = items
    .map((item): [Found, number] => {
      const at = plain(item.text).indexOf(wanted);
      const start = at === 0 || (at > 0 && plain(item.text)[at - 1] === " ");
      return [item, at < 0 ? Infinity : start ? 0 : 1];
    })
    .filter(([, rank]) => rank < Infinity);
  return ranked.sort(([, a], [, b]) => a - b).slice(0, most).map(([item]) => item);
}

/** Search for places and units by both names; a list that the arrow keys walk. */
export function Search({ items, inputRef, onPick }: Props) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const found = useMemo(() => search(items, text), [items, text]);
  const pick = (item: Found | undefined) => {
    if (!item) return;
    setText("");
    inputRef.current?.blur();
    onPick(item);
  };
  return (
    <div className="search">
      <input
        ref={inputRef}
        type="search"
        role="combobox"
        aria-label="Search for a place or unit"
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={found[chosen] ? `${list}-${chosen}` : undefined}
        placeholder="Search (/)"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") setChosen(Math.min(found.length - 1, chosen + 1));
          else if (event.key === "ArrowUp") setChosen(Math.max(0, chosen - 1));
          else if (event.key === "Enter") pick(found[chosen]);
          else if (event.key === "Escape") {
            setText("");
            inputRef.current?.blur();
          } else return;
          event.preventDefault();
        }}
      />
      <ul id={list} role="listbox" aria-label="Found" hidden={found.length === 0}>
        {found.map((item, at) => (
          <li key={item.id} id={`${list}-${at}`} role="option" aria-selected={at === chosen}
            onPointerDown={(event) => {
              event.preventDefault();
              pick(item);
            }}>
            {item.title} <span className="quiet">{item.note}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
