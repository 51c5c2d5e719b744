import type { Eyes } from "../../replay/eyes";
import { sideWord } from "./words";

interface Props {
  sides: readonly string[];
  eyes: Eyes;
  /** What the side believes is still on its way. */
  loading: boolean;
  onEyes: (side: string | undefined) => void;
  onTable: () => void;
}

/** Whose picture of the war the map shows. */
export function ViewChoice({ sides, eyes, loading, onEyes, onTable }: Props) {
  const choices: [string, string | undefined, boolean][] = [
    ["Both", undefined, eyes < 0],
    ...sides.map((side, at): [string, string, boolean] => [sideWord(side), side, eyes === at]),
  ];
  const [own, enemy] = [sideWord(sides[eyes] ?? ""), sideWord(sides[1 - eyes] ?? "")];
  return (
    <section className="panel view" aria-label="View">
      <fieldset>
        <legend>View</legend>
        {choices.map(([title, side, chosen]) => (
          <label key={title}>
            <input type="radio" name="eyes" checked={chosen} onChange={() => onEyes(side)} /> {title}
          </label>
        ))}
      </fieldset>
      {eyes >= 0 && (
        <p className="quiet">
          {loading ? `Loading what the ${own} side knew …` : `${enemy} forces only as the ${own} side believes them to be. `}
          {!loading && <button type="button" className="link" onClick={onTable}>What it believes</button>}
        </p>
      )}
    </section>
  );
}
