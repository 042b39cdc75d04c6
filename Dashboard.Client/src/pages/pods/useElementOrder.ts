import { useEffect, useRef, useState } from "react";
import { dontShow, showAlong } from "../../lib/sharedFrame";
import { keepOrder } from "../../model/elementOrder";
import type { PodRow } from "../../model/wire";
import { mostAtOnce } from "./rowWriters";

/** A row's place on screen, and what is there. */
export interface PlacedRow {
  key: string;
  row: PodRow | undefined;
}

const mostMilliseconds = 1000;

/**
 * The same rows in the order of their elements. That is the order on screen, which is read and tabbed through; but where a row stands on screen is written into
 * it, and to move it among its siblings has the browser make it anew, with all that is in it. So in a frame in which many figures change nothing is moved,
 * and the elements follow with the next message, a second later at the latest.
 */
export function useElementOrder<T extends PlacedRow>(rows: T[], viewKey: string): T[] {
  const [, again] = useState(0);
  const last = useRef({ viewKey, order: [] as string[], rows: new Map<string, PodRow | undefined>(), late: null as number | null });
  const before = last.current;
  const keys = rows.map(({ key }) => key);
  const changed = rows.filter(({ key, row }) => row !== undefined && (before.rows.get(key) ?? row) !== row).length;
  const now = performance.now();
  const mayWait = before.late === null || now - before.late < mostMilliseconds;
  const order = before.viewKey === viewKey && changed > mostAtOnce && mayWait ? keepOrder(before.order, keys) : keys;
  const settled = order.every((key, index) => key === keys[index]);
  last.current = { viewKey, order, rows: new Map(rows.map(({ key, row }) => [key, row])), late: settled ? null : (before.late ?? now) };
  useEffect(() => {
    if (settled) return;
    const settle = () => again((times) => times + 1);
    showAlong(settle, mostMilliseconds);
    return () => dontShow(settle);
  });
  if (settled) return rows;
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return order.map((key) => byKey.get(key) as T);
}
