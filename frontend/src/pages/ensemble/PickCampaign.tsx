import { useState } from "react";
import { getJson, query } from "../../api/client";
import type { Pick } from "../../api/types";
import { formatNumber } from "../../lib/format";
import { formatHash } from "../../lib/route";
import { useData } from "../../lib/useData";
import { subjectWords } from "../claims/claims";

/** One campaign that stands for the spread, to be replayed. */
export function PickCampaign({ run }: { run: string }) {
  const path = `api/runs/${run}/measures`;
  const measures = useData(path, (signal) => getJson<string[]>(path, signal));
  const [chosen, setChosen] = useState<string>();
  const measure = chosen ?? measures.data?.find((name) => name.endsWith("_killed")) ?? measures.data?.[0];
  const address = query(`api/runs/${run}/pick`, { measure });
  const { data, error } = useData(measure && address, (signal) => getJson<Pick>(address, signal));
  const link = (campaign: number, words: string) => (
    <li><a href={formatHash({ page: "replay", query: { run, campaign: String(campaign) } })}>{words}: campaign {campaign}</a></li>
  );
  return (
    <section aria-label="Pick a campaign">
      <h2>Replay one campaign</h2>
      <label>
        By{" "}
        <select value={measure ?? ""} onChange={(event) => setChosen(event.target.value)}>
          {(measures.data ?? []).map((name) => <option key={name} value={name}>{subjectWords(name)}</option>)}
        </select>
      </label>
      {(measures.error ?? error) && <p className="notice error" role="alert">{measures.error ?? error}</p>}
      {data && (
        <>
          <ul className="picks">{link(data.lowest, "Lowest")}{link(data.median, "Median")}{link(data.highest, "Highest")}</ul>
          <p className="source">
            90 % of the campaigns lie between {formatNumber(data.values.q05)} and {formatNumber(data.values.q95)}, median {formatNumber(data.values.q50)}.
            The campaign is fought again from its number.
          </p>
        </>
      )}
    </section>
  );
}
