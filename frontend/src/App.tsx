import { Suspense } from "react";
import { PAGE_LIST } from "./pages";
import { isStandalone } from "./api/client";
import { formatHash } from "./lib/route";
import { useRoute } from "./lib/useRoute";
import { ThemeButton } from "./components/ThemeButton";

export function App() {
  const route = useRoute();
  const current = PAGE_LIST.find((page) => page.name === route.page) ?? PAGE_LIST[0];
  if (!current) return null;
  const Page = current.component;
  return (
    <div className={`app page-${route.page}`}>
      <a className="skip" href="#main" onClick={(event) => {
        event.preventDefault();
        document.getElementById("main")?.focus();
      }}>
        Skip to the page
      </a>
      <header className="bar">
        <span className="brand">khingan</span>
        {!isStandalone() && (
          <nav aria-label="Pages">
            {PAGE_LIST.map((page) => (
              <a
                key={page.name}
                href={formatHash({ page: page.name, query: page.name === route.page ? route.query : keep(route.query) })}
                aria-current={page.name === route.page ? "page" : undefined}
              >
                {page.title}
              </a>
            ))}
          </nav>
        )}
        <div id="bar-slot" className="bar-slot" />
        <ThemeButton />
      </header>
      <main id="main" tabIndex={-1}>
        <Suspense fallback={<p className="notice">Loading …</p>}>
          <Page query={route.query} />
        </Suspense>
      </main>
    </div>
  );
}

/** What one page hands to the next: the run that is looked at. */
function keep(query: Record<string, string>): Record<string, string> {
  return query.run ? { run: query.run } : {};
}
