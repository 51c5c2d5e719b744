import { Fragment, useMemo, useRef, useState, type ReactNode } from "react";
import type { RunInfo } from "../../api/types";
import { TimeSlider } from "../../components/TimeSlider";
import { Views } from "../../components/Views";
import { formatNumber, formatTime } from "../../lib/format";
import { useSetQuery } from "../../lib/useRoute";
import type { Field } from "../../map/field";
import type { Target, View } from "../../map/MapView";
import type { Standing } from "../../replay/counters";
import type { SceneData } from "../../replay/Scene";
import { holderDifference, shareDifference, shareField } from "../../spread/fields";
import { STEPS_A_DAY } from "../../spread/shares";
import { LayersPanel, Waiting } from "../maps/SheetPanels";
import { CAMPAIGN_LAYERS, SHEET_LAYERS, STEP_HOURS, useSheet } from "../maps/useSheet";
import { useShares } from "../maps/useShares";
import { dayText } from "../maps/words";
import { MapPane, type MapHandle } from "../replay/MapPane";
import { useCampaign } from "../replay/useCampaign";
import { useKeys } from "../replay/useKeys";
import { useTime } from "../replay/useTime";
import { useView } from "../replay/useView";
import { worldText } from "../RunChoice";
import { CompareLegend } from "./CompareLegend";
import { CampaignPair, SharePair } from "./PairTables";
import "../replay/replay.css";
import "../maps/maps.css";

interface Props {
  a: RunInfo | undefined;
  b: RunInfo | undefined;
  /** Two maps, or one of their difference. */
  apart: boolean;
  query: Record<string, string>;
  head: ReactNode;
}

const OF = { campaign: "One campaign each", share: "All campaigns" } as const;

/** Where two maps begin: each has half the room. */
const PAIR_VIEW: View = { x: -190, y: -60, zoom: -0.95 };

/** Two runs on the map: the same campaign of both side by side or their difference, or the shares of all campaigns. */
export function CompareMaps({ a, b, apart, query, head }: Props) {
  const setQuery = useSetQuery();
  const most = Math.min(a?.campaigns ?? 1, b?.campaigns ?? 1);
  const of = query.of === "share" && most > 1 ? "share" : "campaign";
  const campaign = Math.min(most - 1, Math.max(0, Number(query.campaign ?? 0) || 0));
  const fought = of === "campaign";
  // Which campaigns there are is known when both runs are.
  const [first, second] = a && b ? [a.run_id, b.run_id] : [];
  const [left, right] = [useCampaign(fought ? first : undefined, campaign), useCampaign(fought ? second : undefined, campaign)];
  const [leftShares, rightShares] = [useShares(fought ? undefined : first), useShares(fought ? undefined : second)];
  const told = fought ? left.replay.data : leftShares.data;
  const start = told?.start;
  const chosen = query.sel?.startsWith("u:") ? query.sel.slice(2) : undefined;
  const sheet = useSheet(a?.scenario_id, query.layers, told, chosen);
  const mesh = sheet.data?.cells.mesh;
  const replays = left.replay.data && right.replay.data && ([left.replay.data, right.replay.data] as const);
  const shares = leftShares.data && rightShares.data && ([leftShares.data, rightShares.data] as const);
  const difference = useMemo(() => {
    if (!mesh || apart) return undefined;
    if (fought) return replays && holderDifference(...replays, mesh);
    return shares && shareDifference(...shares, mesh);
  }, [mesh, apart, fought, replays?.[0], replays?.[1], shares?.[0], shares?.[1]]);
  const fields = useMemo(() => (mesh && apart && shares ? shares.map((one) => shareField(one, mesh)) : undefined), [mesh, apart, shares?.[0], shares?.[1]]);
  const one = useSceneData(sheet.data, apart ? left : undefined, apart ? fields?.[0] : difference);
  const other = useSceneData(sheet.data, apart ? right : undefined, fields?.[1]);
  const stride = fought ? 1 : STEPS_A_DAY;
  const steps = replays ? Math.min(replays[0].steps, replays[1].steps) : shares ? Math.min(shares[0].meta.days, shares[1].meta.days) * STEPS_A_DAY : 0;
  const { step, setStep, player } = useTime(query.step, steps, stride);
  const [view, saveView] = useView(query.view);
  const handles = [useRef<MapHandle>(null), useRef<MapHandle>(null)] as const;
  const [panels, setPanels] = useState(() => !window.matchMedia("(max-width: 700px)").matches);
  useKeys({
    play: player.toggle,
    step: (change) => setStep(step + change * stride),
    day: (change) => setStep(step + change * STEPS_A_DAY),
    end: (last) => setStep(last ? steps : 0),
    zoom: (change) => handles[0].current?.zoomBy(change),
    close: () => setQuery({ sel: undefined }),
  });
  const names = useMemo(() => new Map([
    ...(left.about.data?.formations ?? []).map((item): [string, string] => [item.formation_id, item.name]),
    ...(left.about.data?.units ?? []).map((item): [string, string] => [item.unit_id, item.name]),
  ]), [left.about.data]);
  const tip = (target: Target, standing: Standing | undefined) => {
    if (standing) return `${names.get(standing.counter.id) ?? standing.counter.id}, ${formatNumber(standing.men)} men`;
    return target.kind === "place" ? target.place.name_1945 : target.kind === "zone" ? target.zone.name : "";
  };
  const pane = (at: 0 | 1, data: SceneData | undefined) => (
    <MapPane handle={handles[at]} data={data} options={sheet.options} step={step} fraction={player.fraction} playing={player.playing} view={view ?? (apart ? PAIR_VIEW : undefined)}
      onView={(next: View) => {
        handles[at === 0 ? 1 : 0].current?.follow(next);
        saveView(next);
      }}
      onLight={sheet.setLightReason} onPick={(_, standing) => setQuery({ sel: standing ? `u:${standing.counter.id}` : undefined })} tip={tip} />
  );
  const refused = [left, right].map(({ about }) => about.data && !about.data.replayable ? (about.data.replayable_reason ?? "This run cannot be replayed.") : undefined);
  const wrong = [left, right].map((side) => side.about.error ?? side.replay.error).concat(leftShares.error, rightShares.error, sheet.error, refused).find(Boolean);
  const text = start && (fought ? replays && formatTime(replays[0].time(step)) : dayText(start, step / STEPS_A_DAY));
  const title = (run: RunInfo | undefined, role: string) => run && `${role}: ${worldText(run)}${fought ? `, campaign ${campaign}` : ""}`;
  const ready = start !== undefined && text !== undefined && (replays ?? shares) !== undefined;
  return (
    <div className={`replay spread${panels ? "" : " folded"}`}>
      {apart ? (
        <div className="pair">
          <section aria-label={title(a, "Base")}><h2>{title(a, "Base")}</h2>{pane(0, one)}</section>
          <section aria-label={title(b, "Other")}><h2>{title(b, "Other")}</h2>{pane(1, other)}</section>
        </div>
      ) : <Fragment key="one">{pane(0, one)}</Fragment>}
      <aside className="left" aria-label="Runs, legend and table">
        <div className="panel">
          {head}
          {most > 1 && <Views label="Of" views={OF} view={of} onView={(name) => setQuery({ of: name === "campaign" ? undefined : name })} />}
          {fought && most > 1 && (
            <p><label>Campaign <input type="number" min={0} max={most - 1} value={campaign}
              onChange={(event) => setQuery({ campaign: Math.min(most - 1, Math.max(0, Number(event.target.value) || 0)) || undefined })} /> of {formatNumber(most)}</label></p>
          )}
          {a && b && a.seed !== b.seed && <p>The runs have different seeds: their campaigns do not share their luck.</p>}
        </div>
        <CompareLegend apart={apart} fought={fought} dark={sheet.options.dark} samples={shares?.map(({ meta }) => meta)} />
        <LayersPanel layers={fought && apart ? CAMPAIGN_LAYERS : SHEET_LAYERS} show={sheet.show} onToggle={sheet.toggle} />
        {replays && sheet.data && (
          <CampaignPair a={replays[0]} b={replays[1]} step={step} places={sheet.data.places} units={left.about.data?.units ?? []}
            chosen={chosen === undefined ? undefined : { id: chosen, name: names.get(chosen) ?? chosen }} />
        )}
        {shares && sheet.data && <SharePair a={shares[0]} b={shares[1]} day={step / STEPS_A_DAY} places={sheet.data.places} />}
      </aside>
      {ready && !wrong ? (
        <TimeSlider steps={steps} step={step} hours={STEP_HOURS} stride={stride} start={start} text={text} playing={player.playing} speed={player.speed}
          onStep={(next) => { player.stop(); setStep(next); }} onPlay={player.toggle} onSpeed={player.setSpeed}
          after={<button type="button" className="fold" aria-pressed={panels} onClick={() => setPanels(!panels)}>Panels</button>} />
      ) : (
        <Waiting wrong={wrong} job={leftShares.progress ?? rightShares.progress}
          words={!a || !b ? "Choose two runs." : fought ? "Both campaigns are being fought again from their seeds …" : undefined} />
      )}
      <p className="hidden" role="status">{text !== undefined && !player.playing ? text : ""}</p>
    </div>
  );
}

type Campaign = ReturnType<typeof useCampaign>;

/** What one map shows: a campaign, or a field, on the ground that both share. */
function useSceneData(ground: SceneData | undefined, campaign: Campaign | undefined, field: Field | undefined): SceneData | undefined {
  const [replay, about] = [campaign?.replay.data, campaign?.about.data];
  return useMemo(
    () => ground && { ...ground, ...(replay ? { replay, units: about?.units ?? [], formations: about?.formations ?? [] } : {}), field },
    [ground, replay, about, field],
  );
}
