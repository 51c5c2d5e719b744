import { getArrow, query } from "../../api/client";
import { useLive } from "../../api/live";
import { useData } from "../../lib/useData";
import { readShares } from "../../spread/shares";

const MOST_CAMPAIGNS = 100;

/** Who holds what over the campaigns of a run; while they are fought again, how far the server is. */
export function useShares(run: string | undefined) {
  const path = query(`api/runs/${run ?? ""}/control.arrow`, { sample: MOST_CAMPAIGNS });
  const { data, error, pending } = useData(run && path, async (signal) => readShares(await getArrow(path, signal)));
  const job = useLive().jobs.find((item) => item.job_id === pending);
  return { data, error, progress: job && job.total > 0 ? job : undefined };
}
