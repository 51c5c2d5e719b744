import { useMemo } from "react";
import type { PageProps } from "..";
import { getJson, query as address } from "../../api/client";
import type { ClaimInfo, Claims } from "../../api/types";
import { Table, type Column } from "../../components/Table";
import { Views } from "../../components/Views";
import { formatNumber } from "../../lib/format";
import { useData } from "../../lib/useData";
import { useSetQuery } from "../../lib/useRoute";
import { useScenarios } from "../useKnown";
import { ClaimPanel } from "./ClaimPanel";
import { matches, subjectWords } from "./claims";
import { Reckoning } from "./Reckoning";
import { Rivals } from "./Rivals";
import "../pages.css";
import "./claims.css";

const VIEWS = { table: "All claims", conflicts: "Conflicts", reckoning: "Reckoning" } as const;
type View = keyof typeof VIEWS;

/** The documented claims: by subject, against one another, and against the campaigns. */
export function ClaimsPage({ query }: PageProps) {
  const setQuery = useSetQuery();
  const scenarios = useScenarios();
  const scenario = query.scenario ?? scenarios.data?.find((item) => item.default)?.scenario_id ?? scenarios.data?.[0]?.scenario_id;
  const path = address("api/claims", { scenario });
  const { data, error } = useData(scenario && path, (signal) => getJson<Claims>(path, signal));
  const byId = useMemo(() => new Map((data?.claims ?? []).map((claim) => [claim.claim_id, claim])), [data]);
  const sources = useMemo(() => new Map((data?.sources ?? []).map((source) => [source.source_id, source])), [data]);
  const view: View = query.view === "conflicts" || query.view === "reckoning" ? query.view : "table";
  const basis = query.basis ?? "";
  const search = query.q ?? "";
  const found = useMemo(
    () => (data?.claims ?? [])
      .filter((claim) => (!basis || claim.basis === basis) && matches(claim, search, sources.get(claim.source_id)?.title ?? ""))
      .sort((a, b) => a.subject.localeCompare(b.subject) || a.claim_id.localeCompare(b.claim_id)),
    [data, basis, search, sources],
  );
  const foundIds = useMemo(() => new Set(found.map((claim) => claim.claim_id)), [found]);
  const bases = useMemo(() => [...new Set((data?.claims ?? []).map((claim) => claim.basis))], [data]);
  const columns = useMemo(() => columnsOf(sources), [sources]);
  const chosen = query.claim ? byId.get(query.claim) : undefined;
  const choose = (claim: string | undefined) => setQuery({ claim }, true);

  return (
    <div className="page claims">
      <h1>Claims</h1>
      <div className="row">
        <Views views={VIEWS} view={view} onView={(name) => setQuery({ view: name === "table" ? undefined : name })} />
        {view !== "reckoning" && (
          <>
            <label>Search <input type="search" value={search} onChange={(event) => setQuery({ q: event.target.value })} /></label>
            <label>
              Basis{" "}
              <select value={basis} onChange={(event) => setQuery({ basis: event.target.value })}>
                <option value="">all</option>
                {bases.map((name) => <option key={name} value={name}>{name === "founding" ? "founding documents" : name}</option>)}
              </select>
            </label>
          </>
        )}
      </div>
      {(error ?? scenarios.error) && <p className="notice error" role="alert">{error ?? scenarios.error}</p>}
      {!data && !error && <p className="notice">Loading …</p>}
      {data && scenario && (
        <div className={chosen ? "with-panel" : undefined}>
          <div className="main-part">
            {view === "table" && (
              <Table caption={`${formatNumber(found.length)} of ${formatNumber(data.claims.length)} claims, by subject`} columns={columns} rows={found}
                rowKey={(claim) => claim.claim_id} onSelect={(claim) => choose(claim.claim_id)} selected={query.claim} csvName="claims.csv" />
            )}
            {view === "conflicts" && (
              <Conflicts data={data} byId={byId} found={foundIds} sources={sources} selected={query.claim} onSelect={choose} />
            )}
            {view === "reckoning" && <Reckoning run={query.run} scenario={scenario} onRun={(run) => setQuery({ run })} onClaim={choose} />}
          </div>
          {chosen && (
            <ClaimPanel key={chosen.claim_id} claim={chosen} claims={byId} group={chosen.group === null ? [] : data.groups[chosen.group] ?? []}
              sources={sources} scenario={scenario} onSelect={choose} />
          )}
        </div>
      )}
    </div>
  );
}

type Sources = Parameters<typeof Rivals>[0]["sources"];

function columnsOf(sources: Sources): Column<ClaimInfo>[] {
  return [
    { key: "claim_id", title: "Claim" },
    { key: "subject", title: "Subject", render: (claim) => subjectWords(claim.subject) },
    { key: "side", title: "Side" },
    { key: "figure", title: "Says", render: (claim) => <>{claim.figure && <strong>{claim.figure}. </strong>}{claim.paraphrase}</> },
    { key: "source_id", title: "Source", render: (claim) => <span className="source">{sources.get(claim.source_id)?.title ?? claim.source_id}</span> },
    { key: "rivals", title: "Rivals", numeric: true, value: (claim) => claim.conflicts_with.length || "" },
    { key: "uses", title: "Used", numeric: true, value: (claim) => claim.used.length || "" },
  ];
}

interface ConflictsProps {
  data: Claims;
  byId: ReadonlyMap<string, ClaimInfo>;
  found: ReadonlySet<string>;
  sources: Sources;
  selected: string | undefined;
  onSelect: (claim: string) => void;
}

/** Groups of claims that exclude one another. */
function Conflicts({ data, byId, found, sources, selected, onSelect }: ConflictsProps) {
  const groups = data.groups.filter((group) => group.some((id) => found.has(id)));
  return (
    <>
      <p className="notice">
        {formatNumber(groups.length)} {groups.length === 1 ? "group" : "groups"} of claims that cannot all hold at once. None of them is silently preferred: where the scenario
        needs a number, it says which claim it takes, and an ensemble with disputed inputs draws among them.
      </p>
      {groups.map((group) => {
        const claims = group.map((id) => byId.get(id)).filter((claim): claim is ClaimInfo => claim !== undefined);
        const subjects = [...new Set(claims.map((claim) => subjectWords(claim.subject)))];
        return (
          <section key={group.join()} className="conflict">
            <h2>{subjects.slice(0, 3).join(" · ")}{subjects.length > 3 && ` and ${subjects.length - 3} more`}</h2>
            <Rivals claims={claims} sources={sources} selected={selected} onSelect={onSelect} />
          </section>
        );
      })}
    </>
  );
}
