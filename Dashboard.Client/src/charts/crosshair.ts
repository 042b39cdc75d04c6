// One crosshair for all charts of the page: the pointer over one of them shows the same time in each.

import {
  type ActiveElement,
  type Chart,
  type ChartDataset,
  type ChartEvent,
  Interaction,
  type InteractionModeFunction,
  type Plugin,
} from "chart.js";
import { drawInNextFrame, forgetDrawing } from "./frame";

const charts = new Set<Chart>();
let time: number | null = null;
/** The chart under the pointer; Chart.js shows its values by itself. */
let leader: Chart | null = null;

function follow(chart: Chart): void {
  const x = chart.scales.x;
  if (x === undefined || chart === leader) return;
  const shown = time !== null && time >= x.min && time <= x.max ? time : null;
  const active = shown === null ? [] : nearest(chart, shown);
  chart.setActiveElements(active);
  chart.tooltip?.setActiveElements(active, { x: x.getPixelForValue(shown ?? x.min), y: chart.chartArea.top });
}

/** A point further from the pointer than this share of the axis says nothing of the time under it. */
const reach = 0.04;

/** The point of each visible line that is nearest to a time. Bands and levels have no points of their own. */
function nearest(chart: Chart, at: number): ActiveElement[] {
  const axis = chart.scales.x;
  if (axis === undefined) return [];
  const farthest = (axis.max - axis.min) * reach;
  return chart.getSortedVisibleDatasetMetas().flatMap((meta) => {
    const dataset = chart.data.datasets[meta.index] as ChartDataset<"line"> | undefined;
    if (dataset === undefined || dataset.pointHoverRadius === 0) return [];
    const points = meta._parsed as { x: number; y: number | null }[];
    const index = nearestIndex(points, at);
    const point = points[index];
    const element = meta.data[index];
    if (point === undefined || element === undefined || point.y === null || Math.abs(point.x - at) > farthest) return [];
    return [{ element, datasetIndex: meta.index, index }];
  });
}

/** Of points in the order of time. */
export function nearestIndex(points: readonly { x: number }[], at: number): number {
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle] as { x: number }).x < at) low = middle + 1;
    else high = middle;
  }
  const before = points[low - 1];
  const after = points[low];
  return before !== undefined && after !== undefined && at - before.x < after.x - at ? low - 1 : low;
}

declare module "chart.js" {
  interface InteractionModeMap {
    time: InteractionModeFunction;
  }
}

Interaction.modes.time = (chart, event) => {
  const at = event.x === null ? undefined : chart.scales.x?.getValueForPixel(event.x);
  return at === undefined ? [] : nearest(chart, at);
};

const drawings = new WeakMap<Chart, () => void>();

function show(at: number | null, from: Chart): void {
  if (at === time && leader === from) return;
  time = at;
  leader = at === null ? null : from;
  for (const chart of charts) {
    if (chart === from) continue;
    const draw = drawings.get(chart);
    if (draw !== undefined) drawInNextFrame(draw);
  }
}

export const crosshair: Plugin<"line"> = {
  id: "crosshair",
  afterInit(chart) {
    const one = chart as Chart;
    charts.add(one);
    drawings.set(one, () => {
      follow(one);
      one.draw();
    });
  },
  afterUpdate(chart) {
    // New points: those that were shown are gone.
    if (time !== null) follow(chart as Chart);
  },
  afterDestroy(chart) {
    const draw = drawings.get(chart as Chart);
    if (draw !== undefined) forgetDrawing(draw);
    charts.delete(chart as Chart);
    if (leader === (chart as Chart)) {
      leader = null;
      time = null;
    }
  },
  afterEvent(chart, { event, inChartArea }: { event: ChartEvent; inChartArea: boolean }) {
    if (event.type === "mouseout" || !inChartArea) {
      if (leader === (chart as Chart)) show(null, chart as Chart);
    } else if (event.x !== null) {
      show(chart.scales.x?.getValueForPixel(event.x) ?? null, chart as Chart);
    }
  },
  afterDatasetsDraw(chart) {
    const { ctx, chartArea, scales } = chart;
    if (time === null || scales.x === undefined || time < scales.x.min || time > scales.x.max) return;
    const x = Math.round(scales.x.getPixelForValue(time)) + 0.5;
    ctx.save();
    ctx.strokeStyle = String(chart.options.color);
    ctx.globalAlpha = 0.45;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(x, chartArea.top);
    ctx.lineTo(x, chartArea.bottom);
    ctx.stroke();
    ctx.restore();
  },
};
