import { css, inkOf } from "../../map/ink";
import { bandColour } from "../../spread/fields";
import type { SharesMeta } from "../../spread/shares";
import { HatchKey, LineKey, sampleWords, ShadeKey } from "../maps/SheetPanels";

interface Props {
  apart: boolean;
  /** One campaign of each is shown, not the shares of all. */
  fought: boolean;
  dark: boolean;
  samples: SharesMeta[] | undefined;
}

/** What the maps of a comparison show. */
export function CompareLegend({ apart, fought, dark, samples }: Props) {
  const ink = inkOf(dark);
  return (
    <details className="panel legend" open={!apart}>
      <summary>Legend</summary>
      {!apart && (
        <>
          {!fought && <ShadeKey dark={dark} points words={["more likely Soviet in the other run, points of probability", "more likely Japanese in the other run"]} />}
          <HatchKey slope={1} colour={css(ink.hatch[0])}>{fought ? "red, rising: Soviet in the other run, not in the base" : "so much more likely Soviet that it is hardly chance: over two standard errors of these samples"}</HatchKey>
          <HatchKey slope={-1} colour={css(ink.hatch[1])}>{fought ? "blue, falling: Japanese in the other run, not in the base" : "the same, Japanese; what is not hatched may be chance"}</HatchKey>
          <LineKey width={3}>{fought ? "front of the base" : "median front of the base"}</LineKey>
          <LineKey width={3} dash="7 6">{fought ? "front of the other run where it is another" : "median front of the other run where it is another"}</LineKey>
        </>
      )}
      {apart && fought && <p>As in the replay: red and box Soviet, blue and diamond Japanese; ground gained is tinted, that of the last 24 hours hatched. A click on a counter shows the same unit in both.</p>}
      {apart && !fought && (
        <>
          <ShadeKey dark={dark} words={["won by the Soviet side, share of the campaigns", "won by the Japanese side"]} />
          <LineKey width={3}>median front</LineKey>
          <HatchKey slope={1} colour={css(bandColour(ink))}>80 % band between nine campaigns of ten (dashed) and one (dotted)</HatchKey>
        </>
      )}
      {samples?.map((meta, at) => <p key={meta.run_id}>{at === 0 ? "Base" : "Other"}: {sampleWords(meta)}</p>)}
    </details>
  );
}
