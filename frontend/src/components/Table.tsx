import { useMemo, useState, type ReactNode } from "react";

export interface Column<Row> {
  key: string;
  title: string;
  /** Set numbers to the right. */
  numeric?: boolean;
  /** What is shown; without it the value. */
  render?: (row: Row) => ReactNode;
  /** What is sorted and exported; without it row[key]. */
  value?: (row: Row) => string | number | null | undefined;
}

interface Props<Row> {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  onSelect?: (row: Row) => void;
  selected?: string | undefined;
  /** File name of the CSV; without it no download is offered. */
  csvName?: string;
}

function valueOf<Row>(column: Column<Row>, row: Row): string | number {
  const value = column.value ? column.value(row) : (row as Record<string, unknown>)[column.key];
  return typeof value === "number" || typeof value === "string" ? value : "";
}

export function toCsv<Row>(columns: Column<Row>[], rows: Row[]): string {
  const quote = (value: string | number) => {
    const text = String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [columns.map((column) => quote(column.key)), ...rows.map((row) => columns.map((c) => quote(valueOf(c, row))))];
  return `${lines.map((line) => line.join(",")).join("\n")}\n`;
}

/** A table that sorts by a click on its head; the plain form behind every picture. */
export function Table<Row>({ caption, columns, rows, rowKey, onSelect, selected, csvName }: Props<Row>) {
  const [sort, setSort] = useState<{ key: string; down: boolean }>();
  const sorted = useMemo(() => {
    const column = columns.find((candidate) => candidate.key === sort?.key);
    if (!column || !sort) return rows;
    const way = sort.down ? -1 : 1;
    return [...rows].sort((a, b) => {
      const [x, y] = [valueOf(column, a), valueOf(column, b)];
      if (typeof x === "number" && typeof y === "number") return way * (x - y);
      return way * String(x).localeCompare(String(y), "en", { numeric: true });
    });
  }, [columns, rows, sort]);
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption>
          {caption}
          {csvName && (
            <button type="button" className="quiet" onClick={() => saveText(csvName, toCsv(columns, sorted), "text/csv")}>
              CSV
            </button>
          )}
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={column.numeric ? "num" : undefined}
                aria-sort={sort?.key === column.key ? (sort.down ? "descending" : "ascending") : undefined}
              >
                <button
                  type="button"
                  className="sort"
                  onClick={() => setSort({ key: column.key, down: sort?.key === column.key ? !sort.down : false })}
                >
                  {column.title}
                  <span aria-hidden="true">{sort?.key === column.key ? (sort.down ? " ↓" : " ↑") : ""}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => {
            const key = rowKey(row);
            return (
              <tr key={key} className={key === selected ? "chosen" : undefined}>
                {columns.map((column, at) => {
                  const shown = column.render ? column.render(row) : valueOf(column, row);
                  return (
                    <td key={column.key} className={column.numeric ? "num" : undefined}>
                      {at === 0 && onSelect ? (
                        <button type="button" className="link" onClick={() => onSelect(row)}>{shown}</button>
                      ) : shown}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

export function saveBlob(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function saveText(name: string, text: string, type: string): void {
  saveBlob(name, new Blob([text], { type }));
}
