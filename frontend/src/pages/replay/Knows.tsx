import { useState } from "react";
import { getJson, isStandalone, query } from "../../api/client";
import type { Glimpse } from "../../api/types";
import { useData } from "../../lib/useData";

interface Props {
  /** Path of the campaign. */
  path: string;
  holder: string;
  step: number;
}

/** What a unit has, knows and is told at a step: its own belief, asked for only when it is opened. */
export function Knows({ path, holder, step }: Props) {
  const [open, setOpen] = useState(false);
  const address = query(`${path}/knows`, { unit: holder, step });
  const { data, error, pending } = useData(open ? address : undefined, (signal) => getJson<Glimpse>(address, signal));
  if (isStandalone()) return null;
  return (
    <details className="knows" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>What it has, knows and is told</summary>
      {open && !data && !error && <p className="notice">{pending ? "The campaign is fought up to this step …" : "Loading …"}</p>}
      {error && <p className="notice error">{error}</p>}
      {data?.sections.map((section) => (
        <section key={`${section.part}-${section.title}`}>
          <h3>{section.title}</h3>
          {section.rows.length > 0 && (
            <table>
              <thead>
                <tr>{section.heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr>
              </thead>
              <tbody>
                {section.rows.map((row, at) => (
                  <tr key={at}>{row.map((cell, column) => <td key={column}>{cell}</td>)}</tr>
                ))}
              </tbody>
            </table>
          )}
          {section.note && <p className="quiet">{section.note}</p>}
        </section>
      ))}
    </details>
  );
}
