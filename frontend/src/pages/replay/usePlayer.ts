import { useCallback, useEffect, useRef, useState } from "react";

export interface Player {
  playing: boolean;
  speed: number;
  toggle: () => void;
  stop: () => void;
  setSpeed: (speed: number) => void;
  /** Where the clock stands between two steps, 0 to 1. */
  fraction: () => number;
}

/** The clock of the replay: advances the step while playing and stops at the end. */
export function usePlayer(step: number, steps: number, setStep: (step: number) => void, stride = 1): Player {
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(2);
  const began = useRef(0);
  const now = useRef({ step, steps, setStep });
  now.current = { step, steps, setStep };
  const atEnd = steps > 0 && step + stride > steps;

  useEffect(() => {
    began.current = performance.now();
  }, [step, playing]);

  useEffect(() => {
    if (!playing) return;
    if (atEnd) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => now.current.setStep(Math.min(now.current.steps, step + stride)), 1000 / speed);
    return () => clearTimeout(timer);
  }, [playing, step, speed, atEnd, stride]);

  const fraction = useCallback(() => Math.min(1, ((performance.now() - began.current) * speed) / 1000), [speed]);
  return {
    playing,
    speed,
    setSpeed,
    fraction,
    stop: () => setPlaying(false),
    toggle: () => {
      if (!playing && atEnd) setStep(0);
      setPlaying(!playing);
    },
  };
}
