import type { PageProps } from "..";
import { getJson, query as address } from "../../api/client";
import { Table, type Column } from "../../components/Table";
import { Views } from "../../components/Views";
import { formatNumber } from "../../lib/format";
import { formatHash } from "../../lib/route";
import { useData } from "../../lib/useData";
import { useSetQuery } from "../../lib/useRoute";
import { RunChoice, runText } from "../RunChoice";
import { useLiveRuns } from "../useKnown";
import { CompareMaps } from "./CompareMaps";
import { digitsFor, direction, reach, type Comparison, type Effect } from "./effects";
import "../pages.css";

const VIEWS = { numbers: "Numbers", maps: "Two maps", difference: "Difference" } as const;
type View = keyof typeof VIEWS;

/** Two runs against each other, campaign by campaign where they share their luck. */
export function ComparePage({ query }: PageProps) {
  const setQuery = useSetQuery();
  const { runs } = useLiveRuns();
  const { a, b } = query;
  const [base, other] = [a, b].map((id) => runs?.find((run) => run.run_id === id));
  const scenario = base?.scenario_id;
  const several = (base?.campaigns ?? 0) > 1 && (other?.campaigns ?? 0) > 1;
  const view: View = query.show === "maps" || query.show === "difference" ? query.show : "numbers";
  const path = address("api/compare", { a, b });
  const numbers = view === "numbers" && several && a !== b;
  const { data, error, pending } = useData(numbers ? path : undefined, (signal) => getJson<Comparison>(path, signal));
  const world = data?.worlds[0];
  const words = (id: string | undefined) => {
    const run = runs?.find((item) => item.run_id === id);
    return run ? runText(run) : id;
  };
  const head = (
    <>
      <h1>Compare</h1>
      <div className="row">
        <RunChoice label="Base" value={a} onChange={(run) => setQuery({ a: run })} />
        <RunChoice label="against it" value={b} scenario={scenario} open onChange={(run) => setQuery({ b: run })} />
        {a && b && <button type="button" onClick={() => setQuery({ a: b, b: a })}>Swap</button>}
        <Views views={VIEWS} view={view} onView={(name) => setQuery({ show: name === "numbers" ? undefined : name })} />
      </div>
      {a !== undefined && a === b && <p className="notice">Choose two different runs.</p>}
    </>
  );
  if (view !== "numbers") return <CompareMaps a={base} b={other} apart={view === "maps"} query={query} head={head} />;
  return (
    <div className="page compare">
      {head}
      {runs && !several && <p className="notice">Choose two runs of several campaigns; the maps show single campaigns, too. With the same seed and uncertainty they share their luck, and every campaign is compared with its twin.</p>}
      {error && <p className="notice error" role="alert">{error}</p>}
      {numbers && !data && !error && <p className="notice" role="status">{pending ? "The server compares the campaigns …" : "Loading …"}</p>}
      {data && (
        <>
          <p>
            {world?.paired
              ? `${formatNumber(world.pairs)} pairs of campaigns that share their luck.`
              : `Not paired: ${world?.why_unpaired ?? ""}. The means alone are compared.`}
          </p>
          <Table caption="Change of every measure; light bar: 90 % of the pairs, dark bar: 95 % interval of the mean, dot: mean, stroke: no change"
            columns={COLUMNS} rows={data.effects} rowKey={(effect) => effect.measure} csvName="compare.csv" />
          {data.notes.length > 0 && <ul className="source">{data.notes.map((note) => <li key={note}>{note}</li>)}</ul>}
          <p className="row">
            Replay the same campaign in both:
            <a href={formatHash({ page: "replay", query: { run: a ?? "", campaign: "0" } })}>base ({words(a)})</a>
            <a href={formatHash({ page: "replay", query: { run: b ?? "", campaign: "0" } })}>the other ({words(b)})</a>
          </p>
        </>
      )}
    </div>
  );
}

const number = (value: number | null): string => (value === null ? "–" : formatNumber(value, digitsFor(value)));
const signed = (value: number | null): string => (value !== null && value > 0 ? `+${number(value)}` : number(value));
const share = (value: number | null): string => (value === null ? "–" : `${formatNumber(value * 100)} %`);

const COLUMNS: Column<Effect>[] = [
  { key: "measure", title: "Measure" },
  { key: "unit", title: "Unit" },
  { key: "mean_before", title: "Base, mean", numeric: true, render: (effect) => number(effect.mean_before) },
  { key: "mean_after", title: "Other, mean", numeric: true, render: (effect) => number(effect.mean_after) },
  { key: "difference", title: "Difference (95 %)", numeric: true,
    render: (effect) => <>{signed(effect.difference)} <span className="source">({signed(effect.low)} to {signed(effect.high)})</span></> },
  { key: "picture", title: "Picture", value: () => "", render: (effect) => <Picture effect={effect} /> },
  { key: "direction", title: "Change", value: direction },
  { key: "against", title: "Other way", numeric: true, render: (effect) => share(effect.against) },
];

const WIDTH = 200;

function Picture({ effect }: { effect: Effect }) {
  const most = reach(effect);
  const at = (value: number) => WIDTH / 2 + ((WIDTH / 2 - 5) * value) / most;
  const bar = (low: number | null, high: number | null, height: number, opacity: number) =>
    low !== null && high !== null && (
      <rect x={at(low)} y={9 - height / 2} width={Math.max(1, at(high) - at(low))} height={height} fill="var(--accent)" fillOpacity={opacity} />
    );
  return (
    <svg width={WIDTH} height="18" viewBox={`0 0 ${WIDTH} 18`} role="img"
      aria-label={`${effect.measure}: ${signed(effect.difference)}, ${signed(effect.low)} to ${signed(effect.high)} ${effect.unit}`}>
      {bar(effect.difference_05, effect.difference_95, 6, 0.22)}
      {bar(effect.low, effect.high, 10, 0.55)}
      <line x1={WIDTH / 2} x2={WIDTH / 2} y1="0" y2="18" stroke="var(--ink)" />
      <circle cx={at(effect.difference)} cy="9" r="3.2" fill="var(--accent)" stroke="var(--sheet)" />
    </svg>
  );
}
