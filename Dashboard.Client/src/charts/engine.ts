import {
  CategoryScale,
  Chart,
  type ChartConfiguration,
  type ChartDataset,
  Decimation,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  TimeScale,
  Tooltip,
} from "chart.js";
import "chartjs-adapter-luxon";
import annotation, { type AnnotationOptions } from "chartjs-plugin-annotation";
import { binaryStep, formatDateTime } from "../lib/format";
import { roundTimes, timeLabel, timeStep } from "../lib/timeAxis";
import type { Point } from "../model/series";
import { withAlpha } from "./colours";
import { type ChartContent, type ChartLine, highestValue, isWithinReach, withRoom } from "./content";

Chart.register(LineController, LineElement, PointElement, LinearScale, TimeScale, CategoryScale, Filler, Tooltip, Decimation, annotation);

type TimeLine = Chart<"line", Point[]>;
type Dataset = ChartDataset<"line", Point[]>;

/** All charts keep the same width for the axis, so that charts below each other share their times. */
const axisWidth = 74;

/** Room for the name of a mark. */
const labelPixels = 74;

/** Room for one label of the time axis. */
const tickEveryPixels = 78;

export function makeChart(canvas: HTMLCanvasElement): TimeLine {
  const configuration: ChartConfiguration<"line", Point[]> = {
    type: "line",
    data: { datasets: [] },
    options: {
      parsing: false,
      normalized: true,
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      spanGaps: false,
      layout: { padding: { top: 4, right: 8, bottom: 0, left: 0 } },
      interaction: { mode: "nearest", axis: "x", intersect: false },
      elements: { point: { radius: 0, hitRadius: 0, hoverRadius: 3 }, line: { borderWidth: 1.6, tension: 0 } },
      plugins: { decimation: { enabled: true, algorithm: "min-max", threshold: 1500 } },
    },
  };
  return new Chart(canvas, configuration);
}

/** Makes the chart show `content`; draws at once, so it belongs into a frame. */
export function showContent(chart: TimeLine, content: ChartContent): void {
  const { colours } = content;
  chart.data.datasets = content.lines.flatMap((line) => datasetsOf(line, content));
  const font = { family: getComputedStyle(document.body).fontFamily, size: 11 };
  const options = chart.options;
  const step = timeStep(content.to - content.from, Math.max(2, Math.floor((chart.width - axisWidth) / tickEveryPixels)));
  options.scales = {
    x: {
      type: "time",
      min: content.from,
      max: content.to,
      grid: { color: colours.grid, drawTicks: false },
      border: { display: false },
      ticks: {
        color: colours.ink2,
        font,
        maxRotation: 0,
        autoSkip: false,
        padding: 6,
        callback: (value) => timeLabel(Number(value), step),
      },
      afterBuildTicks: (axis) => {
        axis.ticks = roundTimes(content.from, content.to, step).map((value) => ({ value }));
      },
    },
    y: {
      beginAtZero: true,
      stacked: content.stacked,
      suggestedMax: suggestedMaximum(content),
      grid: { color: colours.grid, drawTicks: false },
      border: { display: false },
      ticks: {
        color: colours.ink2,
        font,
        padding: 8,
        maxTicksLimit: 6,
        ...(content.whole ? { precision: 0 } : {}),
        callback: (value) => content.format(Number(value)),
      },
      afterFit: (axis) => {
        axis.width = axisWidth;
      },
      afterBuildTicks: (axis) => {
        if (!content.binary) return;
        const step = binaryStep((axis.max - axis.min) / 5);
        axis.ticks = [];
        for (let value = 0; value <= axis.max; value += step) axis.ticks.push({ value });
      },
    },
  };
  options.plugins = {
    ...options.plugins,
    tooltip: {
      backgroundColor: colours.surface,
      borderColor: colours.grid,
      borderWidth: 1,
      titleColor: colours.ink,
      bodyColor: colours.ink,
      titleFont: { ...font, weight: "bold" },
      bodyFont: font,
      padding: 8,
      boxWidth: 8,
      boxHeight: 8,
      filter: (item) => !isBand(item.dataset as Dataset),
      callbacks: {
        title: (items) => (items[0] === undefined ? "" : formatDateTime(items[0].parsed.x as number)),
        label: (item) => ` ${item.dataset.label ?? ""}  ${item.parsed.y === null ? "–" : content.format(item.parsed.y)}`,
      },
    },
    annotation: { annotations: annotationsOf(content, font, chart.width - axisWidth) },
  };
  chart.update("none");
}

function datasetsOf(line: ChartLine, content: ChartContent): Dataset[] {
  const main: Dataset = {
    label: line.name,
    data: line.points,
    borderColor: line.colour,
    backgroundColor: withAlpha(line.colour, content.stacked ? 0.35 : 0.13),
    borderDash: line.dash ?? [],
    borderWidth: line.thick === true ? 2.6 : 1.6,
    order: line.thick === true ? -1 : 0,
    pointHoverBackgroundColor: line.colour,
    pointRadius: isLonely(line.points) ? 2 : 0,
    fill: content.stacked ? "stack" : line.filled === true ? "origin" : false,
    hidden: line.hidden === true,
  };
  if (line.band === undefined || line.hidden === true) return [main];
  const edge = { borderWidth: 0, pointRadius: 0, pointHoverRadius: 0, hidden: false } as const;
  return [
    main,
    { ...edge, label: bandLabel, data: line.band.maximum, fill: false },
    { ...edge, label: bandLabel, data: line.band.minimum, fill: "-1", backgroundColor: withAlpha(line.colour, 0.2) },
  ];
}

const bandLabel = "\u0000band";

function isBand(dataset: Dataset): boolean {
  return dataset.label === bandLabel;
}

/** A line of a point or two has no length to be seen by. */
function isLonely(points: Point[]): boolean {
  return points.length < 3;
}

function suggestedMaximum(content: ChartContent): number | undefined {
  const highest = highestValue(content);
  const levels = content.references.filter((reference) => isWithinReach(content, reference)).map((reference) => reference.value);
  const most = Math.max(highest, ...levels);
  return most > 0 ? most * 1.06 : undefined;
}

function annotationsOf(content: ChartContent, font: { family: string; size: number }, width: number): AnnotationOptions[] {
  const levels = content.references
    .filter((reference) => isWithinReach(content, reference))
    .map(
      (reference): AnnotationOptions => ({
        type: "line",
        scaleID: "y",
        value: reference.value,
        borderColor: reference.colour,
        borderWidth: 1.25,
        borderDash: reference.dash,
      }),
    );
  const room = ((content.to - content.from) / Math.max(1, width)) * labelPixels;
  const within = content.marks.filter((mark) => mark.at >= content.from && mark.at <= content.to);
  const named = withRoom(within, room);
  const marks = within.map(
    (mark): AnnotationOptions => ({
      type: "line",
      scaleID: "x",
      value: mark.at,
      borderColor: mark.colour,
      borderWidth: 1.25,
      borderDash: [3, 3],
      label: {
        display: named.has(mark),
        content: mark.label,
        position: "start",
        backgroundColor: mark.colour,
        color: content.colours.surface,
        font: { ...font, size: 10, weight: "bold" },
        padding: { x: 4, y: 2 },
        borderRadius: 3,
      },
    }),
  );
  return [...levels, ...marks];
}
