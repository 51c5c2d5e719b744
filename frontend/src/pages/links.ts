/** Which pages there are, so that nothing links to one that is not built. */
import type { Page } from "../lib/route";

const BUILT: readonly Page[] = ["replay", "ensemble", "compare", "claims", "runs"];

export const has = (page: Page): boolean => BUILT.includes(page);
