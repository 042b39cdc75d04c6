import { useCallback, useEffect, useRef } from "react";
import { type ColumnKey, type ColumnState, moveTo } from "../../model/columns";

const beginsAfterPixels = 6;

interface Drag {
  key: ColumnKey;
  x: number;
  pointerId: number;
  moving: boolean;
  drop: { key: ColumnKey; side: "before" | "after" } | null;
}

/** Headers are dragged to another place. Nothing is drawn anew until one is let go: the marks are attributes of the elements. */
export function useColumnDrag(state: ColumnState, change: (state: ColumnState) => void) {
  const drag = useRef<Drag | null>(null);
  const row = useRef<HTMLElement | null>(null);
  const latest = useRef(state);
  latest.current = state;

  const end = useCallback(
    (keep: boolean) => {
      const { moving, drop, key } = drag.current ?? { moving: false, drop: null, key: "name" as ColumnKey };
      drag.current = null;
      if (!moving || row.current === null) return;
      delete row.current.dataset.dragging;
      for (const cell of cellsOf(row.current)) {
        delete cell.dataset.drop;
        delete cell.dataset.dragged;
      }
      if (keep && drop !== null) change(moveTo(latest.current, key, drop.key, drop.side));
    },
    [change],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && drag.current !== null) end(false);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [end]);

  return {
    onPointerDown: useCallback((event: React.PointerEvent<HTMLElement>) => {
      const target = event.target as HTMLElement;
      const cell = target.closest<HTMLElement>("[data-key]");
      // A finger scrolls; and what a menu shows is in the document's body.
      if (event.button !== 0 || event.pointerType === "touch" || cell === null || !event.currentTarget.contains(cell)) return;
      const key = cell.dataset.key as ColumnKey;
      if (key === "name" || target.closest("[role=separator], [aria-haspopup]") !== null) return;
      row.current = event.currentTarget;
      drag.current = { key, x: event.clientX, pointerId: event.pointerId, moving: false, drop: null };
    }, []),
    onPointerMove: useCallback((event: React.PointerEvent<HTMLElement>) => {
      const now = drag.current;
      if (now === null || row.current === null) return;
      if (!now.moving) {
        if (Math.abs(event.clientX - now.x) < beginsAfterPixels) return;
        now.moving = true;
        row.current.setPointerCapture(now.pointerId);
        row.current.dataset.dragging = "true";
      }
      now.drop = null;
      for (const cell of cellsOf(row.current)) {
        const key = cell.dataset.key as ColumnKey;
        const { left, right } = cell.getBoundingClientRect();
        if (key === now.key) cell.dataset.dragged = "true";
        delete cell.dataset.drop;
        if (now.drop !== null || key === now.key || event.clientX < left - 6 || event.clientX > right + 6) continue;
        const side = event.clientX < (left + right) / 2 && key !== "name" ? "before" : "after";
        now.drop = { key, side };
        cell.dataset.drop = side;
      }
    }, []),
    // The pointer is the row's by then, and so is the click that follows: it sorts nothing.
    onPointerUp: useCallback(() => end(true), [end]),
    onPointerCancel: useCallback(() => end(false), [end]),
  };
}

const cellsOf = (row: HTMLElement) => row.querySelectorAll<HTMLElement>("[data-key]");
