import type { ReactNode } from "react";
import { addHours, formatDay, type LocalTime } from "../lib/format";

interface Props {
  steps: number;
  step: number;
  /** Hours of a step. */
  hours: number;
  start: LocalTime;
  /** The moment in words. */
  text: string;
  /** How many steps the slider moves at once. */
  stride?: number;
  playing: boolean;
  speed: number;
  onStep: (step: number) => void;
  onPlay: () => void;
  onSpeed: (speed: number) => void;
  /** Further buttons on both sides of those that all sliders have. */
  before?: ReactNode;
  after?: ReactNode;
  /** Small pictures over the slider that share its axis. */
  children?: ReactNode;
}

const SPEEDS = [1, 2, 4, 8] as const;

export function Icon({ path }: { path: string }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" className="icon">
      <path d={path} fill="currentColor" />
    </svg>
  );
}

/** The time at the bottom of a map: clock, buttons, slider. */
export function TimeSlider(props: Props) {
  const { steps, step, hours, start, text, stride = 1, playing, speed, onStep, onPlay, onSpeed, before, after, children } = props;
  const days = Math.round((steps * hours) / 24);
  return (
    <section className="timebar" aria-label="Time">
      <div className="clock" aria-live="off">
        <strong>{text}</strong>
        <span className="quiet">day {Math.max(1, Math.ceil((step * hours) / 24))} of {days}</span>
      </div>
      <div className="controls">
        {before}
        <button type="button" onClick={() => onStep(step - stride)} disabled={step < stride} title="One step back (←)" aria-label="One step back"><Icon path="M10 2v12L3 8zM13 2v12h-2V2z" /></button>
        <button type="button" className="play" onClick={onPlay} title="Play or stop (space)" aria-label={playing ? "Stop" : "Play"}>
          <Icon path={playing ? "M3 2h4v12H3zM9 2h4v12H9z" : "M4 2v12l10-6z"} />
        </button>
        <button type="button" onClick={() => onStep(step + stride)} disabled={step + stride > steps} title="One step on (→)" aria-label="One step on"><Icon path="M6 2v12l7-6zM3 2v12h2V2z" /></button>
        {after}
        <label className="speed">
          <span className="hidden">Speed</span>
          <select value={speed} onChange={(event) => onSpeed(Number(event.target.value))} title="Steps a second">
            {SPEEDS.map((value) => (
              <option key={value} value={value}>{`${value * hours * stride} h/s`}</option>
            ))}
          </select>
        </label>
      </div>
      <div className="track">
        {children}
        <input type="range" min={0} max={steps} step={stride} value={step} aria-label="Time" aria-valuetext={text}
          onChange={(event) => onStep(Number(event.target.value))} />
        <Days start={start} days={days} />
      </div>
    </section>
  );
}

function Days({ start, days }: { start: LocalTime; days: number }) {
  const labels = [];
  for (let day = 0; day <= days; day += 3) {
    labels.push(<span key={day} style={{ left: `${(day / days) * 100}%` }}>{formatDay(addHours(start, 24 * day), true)}</span>);
  }
  return <div className="days" aria-hidden="true">{labels}</div>;
}
