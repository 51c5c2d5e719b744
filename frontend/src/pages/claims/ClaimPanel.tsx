import { useState } from "react";
import { getJson, query } from "../../api/client";
import type { ClaimInfo, ClaimStory, SourceInfo } from "../../api/types";
import { WhyPanel } from "../../components/WhyPanel";
import { formatNumber } from "../../lib/format";
import { useData } from "../../lib/useData";
import { subjectWords } from "./claims";
import { Rivals } from "./Rivals";

interface Props {
  claim: ClaimInfo;
  claims: ReadonlyMap<string, ClaimInfo>;
  group: string[];
  sources: ReadonlyMap<string, SourceInfo>;
  scenario: string;
  onSelect: (claim: string | undefined) => void;
}

const SUMS_SHOWN = 5;

/** One claim: what it says, who says it, who contradicts it, where it stands behind a number, and what adds up to it. */
export function ClaimPanel({ claim, claims, group, sources, scenario, onSelect }: Props) {
  const [why, setWhy] = useState<string>();
  const path = query(`api/claims/${claim.claim_id}`, { scenario });
  const { data: story, error } = useData(path, (signal) => getJson<ClaimStory>(path, signal));
  const source = sources.get(claim.source_id);
  const rivals = group.map((id) => claims.get(id)).filter((item): item is ClaimInfo => item !== undefined);
  return (
    <aside className="claim-panel" aria-label={`Claim ${claim.claim_id}`}>
      <header>
        <h2>{claim.claim_id}: {subjectWords(claim.subject)}</h2>
        <button type="button" className="quiet" aria-label="Close the claim" onClick={() => onSelect(undefined)}>✕</button>
      </header>
      {claim.figure && <p><strong>{claim.figure}</strong></p>}
      <p>{claim.paraphrase}</p>
      <p className="source">
        {source?.title ?? claim.source_id}
        {source?.author && `, ${source.author}`}
        {source?.year && `, ${source.year}`}
        {claim.locator && `: ${claim.locator}`}. {claim.confidence}
        {claim.as_of_date && `; as of ${claim.as_of_date}`}
        {claim.scope && `; scope: ${claim.scope}`}
        {claim.definition && `; counts: ${claim.definition}`}.
      </p>
      {rivals.length > 1 && (
        <section>
          <h3>Rival claims</h3>
          <Rivals claims={rivals} sources={sources} selected={claim.claim_id} onSelect={onSelect} width={150} />
        </section>
      )}
      <section>
        <h3>Where it is used</h3>
        {claim.used.length === 0 && <p className="notice">Behind no number of the scenario.</p>}
        <ul className="uses">
          {claim.used.map((use, at) => (
            <li key={at}>
              {use.table}: {use.name
                ? <button type="button" className="link" onClick={() => setWhy(use.name ?? undefined)}>{use.name}</button>
                : use.row_id}
            </li>
          ))}
        </ul>
        {why && <WhyPanel name={why} title={why} scenario={scenario} onClose={() => setWhy(undefined)} />}
      </section>
      {error && <p className="notice error" role="alert">{error}</p>}
      {story && (story.sums.length > 0 || story.reason) && (
        <section>
          <h3>Sums of other claims</h3>
          {story.reason && <p className="notice">{story.reason}</p>}
          {story.sums.length > 0 && (
            <table>
              <caption>{formatNumber(story.sums_found)} found among {formatNumber(story.tried)} tried; the closest first</caption>
              <thead><tr><th scope="col">Terms</th><th scope="col" className="num">Sum</th><th scope="col" className="num">Gap</th></tr></thead>
              <tbody>
                {story.sums.slice(0, SUMS_SHOWN).map((sum, at) => (
                  <tr key={at}>
                    <td>
                      {sum.terms.join(" + ")}
                      {sum.double_counts.length > 0 && ` (counts twice: ${sum.double_counts.map((pair) => pair.join(" in ")).join("; ")})`}
                    </td>
                    <td className="num">{formatNumber(sum.low)}{sum.high !== sum.low && ` to ${formatNumber(sum.high)}`}</td>
                    <td className="num">{formatNumber(sum.gap)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
      )}
    </aside>
  );
}
