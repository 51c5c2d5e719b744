import { useMemo } from "react";
import type { EventInfo } from "../../api/types";
import { Belief, knownEvents } from "../../replay/belief";
import type { Replay } from "../../replay/data";
import { readEyes } from "../../replay/eyes";
import { useOverlay } from "./useCampaign";

const NO_EVENTS: EventInfo[] = [];

/** Whose eyes the address names, what that side believes, and the events it knows of. */
export function useEyes(named: string | undefined, run: string | undefined, campaign: number, replay: Replay | undefined, events: EventInfo[] | undefined) {
  const eyes = readEyes(named, replay?.meta.sides);
  const loaded = useOverlay(run, campaign, "belief", eyes >= 0, (table) => new Belief(table, replay?.meta.cells ?? 0));
  const belief = eyes >= 0 ? loaded.data : undefined;
  const known = useMemo(() => {
    if (eyes < 0) return events ?? NO_EVENTS;
    return belief ? knownEvents(events ?? NO_EVENTS, belief, eyes) : NO_EVENTS;
  }, [events, belief, eyes]);
  return { eyes, belief, known, error: loaded.error };
}
