import { createContext, useContext, useLayoutEffect, useRef } from "react";
import { dontShow, showAlong } from "../../lib/sharedFrame";
import type { PodRow } from "../../model/wire";

// With every sample some seventy figures of the table change, and nothing else of it. To have React draw them anew was about half of what scripts cost then
// (docs/measurements.md): so React draws a cell, and what another sample changes in it is written into its elements. So is a row's place, which is
// another one for many when the order changes.

/** Writes the figures of a row into the elements of a cell. */
export type Write = (row: PodRow) => void;

interface WrittenCell {
  write: Write;
  mayWait: boolean;
}

/** More rows than these with other figures are work enough for one frame: what may wait has a later one (docs/measurements.md). */
export const mostAtOnce = 5;
const lateMilliseconds = 500;

/** A row's element and where it was put last. */
interface Placed {
  element: HTMLElement;
  index: number | null;
  top: number | null;
}

/** The rows on screen and their cells, by the key of what they show. */
export class RowWriters {
  readonly #rows = new Map<string, Placed>();
  readonly #cells = new Map<string, Set<WrittenCell>>();
  /** What stands in the cells of a row. */
  readonly #written = new Map<string, PodRow>();
  /** What does not stand yet in those of its cells that may wait. */
  readonly #late = new Map<string, PodRow>();

  /** Has a row, which React gives no place, put where it belongs until the returned function is called. */
  addRow(key: string, element: HTMLElement): () => void {
    this.#rows.set(key, { element, index: null, top: null });
    return () => void this.#rows.delete(key);
  }

  /** Puts a row at its place in the list, counted from nought, so many pixels below the first. */
  place(key: string, index: number, top: number): void {
    const row = this.#rows.get(key);
    if (row === undefined) return;
    const { element } = row;
    if (row.index !== index) {
      element.dataset.index = String(index);
      // The header is the first.
      element.setAttribute("aria-rowindex", String(index + 2));
      row.index = index;
    }
    if (row.top !== top) {
      element.style.top = `${top}px`;
      row.top = top;
    }
  }

  /**
   * Has a cell, which shows `row` as it now is, written to until the returned function is called. Where it `mayWait` and many rows are other ones, that is
   * half a second later.
   */
  add(row: PodRow, write: Write, mayWait: boolean): () => void {
    const { key } = row;
    const cells = this.#cells.get(key) ?? new Set();
    if (cells.size === 0) {
      this.#cells.set(key, cells);
      this.#written.set(key, row);
    }
    const cell: WrittenCell = { write, mayWait };
    cells.add(cell);
    return () => {
      cells.delete(cell);
      if (cells.size > 0 || this.#cells.get(key) !== cells) return;
      this.#cells.delete(key);
      this.#written.delete(key);
      this.#late.delete(key);
    };
  }

  /** Writes rows into their cells, unless they stand there. */
  write(rows: readonly PodRow[]): void {
    const changed = rows.filter((row) => this.#cells.has(row.key) && this.#written.get(row.key) !== row);
    const later = changed.length > mostAtOnce;
    for (const row of changed) {
      this.#written.set(row.key, row);
      if (later) this.#late.set(row.key, row);
      else this.#late.delete(row.key);
      for (const { write, mayWait } of this.#cells.get(row.key) ?? []) if (!(later && mayWait)) write(row);
    }
    if (later) showAlong(this.#writeLate, lateMilliseconds);
  }

  /** What has waited is not written any more. */
  close(): void {
    dontShow(this.#writeLate);
    this.#late.clear();
  }

  readonly #writeLate = (): void => {
    for (const [key, row] of this.#late) for (const { write, mayWait } of this.#cells.get(key) ?? []) if (mayWait) write(row);
    this.#late.clear();
  };
}

/** Without one, cells stay as they were drawn. */
export const WritersContext = createContext<RowWriters | null>(null);

/**
 * Has the figures of a cell written. `begin` is called whenever the cell has been drawn, and what it returns may rely on nothing that was written before.
 * React believes that its own words still stand there, and leaves those that it would draw the same: a cell that is drawn again is written at once.
 */
export function useWritten(row: PodRow, begin: () => Write, mayWait = false): void {
  const writers = useContext(WritersContext);
  const drawnBefore = useRef(false);
  useLayoutEffect(() => {
    const write = begin();
    if (drawnBefore.current) write(row);
    drawnBefore.current = true;
    return writers?.add(row, write, mayWait);
  });
}
