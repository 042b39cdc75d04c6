import { useCallback } from "react";
import { foldSeries, type Series } from "../model/series";
import type { SeriesMessage, SeriesQuery } from "../model/wire";
import { type StreamResult, useFoldedStream } from "./useStream";

export const defaultRangeSeconds = 3600;

/** A chart's lines, live: the history first, then every point as it comes. */
export function useSeries(query: SeriesQuery): StreamResult<Series> {
  const range = (query.rangeSeconds ?? defaultRangeSeconds) * 1000;
  const fold = useCallback((before: Series | null, message: SeriesMessage) => foldSeries(before, message, range), [range]);
  return useFoldedStream("Series", [query], fold, false);
}
