import { useCallback, useSyncExternalStore } from "react";
import { formatHash, mergeQuery, parseHash, type Page, type Route } from "./route";

function listen(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

let last = "";
let lastRoute: Route = parseHash("");
function snapshot(): Route {
  if (location.hash !== last) {
    last = location.hash;
    lastRoute = parseHash(last);
  }
  return lastRoute;
}

export function useRoute(): Route {
  return useSyncExternalStore(listen, snapshot);
}

export function go(page: Page, query: Record<string, string> = {}): void {
  location.hash = formatHash({ page, query });
}

/** Change part of the page's query; `replace` (the default) adds no step to the browser's history. */
export function useSetQuery(): (change: Record<string, string | number | undefined>, push?: boolean) => void {
  return useCallback((change, push = false) => {
    const now = parseHash(location.hash);
    const hash = formatHash({ page: now.page, query: mergeQuery(now.query, change) });
    if (hash === location.hash) return;
    if (push) location.hash = hash;
    else {
      history.replaceState(null, "", hash);
      window.dispatchEvent(new HashChangeEvent("hashchange"));
    }
  }, []);
}
