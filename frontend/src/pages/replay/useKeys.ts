import { useEffect, useRef } from "react";
import { LAYERS } from "./layers";

export interface KeyActions {
  play: () => void;
  step: (change: number) => void;
  day: (change: number) => void;
  end: (last: boolean) => void;
  search?: () => void;
  toggle?: (layer: string) => void;
  help?: () => void;
  zoom: (change: number) => void;
  close?: () => void;
  /** Ask about the ground in the middle of the map. */
  ground?: () => void;
}

/** Whether an element makes its own use of keys. */
function takesKeys(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== "checkbox" && target.type !== "range";
  return target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement || target.isContentEditable;
}

export function useKeys(actions: KeyActions): void {
  const now = useRef(actions);
  now.current = actions;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || takesKeys(event.target)) return;
      const { key, shiftKey, target } = event;
      // A button or checkbox with the focus is pressed by the space bar, as everywhere.
      const pressable = target instanceof HTMLElement && /^(BUTTON|A|SUMMARY|INPUT)$/.test(target.tagName);
      const onSlider = target instanceof HTMLInputElement && target.type === "range";
      const layer = LAYERS.find((candidate) => candidate.key === key);
      if (key === " " && (!pressable || onSlider)) now.current.play();
      else if (key === "ArrowRight") (shiftKey ? now.current.day : now.current.step)(1);
      else if (key === "ArrowLeft") (shiftKey ? now.current.day : now.current.step)(-1);
      else if (key === "Home") now.current.end(false);
      else if (key === "End") now.current.end(true);
      else if (key === "/") now.current.search?.();
      else if (key === "?") now.current.help?.();
      else if (key === "+" || key === "=") now.current.zoom(0.5);
      else if (key === "-") now.current.zoom(-0.5);
      else if (key === "Escape") now.current.close?.();
      else if (key === "g" && now.current.ground) now.current.ground();
      else if (layer) now.current.toggle?.(layer.id);
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}
