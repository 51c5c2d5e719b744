import { useEffect, useRef } from "react";
import { LAYERS } from "./layers";

export function Help({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const keys: [string, string][] = [
    ["Space", "play, stop"],
    ["← →", "one step back, on"],
    ["Shift + ← →", "one day back, on"],
    ["Home, End", "first, last step"],
    ["/", "search"],
    ["+ −", "closer, farther"],
    ...LAYERS.filter((layer) => layer.key).map((layer): [string, string] => [layer.key ?? "", layer.title.toLowerCase()]),
    ["g", "the ground in the middle of the map"],
    ["Esc", "clear the choice"],
    ["?", "this help"],
  ];
  return (
    <dialog ref={dialog} onClose={onClose} aria-label="Help">
      <h2>Keys</h2>
      <table>
        <tbody>
          {keys.map(([key, meaning]) => (
            <tr key={key}><th scope="row"><kbd>{key}</kbd></th><td>{meaning}</td></tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">
        A click on a counter shows its story; a click on a stack (×n) spreads it out; a click beside
        everything tells whose the ground is. Counters gather to corps and armies when you
        zoom out. The address of the page holds what you see: copy it to share it.
      </p>
      <form method="dialog"><button type="submit">Close</button></form>
    </dialog>
  );
}
