import { useMemo, useRef } from "react";
import { useStream } from "../../live/useStream";
import { type PodView, toQuery } from "../../model/podQuery";
import type { RowWindow } from "../../model/rowWindow";
import type { PodPage, PodQuery, PodRow } from "../../model/wire";

export interface PodRows {
  page: PodPage | null;
  error: string | null;
  /** The rows are still those of the view before. */
  pending: boolean;
  at(index: number): PodRow | undefined;
}

const sparkSeconds = 900;
const remembered = 600;

/**
 * The rows around the window, live. Rows that were seen stay until the new window is here, so that scrolling back shows rows
 * and not grey bars; they are forgotten when the view changes.
 */
export function usePodRows(view: PodView, window: RowWindow): PodRows {
  const viewKey = JSON.stringify(view);
  const query = useMemo<PodQuery>(() => toQuery(JSON.parse(viewKey) as PodView, window, sparkSeconds), [viewKey, window]);
  const { data, error, pending } = useStream("Pods", [query]);
  const seen = useRef<{ key: string; page: PodPage | null; rows: Map<number, PodRow> }>({ key: viewKey, page: null, rows: new Map() });

  // The page on hand is the old view's until the first answer to the new one.
  const cache = seen.current;
  if (data !== null && data !== cache.page && !(pending && cache.key !== viewKey)) {
    if (cache.key !== viewKey) cache.rows.clear();
    cache.key = viewKey;
    cache.page = data;
    for (const [index, row] of data.rows.entries()) cache.rows.set(data.offset + index, row);
    if (cache.rows.size > remembered) {
      for (const index of cache.rows.keys()) if (Math.abs(index - data.offset) > remembered / 2) cache.rows.delete(index);
    }
  }
  return { page: data, error, pending: pending && cache.key !== viewKey, at: (index) => cache.rows.get(index) };
}
