import { createContext, useContext, useLayoutEffect, useRef } from "react";
import type { PodRow } from "../../model/wire";

// With every sample some seventy figures of the table change, and nothing else of it. To have React draw them anew was about half of what scripts cost then
// (docs/measurements.md): so React draws a cell, and what another sample changes in it is written into its elements.

/** Writes the figures of a row into the elements of a cell. */
export type Write = (row: PodRow) => void;

/** The cells on screen, by the row that they are of. */
export class RowWriters {
  readonly #cells = new Map<string, Set<Write>>();
  /** What stands in the cells of a row. */
  readonly #written = new Map<string, PodRow>();

  /** Has a cell, which shows `row` as it now is, written to until the returned function is called. */
  add(row: PodRow, write: Write): () => void {
    const { key } = row;
    const cells = this.#cells.get(key) ?? new Set();
    if (cells.size === 0) {
      this.#cells.set(key, cells);
      this.#written.set(key, row);
    }
    cells.add(write);
    return () => {
      cells.delete(write);
      if (cells.size > 0 || this.#cells.get(key) !== cells) return;
      this.#cells.delete(key);
      this.#written.delete(key);
    };
  }

  /** Writes a row into its cells, unless it stands there. */
  write(row: PodRow): void {
    if (this.#written.get(row.key) === row) return;
    const cells = this.#cells.get(row.key);
    if (cells === undefined) return;
    this.#written.set(row.key, row);
    for (const write of cells) write(row);
  }
}

/** Without one, cells stay as they were drawn. */
export const WritersContext = createContext<RowWriters | null>(null);

/**
 * Has the figures of a cell written. `begin` is called whenever the cell has been drawn, and what it returns may rely on nothing that was written before.
 * React believes that its own words still stand there, and leaves those that it would draw the same: a cell that is drawn again is written at once.
 */
export function useWritten(row: PodRow, begin: () => Write): void {
  const writers = useContext(WritersContext);
  const drawnBefore = useRef(false);
  useLayoutEffect(() => {
    const write = begin();
    if (drawnBefore.current) write(row);
    drawnBefore.current = true;
    return writers?.add(row, write);
  });
}
