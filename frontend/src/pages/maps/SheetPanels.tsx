import type { ReactNode } from "react";
import { differencePalette, LEVELS, sharePalette } from "../../spread/fields";
import { formatNumber } from "../../lib/format";
import { css, inkOf } from "../../map/ink";
import type { LayerInfo } from "../replay/layers";
import { SHEET_LAYERS } from "./useSheet";

interface LayerProps {
  layers?: readonly LayerInfo[];
  show: ReadonlySet<string>;
  onToggle: (layer: string) => void;
}

/** Switches of the layers that a map can show. */
export function LayersPanel({ layers = SHEET_LAYERS, show, onToggle }: LayerProps) {
  return (
    <details className="panel">
      <summary>Layers</summary>
      <ul className="layers">
        {layers.map((layer) => (
          <li key={layer.id}>
            <label className="check"><input type="checkbox" checked={show.has(layer.id)} onChange={() => onToggle(layer.id)} /> {layer.title}</label>
          </li>
        ))}
      </ul>
    </details>
  );
}

interface ShadeProps {
  dark: boolean;
  words: readonly [ReactNode, ReactNode];
  /** Differences in points, not shares. */
  points?: boolean;
}

/** Shades of both sides on the paper of the map. */
export function ShadeKey({ dark, words, points = false }: ShadeProps) {
  const ink = inkOf(dark);
  const palette = (points ? differencePalette : sharePalette)(ink);
  return (
    <div className="shade-key">
      {words.map((text, side) => (
        <div key={side}>
          <span className="shades" aria-hidden="true" style={{ background: css(ink.land) }}>
            {Array.from({ length: LEVELS }, (_, at) => (
              <span key={at} style={{ background: css(palette[side * LEVELS + at + 1] ?? [0, 0, 0, 0]) }} />
            ))}
          </span>
          <span>{text}</span>
        </div>
      ))}
      <div className="scale" aria-hidden="true">{(points ? ["5", "25", "50+"] : ["10", "50", "100 %"]).map((text) => <span key={text}>{text}</span>)}</div>
    </div>
  );
}

/** How many campaigns a share is of. */
export const sampleWords = ({ sample, campaigns }: { sample: number[]; campaigns: number }): string =>
  sample.length < campaigns
    ? `${formatNumber(sample.length)} of ${formatNumber(campaigns)} campaigns, spread over the run, fought again.`
    : `All ${formatNumber(campaigns)} campaigns, fought again.`;

/** While the server is at work: how far it is, or what went wrong. */
export function Waiting({ wrong, job, words }: { wrong: string | undefined; job: { done: number; total: number } | undefined; words?: string | undefined }) {
  return (
    <section className="timebar waiting" aria-label="Time">
      {wrong ? <p className="notice error" role="alert">{wrong}</p> : (
        <p className="notice" role="status">
          {job ? `The server fights the campaigns again: ${formatNumber(job.done)} of ${formatNumber(job.total)} …` : (words ?? "Loading …")}
          {job && <progress max={job.total} value={job.done} aria-label="Campaigns fought again" />}
        </p>
      )}
    </section>
  );
}

/** A line of the map in a legend. */
export function LineKey({ width, dash, children }: { width: number; dash?: string; children: ReactNode }) {
  return (
    <div className="line-key">
      <svg width="34" height="10" aria-hidden="true"><line x1="1" x2="33" y1="5" y2="5" stroke="currentColor" strokeWidth={width} strokeDasharray={dash} strokeLinecap="round" /></svg>
      <span>{children}</span>
    </div>
  );
}

/** Hatching of the map in a legend; `slope` 1 rises to the right. */
export function HatchKey({ slope, colour, children }: { slope: 1 | -1; colour: string; children: ReactNode }) {
  const strokes = [-10, -2, 6, 14, 22].map((x) => (slope > 0 ? `M${x},12l12,-12` : `M${x},0l12,12`)).join("");
  return (
    <div className="line-key">
      <svg width="34" height="12" aria-hidden="true"><path d={strokes} stroke={colour} fill="none" /></svg>
      <span>{children}</span>
    </div>
  );
}
