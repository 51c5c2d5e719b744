/** The address after the hash: a page and its state, so that a link shows what its sender saw. */

export const PAGES = ["replay", "ensemble", "compare", "claims", "runs"] as const;
export type Page = (typeof PAGES)[number];

export interface Route {
  page: Page;
  query: Record<string, string>;
}

export function parseHash(hash: string): Route {
  const text = hash.replace(/^#\/?/, "");
  const cut = text.indexOf("?");
  const name = cut < 0 ? text : text.slice(0, cut);
  const page = PAGES.find((candidate) => candidate === name) ?? "replay";
  const query: Record<string, string> = {};
  for (const [key, value] of new URLSearchParams(cut < 0 ? "" : text.slice(cut + 1))) query[key] = value;
  return { page, query };
}

export function formatHash(route: Route): string {
  const pairs = Object.entries(route.query).filter(([, value]) => value !== "");
  pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  // Commas and colons are legal in a fragment and easier to read as they are.
  const text = new URLSearchParams(pairs).toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return `#/${route.page}${text ? `?${text}` : ""}`;
}

/** Merge changes into a query; `undefined` or "" takes a key out. */
export function mergeQuery(
  query: Record<string, string>,
  change: Record<string, string | number | undefined>,
): Record<string, string> {
  const next = { ...query };
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined || value === "") delete next[key];
    else next[key] = String(value);
  }
  return next;
}
