import { useState, type FormEvent } from "react";
import { postJson } from "../../api/client";
import type { ScenarioInfo, Started } from "../../api/types";
import { useWhatIfs } from "../useKnown";
import { KINDS, orderOf, type Form, type UncertaintyKind } from "./order";

const KIND_WORDS: Record<UncertaintyKind, string> = {
  disputed: "disputed inputs",
  coefficients: "coefficients of the model",
  luck: "luck of the campaign",
};

/** Order a run or an ensemble. */
export function StartForm({ scenarios }: { scenarios: ScenarioInfo[] }) {
  const first = scenarios.find((item) => item.default) ?? scenarios[0];
  const [form, setForm] = useState<Form>({
    kind: "run", scenario: first?.scenario_id ?? "", whatIf: [], seed: "1", campaigns: "1", days: "", uncertainty: ["luck"],
  });
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const whatIfs = useWhatIfs(form.scenario || undefined);
  const set = (change: Partial<Form>) => setForm((now) => ({ ...now, ...change }));
  const toggle = <T,>(list: T[], item: T): T[] => (list.includes(item) ? list.filter((other) => other !== item) : [...list, item]);

  const start = async (event: FormEvent) => {
    event.preventDefault();
    setFault(undefined);
    setBusy(true);
    try {
      await postJson<Started>("api/jobs", orderOf(form));
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className="start" aria-label="Start a run" onSubmit={(event) => void start(event)} noValidate>
      <h2>Start</h2>
      <div className="row" role="radiogroup" aria-label="Kind">
        <label>
          <input type="radio" name="kind" checked={form.kind === "run"}
            onChange={() => set({ kind: "run", campaigns: "1", uncertainty: ["luck"] })} /> one campaign, told
        </label>
        <label>
          <input type="radio" name="kind" checked={form.kind === "ensemble"}
            onChange={() => set({ kind: "ensemble", campaigns: "200", uncertainty: [...KINDS] })} /> an ensemble
        </label>
      </div>
      <div className="row fields">
        {scenarios.length > 1 && (
          <label>
            Scenario
            <select value={form.scenario} onChange={(event) => set({ scenario: event.target.value, whatIf: [] })}>
              {scenarios.map((item) => <option key={item.scenario_id} value={item.scenario_id}>{item.title}</option>)}
            </select>
          </label>
        )}
        <label>
          Seed
          <input type="text" inputMode="numeric" size={8} value={form.seed} onChange={(event) => set({ seed: event.target.value })} />
        </label>
        <label>
          Campaigns
          <input type="text" inputMode="numeric" size={7} value={form.campaigns} onChange={(event) => set({ campaigns: event.target.value })} />
        </label>
        <label>
          Days (empty: all)
          <input type="text" inputMode="numeric" size={5} value={form.days} onChange={(event) => set({ days: event.target.value })} />
        </label>
      </div>
      <fieldset className="row">
        <legend>Uncertainty: what differs between campaigns</legend>
        {KINDS.map((kind) => (
          <label key={kind}>
            <input type="checkbox" checked={form.uncertainty.includes(kind)}
              onChange={() => set({ uncertainty: toggle(form.uncertainty, kind) })} /> {KIND_WORDS[kind]}
          </label>
        ))}
      </fieldset>
      <details>
        <summary>What if … {form.whatIf.length > 0 ? `(${form.whatIf.length} chosen)` : "(none: as documented)"}</summary>
        <ul className="what-ifs">
          {(whatIfs.data ?? []).map((item) => (
            <li key={item.name}>
              <label title={item.description}>
                <input type="checkbox" checked={form.whatIf.includes(item.name)} onChange={() => set({ whatIf: toggle(form.whatIf, item.name) })} />{" "}
                {item.question || item.title}
              </label>
            </li>
          ))}
        </ul>
      </details>
      <p className="row">
        <button type="submit" className="primary" disabled={busy || !form.scenario}>Start</button>
        {fault && <span role="alert" className="notice error">{fault}</span>}
      </p>
    </form>
  );
}
