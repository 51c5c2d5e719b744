import type { RunDescription, RunInfo } from "../../api/types";
import { isStandalone } from "../../api/client";
import { formatNumber } from "../../lib/format";
import { LAYERS } from "./layers";

interface Props {
  runs: RunInfo[] | undefined;
  run: string | undefined;
  campaign: number;
  about: RunDescription | undefined;
  show: ReadonlySet<string>;
  light: boolean;
  lightReason: string | undefined;
  period: boolean;
  onRun: (run: string) => void;
  onCampaign: (campaign: number) => void;
  onToggle: (layer: string) => void;
  onLight: (light: boolean) => void;
  onPeriod: (period: boolean) => void;
}

export function LeftPanel(props: Props) {
  const { runs, run, campaign, about, show } = props;
  return (
    <>
      <details className="panel" open>
        <summary>Run</summary>
        {!isStandalone() && (
          <label>
            <span className="hidden">Run</span>
            <select value={run ?? ""} onChange={(event) => props.onRun(event.target.value)} aria-label="Run">
              {!run && <option value="">–</option>}
              {(runs ?? []).filter((item) => item.state === "finished").map((item) => (
                <option key={item.run_id} value={item.run_id}>
                  {`${item.written.slice(0, 16).replace("T", " ")} · ${item.kind} of ${formatNumber(item.campaigns)}${item.overlays.length ? ` · ${item.overlays.join(", ")}` : ""}`}
                </option>
              ))}
            </select>
          </label>
        )}
        {about && (
          <p className="quiet">
            {about.title}. Seed {about.seed}{about.overlays.length > 0 && `; what if: ${about.overlays.join(", ")}`}.
          </p>
        )}
        {about && about.campaigns > 1 && !isStandalone() && (
          <label className="campaign">
            Campaign{" "}
            <input type="number" min={0} max={about.campaigns - 1} value={campaign}
              onChange={(event) => props.onCampaign(Math.min(about.campaigns - 1, Math.max(0, Number(event.target.value) || 0)))} />{" "}
            of {formatNumber(about.campaigns)}
          </label>
        )}
      </details>
      <details className="panel">
        <summary>Layers</summary>
        <ul className="layers">
          {LAYERS.map((layer) => (
            <li key={layer.id}>
              <label className="check">
                <input type="checkbox" checked={show.has(layer.id)} onChange={() => props.onToggle(layer.id)} /> {layer.title}
                {layer.key && <kbd>{layer.key}</kbd>}
              </label>
            </li>
          ))}
        </ul>
        <label className="check">
          <input type="checkbox" checked={props.period} onChange={(event) => props.onPeriod(event.target.checked)} /> Signs in the manner of 1945
        </label>
        <label className="check" title={props.lightReason ?? ""}>
          <input type="checkbox" checked={props.light} onChange={(event) => props.onLight(event.target.checked)} /> Light mode
          {props.lightReason && <span className="quiet"> (no graphics card)</span>}
        </label>
      </details>
      <details className="panel legend">
        <summary>Legend</summary>
        <dl>
          <dt><span className={`swatch soviet${props.period ? " box" : ""}`} /></dt><dd>Soviet: red, box{props.period && " of single lines"}; ground gained tinted red</dd>
          <dt><span className={`swatch japan${props.period ? " box" : ""}`} /></dt><dd>Japanese: blue, {props.period ? "box of double lines" : "diamond"}; ground gained tinted blue</dd>
          <dt><span className="swatch front" /></dt><dd>Front; hatched: gained in the last 24 hours</dd>
          {!props.period && <><dt>▬</dt><dd>Under a counter: strength against that at the start; the notch beside it is fuel</dd></>}
          <dt>┄</dt><dd>Broken frame: out of contact with its headquarters; ring: surrounded or invested</dd>
          <dt>●</dt><dd>Black: documented date of capture, filled once the day has come</dd>
          <dt><span className="swatch documented" /></dt><dd>Front interpolated from documented dates, where dated places are near; from the border of the eve</dd>
          <dt><span className="swatch doubt" /></dt><dd>Thin black hatching: taken or not by then, within the errors of the dates</dd>
        </dl>
      </details>
    </>
  );
}
