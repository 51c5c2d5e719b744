import { useEffect, useImperativeHandle, useRef, useState, type Ref } from "react";
import type { Device } from "@luma.gl/core";
import { SlowFrames } from "../../map/light";
import { MapView, type Target, type View } from "../../map/MapView";
import { Scene, type SceneData, type SceneOptions } from "../../replay/Scene";
import type { Standing } from "../../replay/counters";
import { onMap, type OnMap } from "../../replay/onMap";

export interface MapHandle {
  scene: () => Scene | undefined;
  map: () => MapView | undefined;
  /** Bring a point into the middle, closer if asked. */
  goTo: (x: number, y: number, zoom?: number) => void;
  zoomBy: (change: number) => void;
  /** Show what another map shows. */
  follow: (view: View) => void;
  /** What is in view, with its place on the screen. */
  onMap: () => OnMap[];
  /** Be told of every change of what is in view; the answer ends it. */
  watch: (listener: () => void) => () => void;
}

interface Props {
  handle: Ref<MapHandle>;
  data: SceneData | undefined;
  options: SceneOptions;
  step: number;
  /** Where a step is between two, while playing; called for every frame. */
  fraction: () => number;
  playing: boolean;
  view: View | undefined;
  onView: (view: View) => void;
  onLight: (reason: string) => void;
  onPick: (target: Target, standing: Standing | undefined, stack: number) => void;
  tip: (target: Target, standing: Standing | undefined) => string;
}

/** The main theatre, in kilometres of the map. */
const THEATRE = [-1250, -950, 1150, 800] as const;
/** Where most of it happened: on a narrow screen the whole theatre would be too small to read. */
const MIDDLE = [-900, -620, 350, 560] as const;
const NARROW_PX = 700;

export function MapPane({ handle, data, options, step, fraction, playing, view, onView, onLight, onPick, tip }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  const map = useRef<MapView>(undefined);
  const scene = useRef<Scene>(undefined);
  const watchers = useRef(new Set<() => void>());
  const [device, setDevice] = useState<Device>();
  const [hover, setHover] = useState<{ text: string; x: number; y: number }>();
  const now = useRef({ onView, onLight, onPick, tip, step, playing });
  now.current = { onView, onLight, onPick, tip, step, playing };
  const firstOptions = useRef(options);
  const firstView = useRef(view);

  useImperativeHandle(handle, () => ({
    scene: () => scene.current,
    map: () => map.current,
    goTo: (x, y, zoom) => {
      map.current?.setView({ x, y, ...(zoom === undefined ? {} : { zoom: Math.max(zoom, map.current.view.zoom) }) });
      scene.current?.viewChanged();
      if (map.current) now.current.onView(map.current.view);
    },
    zoomBy: (change) => {
      if (!map.current) return;
      map.current.setView({ zoom: map.current.view.zoom + change });
      scene.current?.viewChanged();
      now.current.onView(map.current.view);
    },
    follow: (view) => {
      map.current?.setView(view);
      scene.current?.viewChanged();
    },
    onMap: () => (scene.current && map.current ? onMap(scene.current, map.current) : []),
    watch: (listener) => {
      watchers.current.add(listener);
      return () => watchers.current.delete(listener);
    },
  }), []);

  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const slow = new SlowFrames();
    const created = new MapView(element, firstView.current ?? { x: 0, y: -60, zoom: -0.8 }, {
      onReady: (ready, software, renderer) => {
        setDevice(ready);
        if (software) now.current.onLight(renderer);
      },
      onView: (next) => {
        scene.current?.viewChanged();
        now.current.onView(next);
      },
      onClick: (target) => {
        const at = target.kind === "counter" ? target.index : -1;
        const counters = scene.current?.counters;
        now.current.onPick(target, counters?.standings[at], counters?.stacks.get(at)?.length ?? 1);
      },
      onHover: (target, x, y) => {
        const standing = target?.kind === "counter" ? scene.current?.counters?.standings[target.index] : undefined;
        setHover(target ? { text: now.current.tip(target, standing), x, y } : undefined);
      },
      // Frame times mean something only while frames are asked for.
      onFrame: (ms) => {
        if (now.current.playing && slow.add(ms)) now.current.onLight("slow frames");
      },
    });
    map.current = created;
    if (!firstView.current) created.fit(element.clientWidth < NARROW_PX ? MIDDLE : THEATRE);
    return () => {
      scene.current?.destroy();
      scene.current = undefined;
      map.current = undefined;
      created.destroy();
      setDevice(undefined);
    };
  }, []);

  useEffect(() => {
    if (!device || !map.current) return;
    scene.current = new Scene(map.current, device, firstOptions.current, () => watchers.current.forEach((listener) => listener()));
    return () => {
      scene.current?.destroy();
      scene.current = undefined;
    };
  }, [device]);

  useEffect(() => {
    if (device && data) scene.current?.setData(data);
  }, [device, data]);
  useEffect(() => {
    if (device) scene.current?.setOptions(options);
  }, [device, options]);

  // Scrubbing shows a step at once; playing moves between steps with every frame.
  useEffect(() => {
    if (!device) return;
    if (!playing || options.light) {
      scene.current?.showStep(step);
      return;
    }
    let frame = 0;
    const tick = () => {
      scene.current?.showStep(now.current.step, fraction());
      frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [device, data, step, playing, options.light, fraction]);

  return (
    <div className="map" ref={holder} role="application" aria-label="Map of the campaign; the same is told by the lists beside it">
      {hover?.text && (
        <div className="tip" style={{ left: hover.x + 14, top: hover.y + 10 }} role="status">
          {hover.text}
        </div>
      )}
    </div>
  );
}
