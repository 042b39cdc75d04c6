import { useMemo, useRef } from "react";
import { useStream } from "../../live/useStream";
import { type PodView, toQuery } from "../../model/podQuery";
import { firstWindow, type RowWindow, shareRow } from "../../model/rowWindow";
import type { PodPage, PodQuery, PodRow } from "../../model/wire";

export interface PodRows {
  page: PodPage | null;
  error: string | null;
  /** The rows are still those of the view before. */
  pending: boolean;
  /** Changes when the rows are those of another view. */
  viewKey: string;
  at(index: number): PodRow | undefined;
}

const sparkSeconds = 900;
const remembered = 600;

interface Seen {
  key: string;
  message: PodPage | null;
  page: PodPage | null;
  rows: Map<number, PodRow>;
}

/** The part of a view that decides which rows there are. */
export function rowsKey({ selected: _, ...view }: PodView): string {
  return JSON.stringify(toQuery({ ...view, selected: [] }, { offset: 0, limit: 0 }, sparkSeconds));
}

const queryIn = (key: string, window: RowWindow): PodQuery => ({ ...(JSON.parse(key) as PodQuery), ...window });

/** What is asked for when a view is opened: its first rows. */
export const firstQuery = (view: PodView): PodQuery => queryIn(rowsKey(view), firstWindow);

/**
 * The rows around the window, live. Rows that were seen stay until the new window is here, so that scrolling back shows rows
 * and not grey bars; they are forgotten when the view changes. A row of which nothing changed stays the same object.
 */
export function usePodRows(view: PodView, window: RowWindow): PodRows {
  const viewKey = rowsKey(view);
  const query = useMemo<PodQuery>(() => queryIn(viewKey, window), [viewKey, window]);
  const { data, error, pending } = useStream("Pods", [query]);
  const seen = useRef<Seen>({ key: viewKey, message: null, page: null, rows: new Map() });

  // The page on hand is the old view's until the first answer to the new one.
  const cache = seen.current;
  if (data !== null && data !== cache.message && !(pending && cache.key !== viewKey)) {
    let known: Map<string, PodRow> | undefined;
    const before = (key: string) => {
      known ??= new Map([...cache.rows.values()].map((row) => [row.key, row]));
      return known.get(key);
    };
    const rows = data.rows.map((row, index) => (row === cache.rows.get(data.offset + index) ? row : shareRow(before(row.key), row)));
    if (cache.key !== viewKey) cache.rows.clear();
    cache.key = viewKey;
    cache.message = data;
    cache.page = { ...data, rows };
    for (const [index, row] of rows.entries()) cache.rows.set(data.offset + index, row);
    // What lies beyond the end of a list that has become shorter is no row any more.
    for (const index of cache.rows.keys()) {
      const far = cache.rows.size > remembered && Math.abs(index - data.offset) > remembered / 2;
      if (index >= data.total || far) cache.rows.delete(index);
    }
  }
  return {
    page: cache.page,
    error,
    pending: pending && cache.key !== viewKey,
    viewKey: cache.key,
    at: (index) => cache.rows.get(index),
  };
}
