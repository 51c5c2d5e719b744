import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useTheme } from "./ThemeButton";

export interface Line {
  label: string;
  values: (number | null)[];
  colour: string;
  dash?: number[];
  width?: number;
}

/** A shaded band between two lines (indices into `lines`). */
export interface Band {
  upper: number;
  lower: number;
  fill: string;
}

interface Props {
  label: string;
  x: number[];
  lines: Line[];
  bands?: Band[];
  height?: number;
  /** Text of a value of the x axis. */
  formatX: (x: number) => string;
  formatY?: (y: number) => string;
  /** A mark on the x axis, such as the slider's step. */
  cursor?: number | undefined;
  onPick?: (x: number) => void;
  /** Begin the y axis at zero, so that heights may be compared. */
  fromZero?: boolean;
}

const NO_BANDS: Band[] = [];

/** Labels without those that say the same as the one before: several ticks of a day. */
const eachOnce = (labels: string[]): string[] => labels.map((label, at) => (label === labels[at - 1] ? "" : label));

/** A small chart over time. The table behind it is the caller's. */
export function LineChart({ label, x, lines, bands = NO_BANDS, height = 140, formatX, formatY, cursor, onPick, fromZero = true }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const mark = useRef(cursor);
  const pick = useRef(onPick);
  pick.current = onPick;
  const theme = useTheme();

  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const ink = theme === "dark" ? "#b9b4a5" : "#575142";
    const grid = theme === "dark" ? "#3a3d3a" : "#ddd5c0";
    const axis = { stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid }, font: "11px system-ui" };
    const chart = new uPlot(
      {
        width: element.clientWidth || 280,
        height,
        legend: { show: false },
        cursor: { y: false, points: { show: false } },
        scales: { x: { time: false }, ...(fromZero ? { y: { range: (_: uPlot, __: number, most: number): [number, number] => [0, (most || 1) * 1.08] } } : {}) },
        axes: [
          { ...axis, values: (_, ticks) => eachOnce(ticks.map(formatX)), space: 60 },
          { ...axis, size: 62, ...(formatY ? { values: (_: uPlot, ticks: number[]) => ticks.map(formatY) } : {}) },
        ],
        series: [
          {},
          ...lines.map((line) => ({
            label: line.label,
            stroke: line.colour,
            width: line.width ?? 1.5,
            points: { show: false },
            ...(line.dash ? { dash: line.dash } : {}),
          })),
        ],
        bands: bands.map((band) => ({ series: [band.upper + 1, band.lower + 1] as [number, number], fill: band.fill })),
        hooks: {
          draw: [
            (self: uPlot) => {
              if (mark.current === undefined) return;
              const at = self.valToPos(mark.current, "x", true);
              self.ctx.save();
              self.ctx.strokeStyle = ink;
              self.ctx.lineWidth = devicePixelRatio;
              self.ctx.beginPath();
              self.ctx.moveTo(at, self.bbox.top);
              self.ctx.lineTo(at, self.bbox.top + self.bbox.height);
              self.ctx.stroke();
              self.ctx.restore();
            },
          ],
        },
      },
      [x, ...lines.map((line) => line.values)] as uPlot.AlignedData,
      element,
    );
    plot.current = chart;
    const clicked = () => {
      const at = chart.cursor.left;
      if (at !== undefined && at >= 0) pick.current?.(chart.posToVal(at, "x"));
    };
    chart.over.addEventListener("click", clicked);
    const resized = new ResizeObserver(() => chart.setSize({ width: element.clientWidth || 280, height }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      chart.destroy();
      plot.current = undefined;
    };
    // formatX and formatY are expected to be stable in meaning.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [x, lines, bands, height, theme, fromZero]);

  useEffect(() => {
    mark.current = cursor;
    plot.current?.redraw(false, false);
  }, [cursor]);

  return (
    <figure className="chart" aria-label={label}>
      <div ref={holder} role="img" aria-label={label} />
      <figcaption>
        {lines.filter((line) => line.label).map((line) => (
          <span key={line.label} className="key">
            <svg width="18" height="8" aria-hidden="true">
              <line x1="0" y1="4" x2="18" y2="4" stroke={line.colour} strokeWidth="2" strokeDasharray={line.dash?.join(" ")} />
            </svg>
            {line.label}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
