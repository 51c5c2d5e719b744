import { useMemo, useState } from "react";
import { LineChart } from "../../components/LineChart";
import { WhyPanel } from "../../components/WhyPanel";
import type { FormationInfo, UnitInfo } from "../../api/types";
import { addHours, formatDay, formatNumber, formatUnit } from "../../lib/format";
import type { Replay } from "../../replay/data";
import { Knows } from "./Knows";
import { sideWord, words } from "./words";

const SIDE_COLOUR = ["#b3261e", "#1d4f91"] as const;

interface UnitProps {
  replay: Replay;
  unit: UnitInfo;
  number: number;
  formation: FormationInfo | undefined;
  step: number;
  runPath: string;
  scenario: string;
  onStep: (step: number) => void;
  onChoose: (id: string) => void;
}

/** One unit: what it is, its story over time, its numbers now, and why. */
export function UnitPanel({ replay, unit, number, formation, step, runPath, scenario, onStep, onChoose }: UnitProps) {
  const [why, setWhy] = useState<{ field: string; title: string }>();
  const at = replay.at(number, step);
  const men = replay.men[at] ?? 0;
  const supply = replay.supplyKm[at] ?? replay.meta.no_supply;
  const flags = replay.meta.flags.filter((flag) => replay.has(flag, number, step));
  const tenthTons = (value: number | undefined) => formatUnit((value ?? 0) / 10, "t", 1);
  const rows: [string, string, string?][] = [
    ["Men", formatNumber(men), "personnel"],
    ["Tanks and self-propelled guns", formatNumber(replay.tanks[at] ?? 0), "tanks_spg"],
    ["Guns and mortars", formatNumber(replay.guns[at] ?? 0), "guns_mortars"],
    ["Fuel", tenthTons(replay.fuel[at])],
    ["Food", tenthTons(replay.food[at])],
    ["Ammunition", tenthTons(replay.ammunition[at])],
    ["Line of supply", supply === replay.meta.no_supply ? "cut" : formatUnit(supply, "km")],
    ["Cohesion", formatUnit(replay.cohesion[at] ?? 0, "%")],
    ["Fatigue", formatUnit(replay.fatigue[at] ?? 0, "%")],
  ];
  return (
    <>
      <h2>{unit.name}</h2>
      <p className="quiet">
        {sideWord(unit.side)} · {unit.kind.replaceAll("-", " ")} · {unit.echelon.replaceAll("-", " ")}
        {formation && (
          <>
            {" · "}
            <button type="button" className="link" onClick={() => onChoose(formation.formation_id)}>{formation.name}</button>
          </>
        )}
      </p>
      <p>
        <strong>{words(replay.statusOf(number, step))}</strong>, ordered to {replay.meta.posture[replay.posture[at] ?? 0]}
        {flags.length > 0 && `; ${flags.map((flag) => flag.replaceAll("_", " ")).join(", ")}`}.
      </p>
      <Strength replay={replay} numbers={[number]} side={replay.meta.sides.indexOf(unit.side)} step={step} onStep={onStep} title={unit.name} />
      <table className="facts">
        <tbody>
          {rows.map(([title, value, field]) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td className="num">{value}</td>
              <td>
                {field && (
                  <button type="button" className="quiet small" aria-expanded={why?.field === field}
                    aria-label={`Why this number: ${title} at the start`}
                    onClick={() => setWhy(why?.field === field ? undefined : { field, title: `${title} at the start` })}>
                    why?
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {why && <WhyPanel name={`${unit.unit_id}.${why.field}`} title={why.title} scenario={scenario} onClose={() => setWhy(undefined)} />}
      <Knows path={runPath} holder={unit.unit_id} step={step} />
    </>
  );
}

interface FormationProps {
  replay: Replay;
  formation: FormationInfo;
  members: { unit: UnitInfo; number: number }[];
  step: number;
  onStep: (step: number) => void;
  onChoose: (id: string) => void;
}

/** A formation: the sum of its units, and the units. */
export function FormationPanel({ replay, formation, members, step, onStep, onChoose }: FormationProps) {
  const numbers = useMemo(() => members.map(({ number }) => number), [members]);
  const sum = (column: ArrayLike<number>) => numbers.reduce((total, number) => total + (column[replay.at(number, step)] ?? 0), 0);
  return (
    <>
      <h2>{formation.name}</h2>
      <p className="quiet">{sideWord(formation.side)} · {formation.echelon.replaceAll("-", " ")} · {formatNumber(members.length)} units</p>
      <p>
        {formatNumber(sum(replay.men))} men, {formatNumber(sum(replay.tanks))} tanks, {formatNumber(sum(replay.guns))} guns and mortars.
      </p>
      <Strength replay={replay} numbers={numbers} side={replay.meta.sides.indexOf(formation.side)} step={step} onStep={onStep} title={formation.name} />
      <ul className="members">
        {members.map(({ unit, number }) => (
          <li key={unit.unit_id}>
            <button type="button" className="link" onClick={() => onChoose(unit.unit_id)}>{unit.name}</button>{" "}
            <span className="quiet">
              {formatNumber(replay.men[replay.at(number, step)] ?? 0)} men, {replay.statusOf(number, step).replaceAll("_", " ")}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

interface StrengthProps {
  replay: Replay;
  numbers: number[];
  side: number;
  step: number;
  title: string;
  onStep: (step: number) => void;
}

/** Men over the whole campaign, with the table behind it. */
function Strength({ replay, numbers, side, step, title, onStep }: StrengthProps) {
  const x = useMemo(() => Array.from({ length: replay.steps + 1 }, (_, at) => at), [replay]);
  const lines = useMemo(() => {
    const values = x.map((at) => numbers.reduce((total, number) => total + (replay.men[replay.at(number, at)] ?? 0), 0));
    return [{ label: "men", values, colour: SIDE_COLOUR[side === 1 ? 1 : 0], width: 2 }];
  }, [replay, numbers, side, x]);
  const formatX = (at: number) => formatDay(addHours(replay.start, at * replay.meta.step_hours), true);
  const stepsADay = 24 / replay.meta.step_hours;
  return (
    <>
      <LineChart label={`Men of ${title} over time`} x={x} lines={lines} height={150} cursor={step}
        formatX={formatX} formatY={(value) => formatNumber(value)} onPick={(at) => onStep(Math.round(at))} />
      <details>
        <summary className="quiet">Table of strength</summary>
        <table>
          <thead><tr><th scope="col">Day</th><th scope="col" className="num">Men</th></tr></thead>
          <tbody>
            {x.filter((at) => at % stepsADay === 0).map((at) => (
              <tr key={at}><td>{formatX(at)}</td><td className="num">{formatNumber(lines[0]?.values[at] ?? 0)}</td></tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
