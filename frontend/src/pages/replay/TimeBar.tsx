import { useEffect, useMemo, useRef } from "react";
import type { EventInfo } from "../../api/types";
import { addHours, formatDay, formatNumber, formatTime } from "../../lib/format";
import type { Replay } from "../../replay/data";
import type { Eyes } from "../../replay/eyes";
import { MAJOR, sideWord } from "./words";

interface Props {
  replay: Replay;
  events: EventInfo[];
  /** With one side's view only its own losses are known. */
  eyes: Eyes;
  step: number;
  playing: boolean;
  speed: number;
  onStep: (step: number) => void;
  onPlay: () => void;
  onSpeed: (speed: number) => void;
}

export const SPEEDS = [1, 2, 4, 8] as const;

function Icon({ path }: { path: string }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" className="icon">
      <path d={path} fill="currentColor" />
    </svg>
  );
}

/** Losses of a day: all that leaves the ranks. */
const daySum = (row: number[]) => row.reduce((a, b) => a + b, 0);

export function TimeBar({ replay, events, eyes, step, playing, speed, onStep, onPlay, onSpeed }: Props) {
  const major = useMemo(() => [...new Set(events.filter((event) => MAJOR.has(event.kind)).map((event) => event.step))].sort((a, b) => a - b), [events]);
  const next = major.find((at) => at > step);
  const before = major.findLast((at) => at < step);
  return (
    <section className="timebar" aria-label="Time">
      <div className="clock" aria-live="off">
        <strong>{formatTime(replay.time(step))}</strong>
        <span className="quiet">
          day {Math.max(1, Math.ceil((step * replay.meta.step_hours) / 24))} of {replay.meta.days}
        </span>
      </div>
      <div className="controls">
        <button type="button" onClick={() => before !== undefined && onStep(before)} disabled={before === undefined} title="Previous event (,)" aria-label="Previous event"><Icon path="M3 2v12h2V2zM14 2v12L6 8z" /></button>
        <button type="button" onClick={() => onStep(step - 1)} disabled={step === 0} title="One step back (←)" aria-label="One step back"><Icon path="M10 2v12L3 8zM13 2v12h-2V2z" /></button>
        <button type="button" className="play" onClick={onPlay} title="Play or stop (space)" aria-label={playing ? "Stop" : "Play"}>
          <Icon path={playing ? "M3 2h4v12H3zM9 2h4v12H9z" : "M4 2v12l10-6z"} />
        </button>
        <button type="button" onClick={() => onStep(step + 1)} disabled={step === replay.steps} title="One step on (→)" aria-label="One step on"><Icon path="M6 2v12l7-6zM3 2v12h2V2z" /></button>
        <button type="button" onClick={() => next !== undefined && onStep(next)} disabled={next === undefined} title="Next event (.)" aria-label="Next event"><Icon path="M13 2v12h-2V2zM2 2v12l8-6z" /></button>
        <label className="speed">
          <span className="hidden">Speed</span>
          <select value={speed} onChange={(event) => onSpeed(Number(event.target.value))} title="Steps a second">
            {SPEEDS.map((value) => (
              <option key={value} value={value}>{`${value * replay.meta.step_hours} h/s`}</option>
            ))}
          </select>
        </label>
      </div>
      <div className="track">
        <LossStrip replay={replay} step={step} eyes={eyes} />
        <Ticks replay={replay} steps={major} />
        <input
          type="range"
          min={0}
          max={replay.steps}
          value={step}
          aria-label="Time"
          aria-valuetext={formatTime(replay.time(step))}
          onChange={(event) => onStep(Number(event.target.value))}
        />
        <Days replay={replay} />
      </div>
    </section>
  );
}

/** Losses of both sides by day: first side up, second down. Square roots, so that small days are seen too. */
function LossStrip({ replay, step, eyes }: { replay: Replay; step: number; eyes: Eyes }) {
  const bars = useMemo(() => {
    const both = [replay.losses(0).map(daySum), replay.losses(1).map(daySum)];
    const most = Math.sqrt(Math.max(1, ...both.flat()));
    return { both, most };
  }, [replay]);
  const { days, step_hours } = replay.meta;
  const width = (24 / step_hours / replay.steps) * 100;
  const today = replay.day(step);
  const shown = [0, 1].filter((side) => eyes < 0 || side === eyes);
  const said = shown.map((side) => `${sideWord(replay.meta.sides[side] ?? "")} ${formatNumber(bars.both[side]?.[today] ?? 0)}`).join(", ");
  return (
    <svg className="losses" viewBox="0 0 100 30" preserveAspectRatio="none" role="img"
      aria-label={`Losses by day, first side up, second down; this day ${said} men`}>
      <title>{`Losses of day ${today + 1}: ${said} men (heights: square root)`}</title>
      {Array.from({ length: days }, (_, day) =>
        shown.map((side) => {
          const height = (14 * Math.sqrt(bars.both[side]?.[day] ?? 0)) / bars.most;
          return (
            <rect key={`${day}-${side}`} x={day * width + width * 0.1} width={width * 0.8} y={side === 0 ? 15 - height : 15} height={height}
              className={side === 0 ? "soviet" : "japan"} opacity={day === today ? 1 : 0.55} />
          );
        }),
      )}
      <line x1="0" x2="100" y1="15" y2="15" className="axis" />
    </svg>
  );
}

function Ticks({ replay, steps }: { replay: Replay; steps: number[] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext("2d");
    if (!element || !pen) return;
    const draw = () => {
      const ratio = devicePixelRatio;
      element.width = element.clientWidth * ratio;
      element.height = element.clientHeight * ratio;
      const at = (step: number) => (step / replay.steps) * element.width;
      const style = getComputedStyle(element);
      pen.fillStyle = style.getPropertyValue("--rule");
      // Night from six in the evening to six in the morning.
      for (let step = 0; step < replay.steps; step++) {
        const { hour } = replay.time(step);
        if (hour >= 18 || hour < 6) pen.fillRect(at(step), 0, at(step + 1) - at(step) + 1, element.height);
      }
      pen.fillStyle = style.getPropertyValue("--accent");
      for (const step of steps) pen.fillRect(at(step) - ratio / 2, 0, 1.5 * ratio, element.height);
    };
    draw();
    const resized = new ResizeObserver(draw);
    resized.observe(element);
    return () => resized.disconnect();
  }, [replay, steps]);
  return <canvas ref={canvas} className="ticks" aria-hidden="true" />;
}

function Days({ replay }: { replay: Replay }) {
  const labels = [];
  for (let day = 0; day <= replay.meta.days; day += 3) {
    labels.push(
      <span key={day} style={{ left: `${((day * 24) / replay.meta.step_hours / replay.steps) * 100}%` }}>
        {formatDay(addHours(replay.start, 24 * day), true)}
      </span>,
    );
  }
  return <div className="days" aria-hidden="true">{labels}</div>;
}
