import { useMemo } from "react";
import { formatNumber } from "../../lib/format";
import type { Shares } from "../../spread/shares";
import { gainedFan } from "../../spread/tables";
import { bandPath, linePath } from "./spread";

/** Ground won by the first side over the days, on the axis of the slider: eight tenths of the campaigns and their median. */
export function GroundStrip({ shares, day, side }: { shares: Shares; day: number; side: string }) {
  const fan = useMemo(() => gainedFan(shares, 0), [shares]);
  const most = Math.max(1, ...fan.high);
  const x = (at: number) => (100 * at) / shares.meta.days;
  const y = (value: number) => 29 - (27 * value) / most;
  const said = (values: number[]) => formatNumber(values[day] ?? 0);
  const words = `Ground won by the ${side} side by the day shown: median ${said(fan.middle)} thousand km², 80 % of the campaigns ${said(fan.low)} to ${said(fan.high)}`;
  return (
    <>
      <svg className="losses ground" viewBox="0 0 100 30" preserveAspectRatio="none" role="img" aria-label={words}>
        <title>{words}</title>
        <path d={bandPath(fan.low, fan.high, x, y)} className="soviet" fillOpacity=".35" />
        <path d={linePath(fan.middle, x, y)} fill="none" stroke="var(--soviet)" strokeWidth="2" vectorEffect="non-scaling-stroke" />
      </svg>
      <span className="strip-words quiet" aria-hidden="true">ground won: {said(fan.middle)} ({said(fan.low)}–{said(fan.high)}) thousand km²</span>
    </>
  );
}
