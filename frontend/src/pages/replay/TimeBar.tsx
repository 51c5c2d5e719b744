import { useEffect, useMemo, useRef } from "react";
import type { EventInfo } from "../../api/types";
import { Icon, TimeSlider } from "../../components/TimeSlider";
import { formatNumber, formatTime } from "../../lib/format";
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

/** Losses of a day: all that leaves the ranks. */
const daySum = (row: number[]) => row.reduce((a, b) => a + b, 0);

export function TimeBar({ replay, events, eyes, step, playing, speed, onStep, onPlay, onSpeed }: Props) {
  const major = useMemo(() => [...new Set(events.filter((event) => MAJOR.has(event.kind)).map((event) => event.step))].sort((a, b) => a - b), [events]);
  const next = major.find((at) => at > step);
  const before = major.findLast((at) => at < step);
  return (
    <TimeSlider steps={replay.steps} step={step} hours={replay.meta.step_hours} start={replay.start} text={formatTime(replay.time(step))}
      playing={playing} speed={speed} onStep={onStep} onPlay={onPlay} onSpeed={onSpeed}
      before={<JumpButton words="Previous event" sign="," path="M3 2v12h2V2zM14 2v12L6 8z" to={before} onStep={onStep} />}
      after={<JumpButton words="Next event" sign="." path="M13 2v12h-2V2zM2 2v12l8-6z" to={next} onStep={onStep} />}>
      <LossStrip replay={replay} step={step} eyes={eyes} />
      <Ticks replay={replay} steps={major} />
    </TimeSlider>
  );
}

interface JumpProps {
  words: string;
  sign: string;
  path: string;
  to: number | undefined;
  onStep: (step: number) => void;
}

function JumpButton({ words, sign, path, to, onStep }: JumpProps) {
  return (
    <button type="button" onClick={() => to !== undefined && onStep(to)} disabled={to === undefined} title={`${words} (${sign})`} aria-label={words}>
      <Icon path={path} />
    </button>
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
