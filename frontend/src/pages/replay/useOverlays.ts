import type { Table } from "apache-arrow";
import { Air } from "../../replay/air";
import type { Replay } from "../../replay/data";
import { Supply } from "../../replay/supply";
import { useOverlay } from "./useCampaign";

const readSupply = (table: Table) => new Supply(table);
const readAir = (table: Table) => new Air(table);

/** What the layers that are on need beside the replay; loaded when one of them is switched on or its table is open. */
export function useOverlays(show: ReadonlySet<string>, selected: string | undefined, run: string | undefined, campaign: number, replay: Replay | undefined) {
  const wants = (id: string) => replay !== undefined && (show.has(id) || selected === `t:${id}`);
  const supply = useOverlay(run, campaign, "supply", wants("supply"), readSupply);
  const air = useOverlay(run, campaign, "air", wants("effort"), readAir);
  return { supply: supply.data, air: air.data, error: supply.error ?? air.error };
}
