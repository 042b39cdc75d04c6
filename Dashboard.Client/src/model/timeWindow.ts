// Which part of the time the charts of a page show. It is in the address: a range in seconds, and an end when it is not now.

import { chartSpan } from "./series";

/** Those that can be picked, in seconds. */
export const ranges: readonly number[] = [300, 900, 3600, 21_600, 86_400, 604_800];

const shortestRange = 300;
const longestRange = 604_800;
const usualRange = 3600;

export interface TimeWindow {
  rangeSeconds: number;
  /** The end in milliseconds since 1970 UTC; null for now, going on. */
  endAt: number | null;
}

export function readWindow(parameters: URLSearchParams): TimeWindow {
  const range = Math.round(Number(parameters.get("range")));
  const end = Number(parameters.get("end"));
  return {
    rangeSeconds: Number.isFinite(range) && range >= shortestRange && range <= longestRange ? range : usualRange,
    endAt: parameters.has("end") && Number.isFinite(end) && end > 0 ? end : null,
  };
}

/** The parameters with the window in them; what else they hold stays. */
export function writeWindow(parameters: URLSearchParams, window: TimeWindow): URLSearchParams {
  const next = new URLSearchParams(parameters);
  if (window.rangeSeconds === usualRange) next.delete("range");
  else next.set("range", String(window.rangeSeconds));
  if (window.endAt === null) next.delete("end");
  else next.set("end", String(Math.round(window.endAt)));
  return next;
}

/** Half a window earlier (-1) or later (1); what would reach beyond now is live. */
export function shifted(window: TimeWindow, direction: -1 | 1, now: number): TimeWindow {
  const end = (window.endAt ?? now) + (direction * window.rangeSeconds * 1000) / 2;
  return { rangeSeconds: window.rangeSeconds, endAt: end >= now - 5000 ? null : Math.round(end) };
}

/** Stands still at now. */
export function paused(window: TimeWindow, now: number): TimeWindow {
  return { rangeSeconds: window.rangeSeconds, endAt: now };
}

/** Going on from now. A span that was chosen in a chart does not go on: the usual range takes its place. */
export function live(window: TimeWindow): TimeWindow {
  return { rangeSeconds: ranges.includes(window.rangeSeconds) ? window.rangeSeconds : usualRange, endAt: null };
}

/** The window of a span chosen in a chart, in whole seconds and within what the history answers; one that reaches up to now goes on. */
export function chosen(from: number, to: number, now: number): TimeWindow {
  const rangeSeconds = Math.min(longestRange, Math.max(shortestRange, Math.round((to - from) / 1000)));
  return { rangeSeconds, endAt: to >= now - 0.02 * rangeSeconds * 1000 ? null : Math.round(to) };
}

/**
 * The times that charts show. A picked range is shortened while the history is young, so that a server just started does not show a sliver; a
 * chosen span is what was asked for.
 */
export function shownSpan(window: TimeWindow, first: number | null, at: number): { from: number; to: number } {
  const range = window.rangeSeconds * 1000;
  const to = window.endAt ?? at;
  return ranges.includes(window.rangeSeconds) ? chartSpan(first, to, range) : { from: to - range, to };
}
