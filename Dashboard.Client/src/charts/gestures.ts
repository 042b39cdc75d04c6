// Zoom and pan. A chart does not keep what was chosen: it asks for that span of time, which is the page's and in its address.

import type { Chart } from "chart.js";
import type { ZoomPluginOptions } from "chartjs-plugin-zoom/types/options";
import type { Colours } from "./colours";
import { withAlpha } from "./colours";

/** The shortest span that the history answers, in milliseconds. */
const shortestSpan = 300_000;

/** Charts under somebody's hand: what comes in meanwhile must not push the axis back. */
const held = new WeakSet<Chart>();

export function isHeld(chart: Chart): boolean {
  return held.has(chart);
}

/** Drag selects a span, Shift and drag (a finger alone) moves it, Ctrl and the wheel (two fingers) zooms about the pointer. */
export function gestures(colours: Colours, ask: ((from: number, to: number) => void) | undefined, redraw: () => void): ZoomPluginOptions {
  const enabled = ask !== undefined;
  const hold = ({ chart }: { chart: Chart }) => {
    held.add(chart);
    return undefined;
  };
  const complete = ({ chart }: { chart: Chart }) => {
    held.delete(chart);
    const axis = chart.scales.x;
    if (axis !== undefined) ask?.(axis.min, axis.max);
    redraw();
  };
  return {
    limits: { x: { minRange: shortestSpan } },
    zoom: {
      mode: "x",
      wheel: { enabled, modifierKey: "ctrl" },
      pinch: { enabled },
      drag: { enabled, threshold: 6, backgroundColor: withAlpha(colours.note, 0.18), borderColor: colours.note, borderWidth: 1 },
      onZoomStart: hold,
      onZoomComplete: complete,
    },
    pan: { enabled, mode: "x", modifierKey: "shift", onPanStart: hold, onPanComplete: complete },
  };
}
