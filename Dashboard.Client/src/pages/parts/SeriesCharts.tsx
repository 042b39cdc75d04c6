import { useComputedColorScheme } from "@mantine/core";
import { useMemo } from "react";
import { lineStyle, useColours } from "../../charts/colours";
import type { ChartLine, ChartMark, ChartReference } from "../../charts/content";
import { TimeChart } from "../../charts/TimeChart";
import { formatClock } from "../../lib/format";
import { type SeriesOf, useSeries } from "../../live/useSeries";
import { chartSpan, type Series, toPoints } from "../../model/series";
import { text } from "../../model/text";
import type { Line, Mark } from "../../model/wire";
import { Panel } from "./Panel";
import { Problem } from "./Problem";
import { useTimeWindow } from "./useTimeWindow";
import { formats, type Metric } from "./Value";

export interface Level {
  name: string;
  value: number | null;
  kind: "request" | "limit" | "allocatable";
}

interface SeriesChartsProps {
  of: SeriesOf;
  titles: Record<Metric, string>;
  levels: Record<Metric, Level[]>;
  /** What the line called "total" is of. */
  total: string;
  height?: number;
}

/** CPU and memory of one thing over the page's window of time. */
export function SeriesCharts({ of, titles, levels, total, height = 200 }: SeriesChartsProps) {
  const [window] = useTimeWindow();
  const { data, error } = useSeries(of, window, 400);
  if (error !== null && data === null) {
    return (
      <Panel>
        <Problem title={text.problem.stream} detail={error} />
      </Panel>
    );
  }
  return (
    <>
      {(["cpu", "memory"] as const).map((metric) => (
        <Panel key={metric}>
          <MetricChart
            metric={metric}
            title={titles[metric]}
            levels={levels[metric]}
            series={data}
            total={total}
            height={height}
            rangeSeconds={window.rangeSeconds}
          />
        </Panel>
      ))}
    </>
  );
}

interface MetricChartProps {
  metric: Metric;
  title: string;
  levels: Level[];
  series: Series | null;
  total: string;
  height: number;
  rangeSeconds: number;
}

function MetricChart({ metric, title, levels, series, total, height, rangeSeconds }: MetricChartProps) {
  const colours = useColours();
  const dark = useComputedColorScheme("light") === "dark";
  const lines = useMemo(() => chartLines(series, metric, colours[metric], total, dark), [series, metric, colours, total, dark]);
  const marks = useMemo<ChartMark[]>(
    () => (series?.marks ?? []).map((mark) => ({ at: mark.at, label: text.pod.markKinds[mark.kind], colour: markColour(mark, colours) })),
    [series?.marks, colours],
  );
  const levelKey = JSON.stringify(levels);
  // biome-ignore lint/correctness/useExhaustiveDependencies: levels are compared by what is in them, since each message brings new objects
  const references = useMemo<ChartReference[]>(
    () =>
      levels
        .filter((level): level is Level & { value: number } => level.value !== null)
        .map((level) => ({
          name: level.name,
          value: level.value,
          colour: level.kind === "request" ? colours.note : level.kind === "limit" ? colours.bad : colours.ink2,
          dash: level.kind === "request" ? [4, 3] : level.kind === "limit" ? [9, 3] : [2, 2],
        })),
    [levelKey, colours],
  );
  const { from, to } = chartSpan(firstTime(series), series?.at ?? Date.now(), rangeSeconds * 1000);
  return (
    <TimeChart
      title={title}
      lines={lines}
      references={references}
      marks={marks}
      from={from}
      to={to}
      format={formats[metric].format}
      exact={formats[metric].exact}
      binary={metric === "memory"}
      height={height}
      loading={series === null}
      range={text.charts.ranges[rangeSeconds] ?? `${rangeSeconds} s`}
      aside={series !== null && <Resolution series={series} young={to - from < rangeSeconds * 1000 ? from : null} />}
    />
  );
}

/** The total first and filled; containers as thin lines, unless there is only one and it would hide the total. */
function chartLines(series: Series | null, metric: Metric, colour: string, total: string, dark: boolean): ChartLine[] {
  if (series === null) return [];
  const points = (line: Line, values: (number | null)[]) => toPoints(line.times, values, series.gapMilliseconds);
  const whole = series.lines.filter((line) => line.name === "total");
  const parts = series.lines.filter((line) => line.name !== "total");
  const shownParts = whole.length > 0 && parts.length === 1 ? [] : parts;
  return [
    ...whole.map((line): ChartLine => {
      const { mean, minimum, maximum } = line[metric];
      const band = minimum === null || maximum === null ? undefined : { minimum: points(line, minimum), maximum: points(line, maximum) };
      return { name: total, colour, points: points(line, mean), band, filled: band === undefined };
    }),
    ...shownParts.map((line, index): ChartLine => {
      const style = lineStyle(index, dark);
      return { name: line.name, colour: style.colour, dash: style.dash, points: points(line, line[metric].mean) };
    }),
  ];
}

function markColour(mark: Mark, colours: { bad: string; warning: string; note: string }): string {
  if (mark.kind === "oomKilled") return colours.bad;
  return mark.kind === "restarted" ? colours.warning : colours.note;
}

function firstTime(series: Series | null): number | null {
  const firsts = (series?.lines ?? []).map((line) => line.times[0]).filter((time) => time !== undefined);
  return firsts.length === 0 ? null : Math.min(...firsts);
}

/** How finely the range is drawn, and, where the history is shorter than the range, since when there is one. */
function Resolution({ series, young }: { series: Series; young: number | null }) {
  return (
    <span className="quiet">
      {young !== null && `${text.charts.since(formatClock(firstTime(series) ?? young))}, `}
      {text.charts.resolution[series.resolution]}
    </span>
  );
}
