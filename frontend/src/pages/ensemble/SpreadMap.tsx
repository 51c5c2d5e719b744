import { useCallback, useMemo, useRef, useState, type ReactNode } from "react";
import type { PlaceDates, RunDescription } from "../../api/types";
import { TimeSlider } from "../../components/TimeSlider";
import { css, inkOf } from "../../map/ink";
import type { Target } from "../../map/MapView";
import { formatNumber } from "../../lib/format";
import { useSetQuery } from "../../lib/useRoute";
import type { SceneData } from "../../replay/Scene";
import { bandColour, shareField } from "../../spread/fields";
import { STEPS_A_DAY } from "../../spread/shares";
import { HatchKey, LayersPanel, LineKey, sampleWords, ShadeKey, Waiting } from "../maps/SheetPanels";
import { STEP_HOURS, useSheet } from "../maps/useSheet";
import { useShares } from "../maps/useShares";
import { dayText } from "../maps/words";
import { MapPane, type MapHandle } from "../replay/MapPane";
import { useKeys } from "../replay/useKeys";
import { useTime } from "../replay/useTime";
import { useView } from "../replay/useView";
import { sideWord } from "../replay/words";
import { GroundStrip } from "./GroundStrip";
import { PlaceShares } from "./PlaceShares";
import { ShareTables } from "./ShareTables";
import "../replay/replay.css";
import "../maps/maps.css";

interface Props {
  run: string | undefined;
  about: RunDescription | undefined;
  places: PlaceDates[] | undefined;
  query: Record<string, string>;
  trouble: string | undefined;
  /** What stands at the head of the left edge. */
  head: ReactNode;
}

/** The map of an ensemble: who holds what in how many campaigns, the median front and the band round it. */
export function SpreadMap({ run, about, places, query, trouble, head }: Props) {
  const setQuery = useSetQuery();
  const { data: shares, error, progress } = useShares(run);
  const sheet = useSheet(about?.scenario_id, query.layers, shares);
  const days = shares?.meta.days ?? 0;
  const { step, setStep, player } = useTime(query.step, days * STEPS_A_DAY, STEPS_A_DAY);
  const day = step / STEPS_A_DAY;
  const [view, saveView] = useView(query.view);
  const handle = useRef<MapHandle>(null);
  const [panels, setPanels] = useState(() => !window.matchMedia("(max-width: 700px)").matches);
  const mesh = sheet.data?.cells.mesh;
  const field = useMemo(() => shares && mesh && shareField(shares, mesh), [shares, mesh]);
  const data: SceneData | undefined = useMemo(() => sheet.data && { ...sheet.data, field }, [sheet.data, field]);
  const choose = useCallback((place: string | undefined) => setQuery({ place }), [setQuery]);
  const gazetteer = sheet.data?.places;
  const [id] = (query.place ?? "").split("@");
  const place = gazetteer?.find((item) => item.place_id === id);
  const move = (change: number) => setStep(step + change);
  useKeys({
    play: player.toggle,
    step: (change) => move(change * STEPS_A_DAY),
    day: (change) => move(change * STEPS_A_DAY),
    end: (last) => setStep(last ? days * STEPS_A_DAY : 0),
    zoom: (change) => handle.current?.zoomBy(change),
    close: () => choose(undefined),
  });
  const tip = (target: Target) => {
    if (target.kind === "zone") return target.zone.name;
    if (target.kind !== "place") return "";
    const { name_1945, cell } = target.place;
    return shares && cell !== null ? `${name_1945}: ${sideWord(shares.meta.sides[0] ?? "")} in ${formatNumber(shares.share(0, cell, day))} %` : name_1945;
  };
  const wrong = trouble ?? error ?? sheet.error;
  const ink = inkOf(sheet.options.dark);
  return (
    <div className={`replay spread${panels ? "" : " folded"}`}>
      <MapPane handle={handle} data={data} options={sheet.options} step={step} fraction={player.fraction} playing={player.playing} view={view}
        onView={saveView} onLight={sheet.setLightReason} onPick={(target) => choose(target.kind === "place" ? target.place.place_id : undefined)} tip={tip} />
      <aside className="left" aria-label="Run, legend and table">
        <div className="panel">{head}</div>
        {shares && (
          <details className="panel legend" open>
            <summary>Legend</summary>
            <ShadeKey dark={sheet.options.dark} words={shares.meta.sides.map((side) => `won by the ${sideWord(side)} side, share of the campaigns`) as [string, string]} />
            <LineKey width={3}>median front: the Soviet side holds what lies behind it in half of the campaigns</LineKey>
            <LineKey width={1.5} dash="8 4">in nine campaigns of ten</LineKey>
            <LineKey width={1.8} dash="1 5">in one campaign of ten</LineKey>
            <HatchKey slope={1} colour={css(bandColour(ink))}>between the two: the 80 % band, cell by cell</HatchKey>
            <p>{sampleWords(shares.meta)}</p>
          </details>
        )}
        <LayersPanel show={sheet.show} onToggle={sheet.toggle} />
        {shares && gazetteer && <ShareTables shares={shares} places={gazetteer} day={day} selected={id} onPlace={choose} />}
      </aside>
      {place && shares && (
        <PlaceShares place={place} dates={places?.filter((item) => item.place_id === id) ?? []} shares={shares} day={day}
          onClose={() => choose(undefined)} onDay={(one) => setStep(one * STEPS_A_DAY)} />
      )}
      {shares && !wrong ? (
        <TimeSlider steps={days * STEPS_A_DAY} step={step} hours={STEP_HOURS} stride={STEPS_A_DAY} start={shares.start} text={dayText(shares.start, day)}
          playing={player.playing} speed={player.speed} onStep={(next) => { player.stop(); setStep(next); }} onPlay={player.toggle} onSpeed={player.setSpeed}
          after={<button type="button" className="fold" aria-pressed={panels} onClick={() => setPanels(!panels)}>Panels</button>}>
          <GroundStrip shares={shares} day={day} side={sideWord(shares.meta.sides[0] ?? "")} />
        </TimeSlider>
      ) : (
        <Waiting wrong={wrong} job={progress} />
      )}
      <p className="hidden" role="status">{shares && !player.playing ? dayText(shares.start, day) : ""}</p>
    </div>
  );
}
