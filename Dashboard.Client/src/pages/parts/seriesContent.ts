// What a chart of one thing shows of its series: lines, levels, marks.

import { type Colours, lineStyle } from "../../charts/colours";
import type { ChartLine, ChartMark, ChartReference } from "../../charts/content";
import { levelSteps, type Series, toPoints } from "../../model/series";
import { text } from "../../model/text";
import type { Line, Mark } from "../../model/wire";
import type { Metric } from "./Value";

export interface Level {
  name: string;
  value: number | null;
  kind: "request" | "limit" | "allocatable";
}

/** How the containers of a pod are shown: with their sum, upon each other, or each in a chart of its own. */
export type Containers = "sum" | "stacked" | "separate";

const whole = "total";

export function containersOf(series: Series | null): string[] {
  return (series?.lines ?? []).map((line) => line.name).filter((name) => name !== whole);
}

/** The total first and filled; containers as thin lines, unless there is only one and it would hide the total. */
export function sumLines(series: Series, metric: Metric, colour: string, total: string, dark: boolean): ChartLine[] {
  const sum = series.lines.filter((line) => line.name === whole);
  const parts = series.lines.filter((line) => line.name !== whole);
  const shown = sum.length > 0 && parts.length === 1 ? [] : parts;
  return [
    ...sum.map((line) => filledLine(series, line, metric, total, colour)),
    ...shown.map((line, at) => part(series, line, at, metric, dark)),
  ];
}

export function stackedLines(series: Series, metric: Metric, dark: boolean): ChartLine[] {
  return series.lines.filter((line) => line.name !== whole).map((line, index) => part(series, line, index, metric, dark));
}

export function oneContainer(series: Series, container: string, metric: Metric, colour: string): ChartLine[] {
  return series.lines.filter((line) => line.name === container).map((line) => filledLine(series, line, metric, container, colour));
}

function part(series: Series, line: Line, index: number, metric: Metric, dark: boolean): ChartLine {
  const { colour, dash } = lineStyle(index, dark);
  return { name: line.name, colour, dash, points: toPoints(line.times, line[metric].mean, series.gapMilliseconds) };
}

function filledLine(series: Series, line: Line, metric: Metric, name: string, colour: string): ChartLine {
  const { mean, minimum, maximum } = line[metric];
  const points = (values: (number | null)[]) => toPoints(line.times, values, series.gapMilliseconds);
  const band = minimum === null || maximum === null ? undefined : { minimum: points(minimum), maximum: points(maximum) };
  return { name, colour, points: points(mean), band, filled: band === undefined };
}

/** Levels as they were, where the history has them; else as they are. */
export function referencesOf(levels: readonly Level[], series: Series | null, metric: Metric, colours: Colours): ChartReference[] {
  return levels.flatMap(({ name, value, kind }) => {
    const steps = series === null || kind === "allocatable" ? null : stepsOf(series, metric, kind);
    const now = value ?? steps?.findLast((step) => step.y !== null)?.y ?? null;
    if (now === null) return [];
    return [
      {
        name,
        value: now,
        steps: steps ?? undefined,
        colour: kind === "request" ? colours.note : kind === "limit" ? colours.bad : colours.ink2,
        dash: kind === "request" ? [4, 3] : kind === "limit" ? [9, 3] : [2, 2],
      },
    ];
  });
}

function stepsOf({ levels, at }: Series, metric: Metric, kind: "request" | "limit") {
  if (levels === null) return null;
  const columns = {
    cpu: { request: levels.cpuRequest, limit: levels.cpuLimit },
    memory: { request: levels.memoryRequest, limit: levels.memoryLimit },
  };
  return levelSteps(levels.times, columns[metric][kind], at);
}

export function marksOf(marks: readonly Mark[], colours: Colours): ChartMark[] {
  return marks.map((mark) => ({
    at: mark.at,
    label: text.pod.markKinds[mark.kind],
    colour: mark.kind === "oomKilled" ? colours.bad : mark.kind === "restarted" ? colours.warning : colours.note,
    weight: mark.kind === "oomKilled" ? 2 : mark.kind === "restarted" ? 1 : 0,
  }));
}

export function firstTime(series: Series | null): number | null {
  const firsts = (series?.lines ?? []).map((line) => line.times[0]).filter((time) => time !== undefined);
  return firsts.length === 0 ? null : Math.min(...firsts);
}
