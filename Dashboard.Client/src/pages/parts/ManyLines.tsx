import { useMemo } from "react";
import { lineStyle, useColours, useScheme, withAlpha } from "../../charts/colours";
import type { ChartLine } from "../../charts/content";
import { TimeChart } from "../../charts/TimeChart";
import { type SeriesOf, useSeries } from "../../live/useSeries";
import { toPoints } from "../../model/series";
import { text } from "../../model/text";
import { chosen, shownSpan } from "../../model/timeWindow";
import { Panel } from "./Panel";
import { Problem } from "./Problem";
import { rangeInWords } from "./rangeInWords";
import { useTimeWindow } from "./useTimeWindow";
import { formats, type Metric } from "./Value";

interface ManyLinesProps {
  of: SeriesOf;
  titles: Record<Metric, string>;
  /** How a line is called; the name that it has on the wire without it. */
  nameOf?: (name: string) => string;
  /** The line that the others are held against: thick, and the others grey. */
  own?: string;
  height?: number;
}

/** Several things over the same time: pods of one workload, or what somebody wants to compare. */
export function ManyLines({ of: subject, titles, nameOf, own, height = 220 }: ManyLinesProps) {
  const [window, change] = useTimeWindow();
  const { data, error } = useSeries(subject, window, 300);
  const dark = useScheme() === "dark";
  const colours = useColours();
  const lines = useMemo(() => {
    const of = (metric: Metric): ChartLine[] =>
      (data?.lines ?? []).map((line, index) => {
        const { colour, dash } = lineStyle(index, dark);
        const stands = own === undefined || line.name === own;
        return {
          name: nameOf?.(line.name) ?? line.name,
          colour: own === undefined ? colour : stands ? colours[metric] : withAlpha(colours.ink2, 0.55),
          dash: own === undefined ? dash : [],
          points: toPoints(line.times, line[metric].mean, data?.gapMilliseconds ?? 0),
          ...(own !== undefined && stands ? { thick: true } : {}),
        };
      });
    return { cpu: of("cpu"), memory: of("memory") };
  }, [data, dark, colours, nameOf, own]);
  if (error !== null && data === null) {
    return (
      <Panel>
        <Problem title={text.problem.stream} detail={error} />
      </Panel>
    );
  }
  const at = data?.at ?? Date.now();
  const firsts = (data?.lines ?? []).flatMap((line) => line.times.slice(0, 1));
  const { from, to } = shownSpan(window, firsts.length === 0 ? null : Math.min(...firsts), at);
  return (
    <>
      {(["cpu", "memory"] as const).map((metric) => (
        <Panel key={metric}>
          <TimeChart
            title={titles[metric]}
            lines={lines[metric]}
            from={from}
            to={to}
            format={formats[metric].format}
            exact={formats[metric].exact}
            unit={formats[metric].unit}
            onSpan={(start, end) => change(chosen(start, end, window.endAt === null ? at : Date.now()), true)}
            binary={metric === "memory"}
            height={height}
            loading={data === null}
            range={rangeInWords(window.rangeSeconds)}
          />
        </Panel>
      ))}
    </>
  );
}
