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
import annotation from "chartjs-plugin-annotation";
import zoom from "chartjs-plugin-zoom";
import { binaryStep, formatDateTime } from "../lib/format";
import { roundTimes, timeLabel, timeStep } from "../lib/timeAxis";
import type { Point } from "../model/series";
import { annotationsOf } from "./annotations";
import { withAlpha } from "./colours";
import { type ChartContent, type ChartLine, type ChartReference, highestOf, highestValue, isWithinReach } from "./content";
import { crosshair } from "./crosshair";
import { gestures, isHeld } from "./gestures";

Chart.register(
  LineController,
  LineElement,
  PointElement,
  LinearScale,
  TimeScale,
  CategoryScale,
  Filler,
  Tooltip,
  Decimation,
  annotation,
  zoom,
  crosshair,
);

type TimeLine = Chart<"line", Point[]>;
type Dataset = ChartDataset<"line", Point[]>;

/** All charts keep the same width for the axis, so that charts below each other share their times. */
const axisWidth = 74;

/** Room for one label of the time axis. */
const tickEveryPixels = 78;

const decimation = { enabled: true, algorithm: "min-max", threshold: 1500 } as const;

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
      interaction: { mode: "time", intersect: false },
      elements: { point: { radius: 0, hitRadius: 0, hoverRadius: 3 }, line: { borderWidth: 1.6, tension: 0 } },
    },
  };
  return new Chart(canvas, configuration);
}

export interface Hands {
  /** What happens when a span of time is chosen with the pointer; without it the chart cannot be zoomed. */
  ask: ((from: number, to: number) => void) | undefined;
  /** Shows what is newest once the chart is let go. */
  redraw: () => void;
}

/**
 * Makes the chart show `content`; draws at once, so it belongs into a frame. False, and nothing is changed, while somebody is dragging it.
 */
export function showContent(chart: TimeLine, content: ChartContent, { ask, redraw }: Hands): boolean {
  if (isHeld(chart as Chart)) return false;
  const { colours } = content;
  const levels = content.references.filter((reference) => reference.steps !== undefined && isWithinReach(content, reference));
  chart.data.datasets = kept(chart.data.datasets, [
    ...content.lines.flatMap((line) => datasetsOf(line, content)),
    ...levels.map(datasetOf),
  ]);
  const font = { family: getComputedStyle(document.body).fontFamily, size: 11 };
  const options = chart.options;
  options.color = colours.ink;
  const stepOf = (span: number) => timeStep(span, Math.max(2, Math.floor((chart.width - axisWidth) / tickEveryPixels)));
  let step = stepOf(content.to - content.from);
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
        // Of the axis, and not of the content: a hand may be moving it.
        step = stepOf(axis.max - axis.min);
        axis.ticks = roundTimes(axis.min, axis.max, step).map((value) => ({ value }));
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
        callback: (value) => (Number(value) === 0 ? "0" : content.format(Number(value))),
      },
      afterFit: (axis) => {
        axis.width = axisWidth;
      },
      afterBuildTicks: (axis) => {
        if (!content.binary) return;
        const step = binaryStep((axis.max - axis.min) / 6.4);
        axis.ticks = [];
        for (let value = 0; value <= axis.max; value += step) axis.ticks.push({ value });
      },
    },
  };
  // All of them anew, and none taken over: what is read from a chart's options are views upon views, and one more each time is a leak.
  options.plugins = {
    decimation,
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
      callbacks: {
        title: (items) => (items[0] === undefined ? "" : formatDateTime(items[0].parsed.x as number)),
        label: (item) => ` ${item.dataset.label ?? ""}  ${item.parsed.y === null ? "–" : content.format(item.parsed.y)}`,
      },
    },
    annotation: { annotations: annotationsOf(content, font, chart.width - axisWidth) },
    zoom: gestures(colours, ask, redraw),
  };
  chart.update("none");
  // The page scrolls under a finger that goes up or down; only what goes sideways is the chart's.
  if (ask !== undefined) chart.canvas.style.touchAction = "pan-y";
  return true;
}

/**
 * The same objects with new contents where a line was there before: Chart.js keeps a controller, its elements and its options for each object, and would
 * make them anew with every point.
 */
function kept(before: Dataset[], after: Dataset[]): Dataset[] {
  const nameOf = ({ label, stack, fill }: Dataset) => `${label ?? ""} ${stack ?? ""} ${fill === "-1"}`;
  const known = new Map(before.map((dataset) => [nameOf(dataset), dataset]));
  return after.map((dataset) => {
    const name = nameOf(dataset);
    const old = known.get(name);
    if (old === undefined) return dataset;
    known.delete(name);
    return Object.assign(old, dataset);
  });
}

/** A level over time. It is in a stack of its own, so that stacked lines do not lift it. */
function datasetOf(reference: ChartReference): Dataset {
  return {
    label: reference.name,
    data: reference.steps ?? [],
    stepped: true,
    stack: `level ${reference.name}`,
    borderColor: reference.colour,
    borderDash: reference.dash,
    borderWidth: 1.25,
    pointRadius: 0,
    pointHoverRadius: 0,
    fill: false,
    order: -2,
  };
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
  // Without a radius under the pointer a line is not asked for its values.
  const edge = { borderWidth: 0, pointRadius: 0, pointHoverRadius: 0, hidden: false } as const;
  return [
    main,
    { ...edge, data: line.band.maximum, fill: false },
    { ...edge, data: line.band.minimum, fill: "-1", backgroundColor: withAlpha(line.colour, 0.2) },
  ];
}

/** A line of a point or two has no length to be seen by. */
function isLonely(points: Point[]): boolean {
  return points.length < 3;
}

function suggestedMaximum(content: ChartContent): number | undefined {
  const highest = highestValue(content);
  const levels = content.references.filter((reference) => isWithinReach(content, reference)).map(highestOf);
  const most = Math.max(highest, ...levels);
  return most > 0 ? most * 1.06 : undefined;
}
