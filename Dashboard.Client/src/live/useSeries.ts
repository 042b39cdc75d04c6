import { useCallback, useEffect, useRef } from "react";
import { foldSeries, type Series } from "../model/series";
import type { TimeWindow } from "../model/timeWindow";
import type { SeriesMessage, SeriesQuery } from "../model/wire";
import { type StreamResult, useFoldedStream } from "./useStream";

/** Of what a chart is; when, the page's window says. */
export type SeriesOf = Omit<SeriesQuery, "rangeSeconds" | "endAt" | "points">;

/**
 * A chart's lines: the history first, then every point as it comes; of a window that has ended, only the history. While the answer for another
 * window is awaited, the one before stays: it is the same thing, and a chart that was zoomed shows at once what it has.
 */
export function useSeries(of: SeriesOf, { rangeSeconds, endAt }: TimeWindow, points: number): StreamResult<Series> {
  const query: SeriesQuery = endAt === null ? { ...of, rangeSeconds, points } : { ...of, rangeSeconds, points, endAt };
  const fold = useCallback(
    (before: Series | null, message: SeriesMessage) => foldSeries(before, message, rangeSeconds * 1000),
    [rangeSeconds],
  );
  const result = useFoldedStream("Series", [query], fold, false);
  const subject = JSON.stringify(of);
  const before = useRef<{ subject: string; data: Series } | null>(null);
  useEffect(() => {
    if (result.data !== null) before.current = { subject, data: result.data };
  }, [result.data, subject]);
  if (result.data !== null || before.current?.subject !== subject) return result;
  return { ...result, data: before.current.data };
}
