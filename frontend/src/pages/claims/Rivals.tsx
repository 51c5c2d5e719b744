import type { ClaimInfo, SourceInfo } from "../../api/types";
import { formatNumber } from "../../lib/format";
import { along, dayText, rivalScales, type Scale } from "./claims";

interface Props {
  claims: ClaimInfo[];
  sources: ReadonlyMap<string, SourceInfo>;
  selected: string | undefined;
  onSelect: (claim: string) => void;
  /** Of the scale, px. */
  width?: number;
}

const WIDTH = 260;

/** Rival values on one scale: every row names its claim, so that the picture is its own table. */
export function Rivals({ claims, sources, selected, onSelect, width = WIDTH }: Props) {
  const { scales, words } = rivalScales(claims);
  const label = (claim: ClaimInfo) => (
    <button type="button" className="link" aria-pressed={claim.claim_id === selected} onClick={() => onSelect(claim.claim_id)} title={claim.paraphrase}>
      {claim.claim_id}
    </button>
  );
  return (
    <>
      {scales.map((scale) => (
        <table key={scale.unit} className="rivals">
          <caption className="hidden">Rival values in {scale.unit}</caption>
          <tbody>
            {scale.rivals.map(({ claim, low, high }) => (
              <tr key={claim.claim_id} className={claim.claim_id === selected ? "chosen" : undefined}>
                <td>{label(claim)}</td>
                <td className="num">{claim.figure}</td>
                <td><Bar scale={scale} low={low} high={high} text={`${claim.claim_id}: ${claim.figure}`} width={width} /></td>
                <td className="source">{sources.get(claim.source_id)?.title ?? claim.source_id}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="source">
              <td />
              <td />
              <td><span className="ends" style={{ width }}><span>{end(scale, scale.low)}</span><span>{scale.high > scale.low && end(scale, scale.high)}</span></span></td>
              <td>{scale.dates ? "" : scale.unit}</td>
            </tr>
          </tfoot>
        </table>
      ))}
      {words.length > 0 && (
        <ul className="in-words">
          {words.map((claim) => <li key={claim.claim_id}>{label(claim)} {claim.paraphrase}</li>)}
        </ul>
      )}
    </>
  );
}

const end = (scale: Scale, value: number): string =>
  scale.dates ? dayText(value) : formatNumber(value, Math.abs(value) < 10 && !Number.isInteger(value) ? 2 : 0);

function Bar({ scale, low, high, text, width }: { scale: Scale; low: number; high: number; text: string; width: number }) {
  const [from, to] = [along(scale, low) * width, along(scale, high) * width];
  return (
    <svg viewBox={`0 0 ${width} 14`} width={width} height="14" role="img" aria-label={text}>
      <line x1="0" x2={width} y1="7" y2="7" stroke="var(--rule)" />
      {to - from > 6
        ? <rect x={from} y="3.5" width={to - from} height="7" fill="var(--accent)" fillOpacity=".45" stroke="var(--accent)" />
        : <circle cx={(from + to) / 2} cy="7" r="4" fill="var(--accent)" />}
    </svg>
  );
}
