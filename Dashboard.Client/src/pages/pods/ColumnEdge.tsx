// biome-ignore-all lint/a11y/useSemanticElements: a separator that is moved is no <hr>
import { useEffect, useRef } from "react";
import { widthProperty } from "../../model/columnLayout";
import { type ColumnKey, type ColumnState, narrowest, resize, widest, widthOf } from "../../model/columns";
import { text } from "../../model/text";
import style from "./HeadRow.module.css";
import { widthOfCell, widthOfContent } from "./measure";

interface ColumnEdgeProps {
  columnKey: ColumnKey;
  title: string;
  state: ColumnState;
  change: (state: ColumnState) => void;
  table: React.RefObject<HTMLElement | null>;
}

/**
 * The edge by which a column is made wider: with the pointer, or with the arrow keys once the header's menu has led to it. While it moves only
 * a property of the table changes.
 */
export function ColumnEdge({ columnKey, title, state, change, table }: ColumnEdgeProps) {
  const edge = useRef<HTMLSpanElement>(null);
  const drag = useRef<{ from: number; width: number; now: number | null } | null>(null);
  const kept = state.widths[columnKey];
  const show = (width: number | undefined) => {
    const property = widthProperty(columnKey);
    if (width === undefined) table.current?.style.removeProperty(property);
    else table.current?.style.setProperty(property, `${width}px`);
  };
  const measured = () => widthOfCell(edge.current?.parentElement as Element);
  const tell = (width: number) => edge.current?.setAttribute("aria-valuenow", String(Math.round(width)));
  // A column that takes its share is wider than it must be, and by how much only the drawn table knows.
  useEffect(() => {
    if (edge.current !== null) tell(measured());
  });
  const set = (width: number) => change(resize(state, columnKey, width));
  const fitContent = () => {
    const width = table.current === null ? null : widthOfContent(table.current, columnKey);
    const next = resize(state, columnKey, width);
    change(next.widths[columnKey] === kept ? resize(state, columnKey, null) : next);
  };
  const end = (keep: boolean) => {
    const { now } = drag.current ?? { now: null };
    drag.current = null;
    edge.current?.removeAttribute("data-moving");
    if (now === null) return;
    if (keep) set(now);
    else show(kept);
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = event.shiftKey ? 50 : 10;
    if (event.key === "Escape" && drag.current !== null) end(false);
    else if (event.key === "Escape") edge.current?.parentElement?.querySelector("button")?.focus();
    else if (event.key === "ArrowLeft") set(measured() - step);
    else if (event.key === "ArrowRight") set(measured() + step);
    else if (event.key === "Home") set(narrowest);
    else if (event.key === "End") set(widest);
    else if (event.key === "Enter") fitContent();
    else return;
    event.preventDefault();
    // The table has keys of its own.
    event.stopPropagation();
  };
  return (
    <span
      ref={edge}
      role="separator"
      aria-orientation="vertical"
      aria-label={text.pods.widthOf(title)}
      aria-valuenow={Math.round(widthOf(state, columnKey))}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      tabIndex={-1}
      className={style.edge}
      onKeyDown={onKeyDown}
      onDoubleClick={fitContent}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { from: event.clientX, width: measured(), now: null };
      }}
      onPointerMove={(event) => {
        if (drag.current === null) return;
        const moved = event.clientX - drag.current.from;
        // A click, the first of two perhaps, is no change.
        if (moved === 0 && drag.current.now === null) return;
        const width = Math.min(widest, Math.max(narrowest, drag.current.width + moved));
        drag.current.now = width;
        edge.current?.setAttribute("data-moving", "true");
        show(width);
        tell(width);
      }}
      onPointerUp={() => end(true)}
      onPointerCancel={() => end(false)}
      onLostPointerCapture={() => end(false)}
    />
  );
}
