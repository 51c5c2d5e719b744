/** The pages in the order of the bar. A page appears here when it is built. */
import type { ComponentType } from "react";
import type { Page } from "../lib/route";
import { ClaimsPage } from "./claims/ClaimsPage";
import { ComparePage } from "./compare/ComparePage";
import { EnsemblePage } from "./ensemble/EnsemblePage";
import { ReplayPage } from "./replay/ReplayPage";
import { RunsPage } from "./runs/RunsPage";

export interface PageProps {
  query: Record<string, string>;
}

export const PAGE_LIST: { name: Page; title: string; component: ComponentType<PageProps> }[] = [
  { name: "replay", title: "Replay", component: ReplayPage },
  { name: "ensemble", title: "Ensemble", component: EnsemblePage },
  { name: "compare", title: "Compare", component: ComparePage },
  { name: "claims", title: "Claims", component: ClaimsPage },
  { name: "runs", title: "Runs", component: RunsPage },
];
