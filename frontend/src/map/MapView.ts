/** The map: one deck.gl canvas that is told what to show. It knows nothing of React. */
import { Deck, OrthographicView, type Layer, type OrthographicViewState, type PickingInfo } from "@deck.gl/core";
import { IconLayer } from "@deck.gl/layers";
import type { Device } from "@luma.gl/core";
import type { MapPlace, Zone } from "../api/types";
import type { Believed } from "../replay/belief";
import { isSoftware, rendererOf } from "./light";
import { spriteScale, type Placed } from "./sprites";
import { FINE, type Atlas } from "./symbols";

export type Target =
  | { kind: "counter"; index: number }
  | { kind: "place"; place: MapPlace }
  | { kind: "zone"; zone: Zone }
  | { kind: "believed"; sign: Believed }
  | { kind: "ground"; x: number; y: number };

export interface View {
  x: number;
  y: number;
  zoom: number;
}

export interface MapEvents {
  onReady: (device: Device, software: boolean, renderer: string) => void;
  onView: (view: View) => void;
  onClick: (target: Target) => void;
  onHover: (target: Target | undefined, x: number, y: number) => void;
  /** Milliseconds between two frames in a row, for the choice of the light mode. */
  onFrame?: (ms: number) => void;
}

const MIN_ZOOM = -2.4;
const MAX_ZOOM = 4;

export class MapView {
  readonly #deck: Deck<OrthographicView>;
  readonly #holder: HTMLDivElement;
  #view: View;
  #layers: Layer[] = [];
  #dead = false;

  constructor(holder: HTMLDivElement, view: View, events: MapEvents) {
    this.#holder = holder;
    this.#view = view;
    this.#listen(holder, events.onClick);
    this.#deck = new Deck({
      parent: holder,
      views: new OrthographicView({ id: "map", flipY: false, controller: { inertia: 150, keyboard: false, dragRotate: false } }),
      viewState: this.#state(),
      // A picture of the map is read from its canvas.
      deviceProps: { type: "webgl", webgl: { preserveDrawingBuffer: true, antialias: true, powerPreference: "high-performance" } },
      useDevicePixels: true,
      layers: [],
      getCursor: ({ isDragging, isHovering }) => (isDragging ? "grabbing" : isHovering ? "pointer" : "grab"),
      onDeviceInitialized: (device: Device) => {
        if (this.#dead) return;
        const renderer = rendererOf(device);
        events.onReady(device, isSoftware(renderer), renderer);
      },
      onViewStateChange: ({ viewState }) => {
        const { target, zoom } = viewState as OrthographicViewState & { target: number[]; zoom: number };
        this.#view = clamp({ x: target[0] ?? 0, y: target[1] ?? 0, zoom: typeof zoom === "number" ? zoom : 0 });
        this.#deck.setProps({ viewState: this.#state() });
        events.onView(this.#view);
      },
      onHover: (info: PickingInfo) => {
        const target = targetOf(info);
        events.onHover(target?.kind === "ground" ? undefined : target, info.x, info.y);
      },
      onBeforeRender: () => {
        this.#began = performance.now();
      },
      onAfterRender: () => {
        const now = performance.now();
        performance.measure("khingan-draw", { start: this.#began, end: now });
        if (!events.onFrame) return;
        if (this.#lastFrame) events.onFrame(now - this.#lastFrame);
        this.#lastFrame = now;
      },
    });
  }

  #lastFrame = 0;
  #began = 0;

  /** The browser's own click: recognisers that time a press miss it where frames are slow. */
  #listen(holder: HTMLDivElement, onClick: (target: Target) => void): void {
    let from: [number, number] = [0, 0];
    holder.addEventListener("pointerdown", (event) => (from = [event.clientX, event.clientY]));
    holder.addEventListener("click", (event) => {
      if (this.#dead || Math.hypot(event.clientX - from[0], event.clientY - from[1]) > 6) return;
      const { left, top } = holder.getBoundingClientRect();
      const [x, y] = [event.clientX - left, event.clientY - top];
      const info = this.#deck.pickObject({ x, y, radius: 3 });
      onClick((info ? targetOf(info) : undefined) ?? this.#ground(x, y));
    });
  }

  get view(): View {
    return this.#view;
  }

  /** Pixels per kilometre. */
  get scale(): number {
    return 2 ** this.#view.zoom;
  }

  /** Width and height in pixels. */
  get size(): [number, number] {
    return [this.#holder.clientWidth, this.#holder.clientHeight];
  }

  /** Where a point of the map is in pixels from its upper left corner. */
  toScreen(x: number, y: number): [number, number] {
    const [width, height] = this.size;
    return [width / 2 + (x - this.#view.x) * this.scale, height / 2 - (y - this.#view.y) * this.scale];
  }

  /** What lies under a pixel where nothing else does. */
  #ground(x: number, y: number): Target {
    const [width, height] = this.size;
    return { kind: "ground", x: this.#view.x + (x - width / 2) / this.scale, y: this.#view.y - (y - height / 2) / this.scale };
  }

  #state(): OrthographicViewState {
    return { target: [this.#view.x, this.#view.y, 0], zoom: this.#view.zoom, minZoom: MIN_ZOOM, maxZoom: MAX_ZOOM };
  }

  setView(view: Partial<View>): void {
    this.#view = clamp({ ...this.#view, ...view });
    this.#deck.setProps({ viewState: this.#state() });
  }

  /** Show a rectangle of the map, left, bottom, right, top in kilometres. */
  fit([left, bottom, right, top]: readonly [number, number, number, number]): View {
    const { clientWidth, clientHeight } = this.#holder;
    const zoom = Math.log2(Math.min(clientWidth / (right - left), clientHeight / (top - bottom)) || 1);
    this.setView({ x: (left + right) / 2, y: (bottom + top) / 2, zoom });
    return this.#view;
  }

  setLight(light: boolean): void {
    this.#deck.setProps({ useDevicePixels: !light });
  }

  setLayers(layers: Layer[]): void {
    this.#layers = layers;
    this.#deck.setProps({ layers });
    // deck.gl would do this with the next frame; here it belongs to what a step costs and is measured.
    const inner = this.#deck as unknown as { layerManager?: { updateLayers: () => void } | null };
    inner.layerManager?.updateLayers();
  }

  /** Draw again now, for layers whose buffers were written from outside. */
  redraw(now = false): void {
    this.#deck.redraw(now ? "told" : undefined);
  }

  /** The map as a picture. */
  async picture(): Promise<Blob> {
    this.#deck.redraw("picture");
    const canvas = this.#deck.getCanvas();
    if (!canvas) throw new Error("the map has not been drawn yet");
    return new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser gave no picture"))), "image/png"),
    );
  }

  canvas(): HTMLCanvasElement | null {
    this.#deck.redraw("picture");
    return this.#deck.getCanvas();
  }

  get layerIds(): string[] {
    return this.#layers.map((layer) => layer.id);
  }

  destroy(): void {
    this.#dead = true;
    this.#deck.finalize();
  }
}

function clamp(view: View): View {
  return {
    x: Math.max(-2300, Math.min(2300, view.x)),
    y: Math.max(-1700, Math.min(1700, view.y)),
    zoom: Math.max(MIN_ZOOM, Math.min(MAX_ZOOM, view.zoom)),
  };
}

function targetOf(info: PickingInfo): Target | undefined {
  const id = info.layer?.id ?? "";
  if (id === "counters" && info.object) return { kind: "counter", index: (info.object as Placed).standing };
  if (id === "towns" && info.object) return { kind: "place", place: info.object as MapPlace };
  if (id === "zones" && info.object) return { kind: "zone", zone: info.object as Zone };
  if (id === "believed" && info.object) return { kind: "believed", sign: (info.object as { sign: Believed }).sign };
  const at = info.coordinate;
  return at ? { kind: "ground", x: at[0] ?? 0, y: at[1] ?? 0 } : undefined;
}

export function counterLayers(placed: Placed[], leaders: Layer[], atlas: Atlas, scale: number): Layer[] {
  return [
    ...leaders,
    new IconLayer<Placed>({
      id: "counters",
      data: placed,
      iconAtlas: atlas.canvas as never,
      iconMapping: atlas.mapping,
      getIcon: (item) => item.icon,
      getPosition: (item) => [item.x, item.y],
      getPixelOffset: (item) => [item.dx, item.dy],
      getSize: (item) => (atlas.mapping[item.icon]?.height ?? 40) / FINE,
      sizeUnits: "pixels",
      pickable: true,
      // The same counters may be drawn from another atlas, in the dark.
      updateTriggers: { getSize: atlas.mapping },
      sizeScale: spriteScale(scale),
      parameters: { depthCompare: "always" },
    }),
  ];
}
