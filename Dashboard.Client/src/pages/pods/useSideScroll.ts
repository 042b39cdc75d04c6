import { useCallback, useRef } from "react";

/** Header, rows and scroll bar scroll to the side as one; the table is told when it is not at its beginning. */
export function useSideScroll(table: React.RefObject<HTMLElement | null>) {
  const head = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const onScroll = useCallback(
    (event: React.UIEvent<HTMLElement>) => {
      // What scrolls inside a row is not the table.
      if (event.target !== event.currentTarget) return;
      const { scrollLeft } = event.currentTarget;
      for (const { current } of [head, body, bar]) {
        if (current !== null && current.scrollLeft !== scrollLeft) current.scrollLeft = scrollLeft;
      }
      if (table.current !== null) table.current.dataset.scrolled = String(scrollLeft > 0);
    },
    [table],
  );
  return { head, body, bar, onScroll };
}
