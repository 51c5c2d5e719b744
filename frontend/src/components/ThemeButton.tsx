import { useEffect, useState } from "react";

export type Theme = "light" | "dark";

const KEY = "khingan-theme";

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : null;
  } catch {
    return null;
  }
}

export const preferredTheme = (): Theme =>
  stored() ?? (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

export function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(preferredTheme);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    window.dispatchEvent(new CustomEvent("khingan-theme", { detail: theme }));
  }, [theme]);
  const other = theme === "dark" ? "light" : "dark";
  return (
    <button
      type="button"
      className="quiet"
      aria-label={`Change to the ${other} theme`}
      title={`Change to the ${other} theme`}
      onClick={() => {
        setTheme(other);
        try {
          localStorage.setItem(KEY, other);
        } catch {
          // Without storage the choice lasts as long as the page.
        }
      }}
    >
      {theme === "dark" ? "Light" : "Dark"}
    </button>
  );
}

/** The theme now, for what draws its own colours. */
export function useTheme(): Theme {
  const [theme, setTheme] = useState<Theme>(preferredTheme);
  useEffect(() => {
    const changed = (event: Event) => setTheme((event as CustomEvent<Theme>).detail);
    window.addEventListener("khingan-theme", changed);
    return () => window.removeEventListener("khingan-theme", changed);
  }, []);
  return theme;
}
