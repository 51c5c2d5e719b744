import { useCallback, useMemo, useRef, useState } from "react";
import { createPortal } from "react-dom";
import type { PageProps } from "..";
import { useTheme } from "../../components/ThemeButton";
import type { EventInfo, UnitInfo } from "../../api/types";
import { formatNumber, formatTime } from "../../lib/format";
import { useSetQuery } from "../../lib/useRoute";
import { believedText } from "../../map/believed";
import { nearestCell } from "../../map/mesh";
import type { Target } from "../../map/MapView";
import type { Standing } from "../../replay/counters";
import type { SceneData, SceneOptions } from "../../replay/Scene";
import { EventList } from "./EventList";
import { ExportMenu } from "./ExportMenu";
import { Help } from "./Help";
import { readLayers, toggled, writeLayers } from "./layers";
import { LeftPanel } from "./LeftPanel";
import { MapPane, type MapHandle } from "./MapPane";
import { OnMapList } from "./OnMapList";
import { OverlayKeys } from "./OverlayKeys";
import { Search, type Found } from "./Search";
import { Selection } from "./Selection";
import { TimeBar } from "./TimeBar";
import { useAskedLight, useCampaign, useLatest, useMap, useRecord, useRuns } from "./useCampaign";
import { useEyes } from "./useEyes";
import { useKeys } from "./useKeys";
import { useOverlays } from "./useOverlays";
import { useTime } from "./useTime";
import { useView } from "./useView";
import { ViewChoice } from "./ViewChoice";
import { sideWord, type Names } from "./words";
import "./replay.css";

const NO_UNITS: UnitInfo[] = [];

export function ReplayPage({ query }: PageProps) {
  const setQuery = useSetQuery();
  const theme = useTheme();
  const runs = useRuns();
  const run = useLatest(query.run, runs.data);
  const campaign = Math.max(0, Number(query.campaign ?? 0) || 0);
  const { about, replay, events } = useCampaign(run, campaign);
  const scenario = about.data?.scenario_id ?? runs.data?.find((item) => item.run_id === run)?.scenario_id;
  const map = useMap(scenario, replay.data !== undefined);
  const { eyes, belief, known, error: beliefError } = useEyes(query.eyes, run, campaign, replay.data, events.data);
  const show = useMemo(() => readLayers(query.layers), [query.layers]);
  const { supply, air, error: overlayError } = useOverlays(show, query.sel, run, campaign, replay.data);
  const record = useRecord(scenario, map.places.data, replay.data);
  const [lightReason, setLightReason] = useState<string>();
  const [lightChoice, setLightChoice] = useState<boolean>();
  const [fanned, setFanned] = useState<string>();
  const [chosenEvent, setChosenEvent] = useState<EventInfo>();
  const [help, setHelp] = useState(false);
  const [panels, setPanels] = useState(() => !window.matchMedia("(max-width: 700px)").matches);
  const handle = useRef<MapHandle>(null);
  const searchBox = useRef<HTMLInputElement>(null);

  const steps = replay.data?.steps ?? 0;
  const { step: clamped, setStep, player } = useTime(query.step, steps);

  const toggle = (id: string) => setQuery({ layers: writeLayers(toggled(show, id)) });
  const period = query.symbols === "period";
  const askedLight = useAskedLight();
  const light = lightChoice ?? (askedLight || lightReason !== undefined);
  const choose = useCallback((sel: string | undefined) => setQuery({ sel }), [setQuery]);
  const [selKind, selId] = split(query.sel);
  const cell = selKind === "c" && map.cells.data ? cellFrom(selId, map.cells.data.mesh.size) : undefined;

  const units = about.data?.units ?? NO_UNITS;
  const data: SceneData | undefined = useMemo(() => {
    const { cells, ground, places } = map;
    if (!ground.data) return undefined;
    if (!cells.data) return undefined;
    return {
      cells: cells.data,
      ground: ground.data,
      places: places.data ?? [],
      ...(replay.data ? { replay: replay.data } : {}),
      units: about.data?.units ?? [],
      formations: about.data?.formations ?? [],
      events: known,
      axes: map.axes.data ?? [],
      record,
      picture: map.picture.data,
      belief,
      supply,
      air,
    };
  }, [map.cells.data, map.ground.data, map.places.data, map.axes.data, map.picture.data, replay.data, about.data, known, record, belief, supply, air]);
  const options: SceneOptions = useMemo(
    () => ({ show, dark: theme === "dark", light, period, eyes, chosen: selKind === "u" ? selId : undefined, cell, chosenEvent, fanned }),
    [show, theme, light, period, eyes, selKind, selId, cell, chosenEvent, fanned],
  );

  const names: Names = useMemo(() => {
    const byUnit = new Map([
      ...(about.data?.formations ?? []).map((item): [string, string] => [item.formation_id, item.name]),
      ...(about.data?.units ?? []).map((item): [string, string] => [item.unit_id, item.name]),
    ]);
    const byPlace = new Map((map.places.data ?? []).map((place): [string, string] => [place.place_id, place.name_1945]));
    return { unit: (id) => byUnit.get(id) ?? id, place: (id) => byPlace.get(id) ?? id, side: sideWord };
  }, [about.data, map.places.data]);

  const found: Found[] = useMemo(
    () => [
      ...(map.places.data ?? []).map((place) => ({
        id: `p:${place.place_id}`, title: place.name_1945, text: `${place.name_1945} ${place.name_modern}`,
        note: place.name_modern !== place.name_1945 ? place.name_modern : place.kind,
      })),
      ...(about.data?.formations ?? []).map((item) => ({ id: `u:${item.formation_id}`, title: item.name, text: `${item.name} ${item.label}`, note: sideWord(item.side) })),
      ...units.map((item) => ({ id: `u:${item.unit_id}`, title: item.name, text: `${item.name} ${item.label}`, note: sideWord(item.side) })),
    ],
    [map.places.data, about.data, units],
  );

  const showPoint = (x: number, y: number, zoom?: number) => handle.current?.goTo(x, y, zoom);
  const pickFound = (item: Found) => {
    choose(item.id);
    const [kind, id] = split(item.id);
    if (kind === "p") {
      const place = map.places.data?.find((candidate) => candidate.place_id === id);
      if (place) showPoint(place.x, place.y, 1);
      return;
    }
    const number = units.findIndex((unit) => unit.unit_id === id || unit.corps_id === id || unit.army_id === id);
    const cell = number >= 0 ? (replay.data?.cellOf(number, clamped) ?? -1) : -1;
    const mesh = map.cells.data?.mesh;
    if (mesh && cell >= 0) showPoint(mesh.centres[2 * cell] ?? 0, mesh.centres[2 * cell + 1] ?? 0, 1);
  };
  const pickEvent = (event: EventInfo) => {
    player.stop();
    setStep(event.step);
    setChosenEvent(event);
    if (!show.has("events")) toggle("events");
    if (event.x !== null && event.y !== null) showPoint(event.x, event.y);
    if (event.unit_id) choose(`u:${event.unit_id}`);
    else if (event.place_id) choose(`p:${event.place_id}`);
  };
  const cellAt = (x: number, y: number) => (map.cells.data ? nearestCell(map.cells.data.mesh, x, y) : -1);
  const pick = (target: Target, standing: Standing | undefined, stack: number) => {
    if (standing) {
      if (stack > 1) setFanned(standing.counter.id);
      choose(`u:${standing.counter.id}`);
    } else if (target.kind === "place") choose(`p:${target.place.place_id}`);
    else if (target.kind === "believed") choose("t:belief");
    else if (target.kind === "zone") choose(`z:${target.zone.feature_id}`);
    else if (target.kind === "ground") {
      // The first click beside everything closes what is open, the next asks about the ground.
      const cell = query.sel || fanned ? -1 : cellAt(target.x, target.y);
      setFanned(undefined);
      choose(cell >= 0 ? `c:${cell}` : undefined);
    }
  };
  const tip = (target: Target, standing: Standing | undefined) => {
    if (standing) return `${names.unit(standing.counter.id)}, ${formatNumber(standing.men)} men`;
    if (target.kind === "place") return target.place.name_1945;
    if (target.kind === "believed") return believedText(target.sign, replay.data?.meta.step_hours ?? 6);
    return target.kind === "zone" ? target.zone.name : "";
  };
  useKeys({
    play: player.toggle,
    step: (change) => setStep(clamped + change),
    day: (change) => setStep(clamped + (change * 24) / (replay.data?.meta.step_hours ?? 6)),
    end: (last) => setStep(last ? steps : 0),
    search: () => searchBox.current?.focus(),
    toggle,
    help: () => setHelp(!help),
    zoom: (change) => handle.current?.zoomBy(change),
    ground: () => {
      const middle = handle.current?.map()?.view;
      const cell = middle ? cellAt(middle.x, middle.y) : -1;
      if (cell >= 0) choose(`c:${cell}`);
    },
    close: () => {
      if (help) setHelp(false);
      else {
        setFanned(undefined);
        choose(undefined);
      }
    },
  });

  const [view, saveView] = useView(query.view);
  const trouble = runs.error ?? about.error ?? replay.error ?? map.cells.error ?? map.ground.error ?? events.error ?? beliefError ?? overlayError;
  const slot = document.getElementById("bar-slot");
  return (
    <div className={`replay${panels ? "" : " folded"}`}>
      {slot && createPortal(
        <>
          <button type="button" className="quiet fold" aria-pressed={panels} onClick={() => setPanels(!panels)}>Panels</button>
          <Search items={found} inputRef={searchBox} onPick={pickFound} />
          {replay.data && about.data && data && (
            <ExportMenu about={about.data} campaign={campaign} replay={replay.data} data={data} step={clamped} handle={handle}
              names={names} eyes={eyes} />
          )}
          <button type="button" className="quiet" onClick={() => setHelp(true)} aria-label="Help and keys">?</button>
        </>, slot)}
      <MapPane handle={handle} data={data} options={options} step={clamped} fraction={player.fraction} playing={player.playing}
        view={view} onView={saveView} onLight={(reason) => setLightReason(reason)} onPick={pick} tip={tip} />
      <aside className="left" aria-label="Run and layers">
        {replay.data && (
          <ViewChoice sides={replay.data.meta.sides} eyes={eyes} loading={eyes >= 0 && !belief}
            onEyes={(side) => setQuery({ eyes: side })} onTable={() => choose("t:belief")} />
        )}
        <LeftPanel runs={runs.data} run={run} campaign={campaign} about={about.data} show={show} light={light}
          lightReason={lightReason} period={period}
          onRun={(id) => setQuery({ run: id, campaign: undefined, sel: undefined }, true)}
          onCampaign={(number) => setQuery({ campaign: number || undefined })}
          onToggle={toggle} onLight={setLightChoice} onPeriod={(on) => setQuery({ symbols: on ? "period" : undefined })} />
        {replay.data && (
          <OnMapList map={handle} chosen={selKind === "u" ? selId : undefined} names={names}
            onPick={(item) => pick(item.target, item.standing, item.stack)} />
        )}
        {replay.data && <OverlayKeys show={show} supply={supply} air={air} onTable={choose} />}
        {replay.data && events.data && (
          <EventList replay={replay.data} events={known} step={clamped} names={names} onPick={pickEvent} />
        )}
      </aside>
      <Selection kind={selKind} id={selId} about={about.data} replay={replay.data} places={map.places.data} zones={map.ground.data?.zones}
        events={known} record={record.marks} names={names} step={clamped} campaign={campaign} eyes={eyes} belief={belief} supply={supply} air={air} cells={map.cells.data} cell={cell}
        onStep={setStep} onChoose={(id) => choose(id ? `u:${id}` : undefined)} onPickEvent={pickEvent} />
      {replay.data ? (
        <TimeBar replay={replay.data} events={known} eyes={eyes} step={clamped} playing={player.playing} speed={player.speed}
          onStep={(next) => { player.stop(); setStep(next); }} onPlay={player.toggle} onSpeed={player.setSpeed} />
      ) : (
        <section className="timebar waiting" aria-label="Time">
          <State trouble={trouble} noRuns={runs.data?.length === 0} pending={replay.pending !== undefined || about.pending !== undefined}
            refused={about.data && !about.data.replayable ? (about.data.replayable_reason ?? "This run cannot be replayed.") : undefined} />
        </section>
      )}
      {replay.data && trouble && <p className="notice error floating" role="alert">{trouble}</p>}
      <p className="hidden" role="status">{replay.data && !player.playing ? formatTime(replay.data.time(clamped)) : ""}</p>
      {help && <Help onClose={() => setHelp(false)} />}
    </div>
  );
}

function State({ trouble, noRuns, pending, refused }: { trouble: string | undefined; noRuns: boolean; pending: boolean; refused: string | undefined }) {
  if (trouble) return <p className="notice error" role="alert">{trouble}</p>;
  if (noRuns) return <p className="notice">There is no run yet. Start one: <code>./go run</code>, or on the page Runs.</p>;
  if (refused) return <p className="notice error" role="alert">{refused} Choose another run on the left.</p>;
  return <p className="notice" role="status">{pending ? "The campaign is being fought again from its seed …" : "Loading …"}</p>;
}

/** A cell's number from an address, if the map has it. */
function cellFrom(text: string | undefined, cells: number): number | undefined {
  if (!text || !/^\d+$/.test(text)) return undefined;
  const cell = Number(text);
  return cell < cells ? cell : undefined;
}

function split(text: string | undefined): [string | undefined, string | undefined] {
  if (!text) return [undefined, undefined];
  const cut = text.indexOf(":");
  return [text.slice(0, cut), text.slice(cut + 1)];
}
