// Which part of the time the charts of a page show. It is in the address: a range in seconds, and an end when it is not now.

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

/** Stands still at now, or goes on from it. */
export function paused(window: TimeWindow, now: number): TimeWindow {
  return { rangeSeconds: window.rangeSeconds, endAt: window.endAt === null ? now : null };
}
