import { useMemo } from "react";
import { type Colours, useColours, useScheme } from "../../charts/colours";
import type { ChartLine } from "../../charts/content";
import { TimeChart } from "../../charts/TimeChart";
import { formatClock } from "../../lib/format";
import { type SeriesOf, useSeries } from "../../live/useSeries";
import type { Series } from "../../model/series";
import { text } from "../../model/text";
import { chosen, shownSpan } from "../../model/timeWindow";
import { Panel } from "./Panel";
import { Problem } from "./Problem";
import { rangeInWords } from "./rangeInWords";
import {
  type Containers,
  containersOf,
  firstTime,
  type Level,
  marksOf,
  oneContainer,
  referencesOf,
  stackedLines,
  sumLines,
} from "./seriesContent";
import { useTimeWindow } from "./useTimeWindow";
import { formats, type Metric } from "./Value";

const metrics = ["cpu", "memory"] as const;

interface SeriesChartsProps {
  of: SeriesOf;
  titles: Record<Metric, string>;
  levels: Record<Metric, Level[]>;
  /** What the line called "total" is of. */
  total: string;
  height?: number;
  containers?: Containers;
  /** Of one container, for its own chart. */
  containerLevels?: (name: string, metric: Metric) => Level[];
}

/** CPU and memory of one thing over the page's window of time. */
export function SeriesCharts({ of, titles, levels, total, height = 200, containers = "sum", containerLevels }: SeriesChartsProps) {
  const [window] = useTimeWindow();
  const { data, error } = useSeries(of, window, 400);
  if (error !== null && data === null) {
    return (
      <Panel>
        <Problem title={text.problem.stream} detail={error} />
      </Panel>
    );
  }
  const names = containersOf(data);
  if (containers === "separate" && names.length > 0) {
    return names.flatMap((name) =>
      metrics.map((metric) => (
        <MetricChart
          key={`${name}/${metric}`}
          metric={metric}
          title={`${name}, ${titles[metric]}`}
          levels={containerLevels?.(name, metric) ?? []}
          ofContainer
          series={data}
          linesOf={(series, colours) => oneContainer(series, name, metric, colours[metric])}
          linesKey={name}
          height={Math.round(height * 0.7)}
        />
      )),
    );
  }
  const stacked = containers === "stacked" && names.length > 0;
  return metrics.map((metric) => (
    <MetricChart
      key={metric}
      metric={metric}
      title={titles[metric]}
      levels={levels[metric]}
      series={data}
      linesOf={(series, colours, dark) =>
        stacked ? stackedLines(series, metric, dark) : sumLines(series, metric, colours[metric], total, dark)
      }
      linesKey={`${stacked} ${total}`}
      stacked={stacked}
      height={height}
    />
  ));
}

interface MetricChartProps {
  metric: Metric;
  title: string;
  levels: Level[];
  /** The history's levels are the pod's; those of a container are known as they are now. */
  ofContainer?: boolean;
  series: Series | null;
  linesOf: (series: Series, colours: Colours, dark: boolean) => ChartLine[];
  /** What `linesOf` depends on. */
  linesKey: string;
  stacked?: boolean;
  height: number;
}

function MetricChart({ metric, title, levels, ofContainer = false, series, linesOf, linesKey, stacked = false, height }: MetricChartProps) {
  const [window, change] = useTimeWindow();
  const colours = useColours();
  const dark = useScheme() === "dark";
  // biome-ignore lint/correctness/useExhaustiveDependencies: linesKey says what linesOf depends on
  const lines = useMemo(() => (series === null ? [] : linesOf(series, colours, dark)), [series, colours, dark, metric, linesKey]);
  const marks = useMemo(() => marksOf(series?.marks ?? [], colours), [series?.marks, colours]);
  const levelKey = JSON.stringify(levels);
  // biome-ignore lint/correctness/useExhaustiveDependencies: levels are compared by what is in them, since each message brings new objects
  const references = useMemo(
    () => referencesOf(levels, ofContainer ? null : series, metric, colours),
    [levelKey, ofContainer, series?.levels, series?.at, metric, colours],
  );
  const at = series?.at ?? Date.now();
  const { from, to } = shownSpan(window, firstTime(series), at);
  const young = window.endAt === null && to - from < window.rangeSeconds * 1000;
  return (
    <Panel>
      <TimeChart
        title={title}
        lines={lines}
        references={references}
        marks={marks}
        from={from}
        to={to}
        format={formats[metric].format}
        exact={formats[metric].exact}
        unit={formats[metric].unit}
        binary={metric === "memory"}
        stacked={stacked}
        height={height}
        loading={series === null}
        range={rangeInWords(window.rangeSeconds)}
        onSpan={(start, end) => change(chosen(start, end, window.endAt === null ? at : Date.now()), true)}
        aside={series !== null && <Resolution series={series} since={young ? (firstTime(series) ?? from) : null} />}
      />
    </Panel>
  );
}

/** How finely the range is drawn, and, where the history is shorter than the range, since when there is one. */
function Resolution({ series, since }: { series: Series; since: number | null }) {
  return (
    <span className="quiet">
      {since !== null && `${text.charts.since(formatClock(since))}, `}
      {text.charts.resolution[series.resolution]}
    </span>
  );
}
