import { useCallback, useEffect, useState } from "react";
import { useSetQuery } from "../../lib/useRoute";
import { usePlayer, type Player } from "./usePlayer";

export interface Time {
  step: number;
  setStep: (step: number) => void;
  player: Player;
}

/** The step that a map shows, as the address has it; `steps` is 0 until it is known. */
export function useTime(asked: string | undefined, steps: number, stride = 1): Time {
  const setQuery = useSetQuery();
  const [wanted, setWanted] = useState(() => read(asked));
  const step = Math.floor(Math.min(wanted, steps || wanted) / stride) * stride;
  const setStep = useCallback((next: number) => setWanted(Math.max(0, Math.min(steps, next))), [steps]);
  const player = usePlayer(step, steps, setStep, stride);
  const { playing } = player;
  // The address follows, but not on every step of a play.
  useEffect(() => {
    const timer = setTimeout(() => steps > 0 && setQuery({ step: step || undefined }), 300);
    return () => clearTimeout(timer);
  }, [step, steps, setQuery]);
  useEffect(() => {
    if (asked !== undefined && !playing) setWanted(read(asked));
    // Only a change of the address itself counts.
  }, [asked]);
  return { step, setStep, player };
}

const read = (asked: string | undefined): number => Math.max(0, Number(asked ?? 0) || 0);
