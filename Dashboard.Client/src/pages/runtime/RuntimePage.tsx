import { Button } from "@mantine/core";
import { useMemo } from "react";
import { lineStyle, useColours, useScheme } from "../../charts/colours";
import type { ChartLine, ChartReference } from "../../charts/content";
import { TimeChart } from "../../charts/TimeChart";
import { useRuntime } from "../../live/useRuntime";
import { chartSpan, toPoints } from "../../model/series";
import { text } from "../../model/text";
import type { RuntimeMessage } from "../../model/wire";
import { DebugIcon, MetricsIcon } from "../parts/icons";
import { PageHead } from "../parts/PageHead";
import { Panel } from "../parts/Panel";
import { Problem } from "../parts/Problem";
import { RangePicker } from "../parts/RangePicker";
import { rangeInWords } from "../parts/rangeInWords";
import { usePageTitle } from "../parts/usePageTitle";
import { useTimeWindow } from "../parts/useTimeWindow";
import { type RuntimeChart, runtimeCharts } from "./charts";
import style from "./Runtime.module.css";

/** The server keeps an hour of itself. */
const longestSeconds = 3600;

export function RuntimePage() {
  usePageTitle(text.runtime.title);
  const rangeSeconds = Math.min(longestSeconds, useTimeWindow()[0].rangeSeconds);
  const { data, error } = useRuntime(rangeSeconds);
  if (data === null && error !== null) return <Problem heading title={text.problem.stream} detail={error} />;
  return (
    <>
      <PageHead
        title={text.runtime.title}
        detail={<span className="quiet">{text.runtime.lead}</span>}
        aside={
          <>
            <Button component="a" href="/debug" variant="default" size="compact-sm" leftSection={<DebugIcon size={14} />}>
              {text.runtime.debug}
            </Button>
            <Button component="a" href="/metrics" variant="default" size="compact-sm" leftSection={<MetricsIcon size={14} />}>
              {text.runtime.metrics}
            </Button>
            <RangePicker longest={longestSeconds} />
          </>
        }
      />
      <div className={style.charts}>
        {runtimeCharts.map((chart) => (
          <Panel key={chart.title}>
            <OneChart chart={chart} message={data} rangeSeconds={rangeSeconds} />
          </Panel>
        ))}
      </div>
    </>
  );
}

function OneChart({ chart, message, rangeSeconds }: { chart: RuntimeChart; message: RuntimeMessage | null; rangeSeconds: number }) {
  const dark = useScheme() === "dark";
  const colours = useColours();
  const lines = useMemo(() => linesOf(chart, message, dark), [chart, message, dark]);
  const limit = chart.withMemoryLimit ? (message?.memoryLimitBytes ?? null) : null;
  const references = useMemo<ChartReference[]>(
    () => (limit === null ? [] : [{ name: text.runtime.memoryLimit, value: limit, colour: colours.bad, dash: [9, 3] }]),
    [limit, colours],
  );
  const { from, to } = chartSpan(message?.times[0] ?? null, message?.at ?? Date.now(), rangeSeconds * 1000);
  return (
    <TimeChart
      title={chart.title}
      lines={lines}
      references={references}
      from={from}
      to={to}
      format={chart.format}
      unit={chart.unit}
      binary={chart.binary ?? false}
      stacked={chart.stacked ?? false}
      whole={chart.whole ?? false}
      height={150}
      loading={message === null}
      range={rangeInWords(rangeSeconds)}
    />
  );
}

function linesOf(chart: RuntimeChart, message: RuntimeMessage | null, dark: boolean): ChartLine[] {
  if (message === null) return [];
  const source = chart.columns === "connections" ? message.connections : message.columns;
  const names = chart.columns === "connections" ? Object.keys(message.connections) : chart.columns;
  const gap = gapOf(message.times);
  return names.map((name, index) => {
    const { colour, dash } = lineStyle(index, dark);
    return {
      name: text.runtime.lines[name] ?? name,
      colour,
      dash,
      points: toPoints(message.times, source[name] ?? [], gap),
      filled: names.length === 1,
    };
  });
}

/** Three times the usual step: further apart, and the server was not there in between. */
function gapOf(times: number[]): number {
  const steps = times.slice(1).map((time, index) => time - (times[index] as number));
  const usual = steps.toSorted((one, other) => one - other)[Math.floor(steps.length / 2)];
  return usual === undefined ? Number.POSITIVE_INFINITY : Math.max(3 * usual, 5000);
}
