import type { Virtualizer } from "@tanstack/react-virtual";
import { useCallback } from "react";

const page = 15;

/**
 * Arrow keys, Page Up and Down, Home and End move from row to row; a row that is not on screen is scrolled to and then takes the focus. Space selects
 * the row, and with Shift all from the one that was selected before.
 */
export function useRowKeys(
  table: React.RefObject<HTMLElement | null>,
  virtualizer: Virtualizer<Window, Element>,
  count: number,
  onSelect: (index: number, range: boolean) => void,
) {
  return useCallback(
    (event: React.KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as HTMLElement;
      // What a row or a header has opened is in it for React only, and has keys of its own.
      if (table.current?.contains(target) !== true || target.closest("[aria-haspopup]") !== null) return;
      const row = target.closest("[data-index]");
      const index = row === null ? -1 : Number(row.getAttribute("data-index"));
      if (event.key === " " && row !== null && (target.matches("a") || (event.shiftKey && target.matches("input")))) {
        event.preventDefault();
        onSelect(index, event.shiftKey);
        return;
      }
      const next = destination(event.key, index, count);
      if (next === null) return;
      event.preventDefault();
      virtualizer.scrollToIndex(next);
      focusRow(table, next, 20);
    },
    [table, virtualizer, count, onSelect],
  );
}

function destination(key: string, index: number, count: number): number | null {
  const within = (value: number) => Math.min(count - 1, Math.max(0, value));
  switch (key) {
    case "ArrowDown":
      return within(index + 1);
    case "ArrowUp":
      return within(index - 1);
    case "PageDown":
      return within(index + page);
    case "PageUp":
      return within(index - page);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

/** At once, so that the next key goes on from there. A row that is not there may still have to be drawn, and its data to be fetched: a few frames more. */
function focusRow(table: React.RefObject<HTMLElement | null>, index: number, framesLeft: number): void {
  const link = table.current?.querySelector<HTMLElement>(`[data-index="${index}"] a`);
  if (link) link.focus({ preventScroll: true });
  else if (framesLeft > 0) requestAnimationFrame(() => focusRow(table, index, framesLeft - 1));
}
