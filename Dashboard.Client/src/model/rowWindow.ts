import type { PodPage, PodRow } from "./wire";

/** Windows begin and end on such steps, so that scrolling by a row asks for nothing new. */
const block = 25;
const mostRows = 200;

export interface RowWindow {
  offset: number;
  limit: number;
}

/** The window to ask for when rows `first` to `last` are on screen: a few more either side, on whole blocks. */
export function windowFor(first: number, last: number): RowWindow {
  const margin = 10;
  const offset = Math.max(0, Math.floor((first - margin) / block) * block);
  const end = Math.ceil((last + 1 + margin) / block) * block;
  return { offset, limit: Math.min(mostRows, Math.max(block, end - offset)) };
}

/** The row at a place of the whole list, when the page holds it. */
export function rowAt(page: PodPage | null, index: number): PodRow | undefined {
  return page === null ? undefined : page.rows[index - page.offset];
}
