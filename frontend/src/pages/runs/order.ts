/** What is ordered from the form. */
import type { EnsembleOrder, JobInfo, RunInfo, RunOrder } from "../../api/types";

export const KINDS = ["disputed", "coefficients", "luck"] as const;
export type UncertaintyKind = (typeof KINDS)[number];

export interface Form {
  kind: "run" | "ensemble";
  scenario: string;
  whatIf: string[];
  seed: string;
  campaigns: string;
  days: string;
  uncertainty: UncertaintyKind[];
}

const MOST = { seed: 2 ** 32 - 1, run: 2_000, ensemble: 100_000, days: 90, whatIf: 8 };

function whole(text: string, name: string, low: number, high: number): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < low || value > high) {
    throw new Error(`${name}: a whole number from ${low} to ${high}, not "${text}".`);
  }
  return value;
}

/** The order for the server; an Error says what to mend. */
export function orderOf(form: Form): RunOrder | EnsembleOrder {
  if (form.whatIf.length > MOST.whatIf) throw new Error(`At most ${MOST.whatIf} what-ifs together.`);
  const order = {
    kind: form.kind,
    scenario: form.scenario,
    what_if: [...form.whatIf],
    seed: whole(form.seed, "Seed", 0, MOST.seed),
    campaigns: whole(form.campaigns, "Campaigns", 1, MOST[form.kind]),
    days: form.days.trim() === "" ? null : whole(form.days, "Days", 1, MOST.days),
    uncertainty: KINDS.filter((kind) => form.uncertainty.includes(kind)),
  };
  return order as RunOrder | EnsembleOrder;
}

export const goesOn = (job: JobInfo): boolean => job.state === "waiting" || job.state === "running";

/** Names of what-ifs in a run's list, by their titles where they are known. */
export function overlayText(run: Pick<RunInfo, "overlays">, titles: ReadonlyMap<string, string>): string {
  return run.overlays.length === 0 ? "as documented" : run.overlays.map((name) => titles.get(name) ?? name).join(", ");
}
