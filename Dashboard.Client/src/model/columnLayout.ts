import { type ColumnKey, type ColumnState, columnKinds, isPinned, widthOf } from "./columns";

// Where a table's columns are, as properties of its element: the rows read them, so that a width can change without a row being drawn anew.

export const columnGap = 11;
export const boxWidth = 26;
export const rowPadding = 14;

/** The property that holds a column's width. */
export const widthProperty = (key: ColumnKey) => `--width-${key}`;

/** A table's columns as properties of its element: the grid, what it needs, and the widths that were given by hand. */
export function columnProperties(state: ColumnState, shown: readonly ColumnKey[]): Record<string, string> {
  const least = shown.map((key) => `var(${widthProperty(key)}, ${columnKinds[key].width}px) + ${columnGap}px`);
  const properties: Record<string, string> = {
    "--columns": `${boxWidth}px ${shown.map(trackOf).join(" ")}`,
    "--columns-need": `calc(${[`${boxWidth + 2 * rowPadding}px`, ...least].join(" + ")})`,
  };
  for (const key of shown) {
    const width = state.widths[key];
    if (width !== undefined) properties[widthProperty(key)] = `${width}px`;
  }
  return properties;
}

/** The left edge of a column that is held, behind the box and those before it. A table that is scrolled has every column at its least width. */
export function heldAt(held: readonly ColumnKey[], key: ColumnKey): string {
  const before = held
    .slice(0, held.indexOf(key))
    .map((other) => `var(${widthProperty(other)}, ${columnKinds[other].width}px) + ${columnGap}px`);
  return `calc(${[`${rowPadding + boxWidth}px`, ...before].join(" + ")})`;
}

/** The grid track of a column: the width that was given by hand, or what it has at least and its share of what is left over. */
function trackOf(key: ColumnKey): string {
  const { width, grows } = columnKinds[key];
  return `var(${widthProperty(key)}, ${grows === 0 ? `${width}px` : `minmax(${width}px, ${grows}fr)`})`;
}

/** Those that are held at the left in a table of this width: what is pinned never takes so much of it that the rest cannot be read. */
export function heldColumns(state: ColumnState, shown: readonly ColumnKey[], tableWidth: number): ColumnKey[] {
  const held: ColumnKey[] = [];
  let taken = 0;
  for (const key of shown) {
    taken += widthOf(state, key) + columnGap;
    if (!isPinned(state, key) || taken > tableWidth * 0.6) break;
    held.push(key);
  }
  return held;
}
