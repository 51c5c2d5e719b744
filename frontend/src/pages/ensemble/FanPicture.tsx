import type { Fan, LossClaim } from "../../api/types";
import { addHours, formatDay, formatNumber, type LocalTime } from "../../lib/format";
import { bandPath, ceiling, linePath } from "./spread";

interface Props {
  fan: Fan;
  claims: LossClaim[];
  start: LocalTime;
}

const WIDTH = 560, HEIGHT = 260, LEFT = 74, RIGHT = 84, TOP = 10, BOTTOM = 24;

/** Losses added up by day: half and nine tenths of the campaigns, their median, and the claims with what their words allow. */
export function FanPicture({ fan, claims, start }: Props) {
  const days = fan.q50.length - 1;
  const most = ceiling(fan, claims);
  const x = (day: number) => LEFT + ((WIDTH - LEFT - RIGHT) * day) / Math.max(1, days);
  const y = (value: number) => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * value) / most;
  const colour = `var(--${fan.side === "soviet" ? "soviet" : fan.side === "japanese" ? "japan" : "accent"})`;
  // Claims of one day stand side by side; their names keep a line's distance.
  let above = HEIGHT;
  const marks = [...claims]
    .map((claim) => ({ claim, low: claim.low ?? 0, high: claim.high ?? most }))
    .sort((a, b) => a.low + a.high - b.low - b.high)
    .map((mark, place) => {
      const label = Math.min(y((mark.low + mark.high) / 2) + 3.5, above - 11);
      above = label;
      return { ...mark, label, at: x(Math.min(mark.claim.day, days)) + 6 + place * 9 };
    });
  const last = (values: number[]) => formatNumber(values.at(-1) ?? 0);
  return (
    <svg className="fan" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img"
      aria-label={`${fan.side} ${fan.measure} by the last day: ${last(fan.q05)} to ${last(fan.q95)}, median ${last(fan.q50)} ${fan.unit}`}>
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(share * most)} y2={y(share * most)} stroke="var(--rule)" />
          <text x={LEFT - 6} y={y(share * most) + 4} textAnchor="end" fontSize="11" fill="var(--quiet)">{formatNumber(share * most)}</text>
        </g>
      ))}
      {Array.from({ length: Math.floor(days / 5) + 1 }, (_, at) => at * 5).map((day) => (
        <text key={day} x={x(day)} y={HEIGHT - 8} textAnchor="middle" fontSize="11" fill="var(--quiet)">{formatDay(addHours(start, day * 24), true)}</text>
      ))}
      <path d={bandPath(fan.q05, fan.q95, x, y)} fill={colour} fillOpacity=".18" />
      <path d={bandPath(fan.q25, fan.q75, x, y)} fill={colour} fillOpacity=".3" />
      <path d={linePath(fan.q50, x, y)} fill="none" stroke={colour} strokeWidth="2" />
      {marks.map(({ claim, at, low, high, label }) => (
        <g key={claim.claim_id} stroke="var(--ink)" strokeWidth="1.6">
          <title>{`${claim.claim_id}: ${claim.text}`}</title>
          {y(low) - y(high) > 4
            ? <path fill="none" d={`M${at - 3},${y(low)}h6m-3,0V${y(high)}m-3,0h6`} />
            : <circle cx={at} cy={(y(low) + y(high)) / 2} r="3" fill="var(--ink)" stroke="var(--sheet)" />}
          <path d={`M${at + 4},${(y(low) + y(high)) / 2}L${WIDTH - 38},${label - 3.5}`} strokeWidth=".5" stroke="var(--quiet)" />
          <text x={WIDTH - 36} y={label} fontSize="10" stroke="none" fill="var(--ink)">{claim.claim_id}</text>
        </g>
      ))}
    </svg>
  );
}
