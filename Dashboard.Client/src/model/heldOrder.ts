import { exactTerm, withTerm } from "./filter";
import type { PodRow } from "./wire";

// While a person points at rows these keep their places, and only their numbers change: nothing jumps away from under the pointer.

/** Rows by their place in the list: of one page, from its offset on. */
export interface Ranked {
  offset: number;
  rows: readonly PodRow[];
}

/**
 * The newest page with the held rows in their places. The places between them are filled with the page's other rows, each at its own place where
 * that is free and not taken by itself elsewhere; so every row of the page is shown once at most, and no place of it is empty.
 */
export function arrange(page: Ranked, held: ReadonlyMap<number, string>, latest: ReadonlyMap<string, PodRow>): Map<number, PodRow> {
  const heldKeys = new Set(held.values());
  const displaced: PodRow[] = [];
  for (const [index, row] of page.rows.entries()) {
    if (held.has(page.offset + index) && !heldKeys.has(row.key)) displaced.push(row);
  }
  const arranged = new Map<number, PodRow>();
  for (const [index, row] of page.rows.entries()) {
    const place = page.offset + index;
    if (held.has(place)) continue;
    const shown = heldKeys.has(row.key) ? displaced.shift() : row;
    if (shown !== undefined) arranged.set(place, shown);
  }
  for (const [place, key] of held) {
    const row = latest.get(key);
    if (row !== undefined) arranged.set(place, row);
  }
  return arranged;
}

/** The places that are on screen, with who is there: those held before keep theirs, those that came into sight are held from now on. */
export function holdOnScreen(
  held: ReadonlyMap<number, string>,
  first: number,
  last: number,
  rowAt: (place: number) => PodRow | undefined,
): Map<number, string> {
  const next = new Map<number, string>();
  const taken = new Set<string>();
  const take = (place: number, key: string | undefined) => {
    if (key === undefined || taken.has(key)) return;
    taken.add(key);
    next.set(place, key);
  };
  for (const [place, key] of held) if (place >= first && place <= last) take(place, key);
  for (let place = first; place <= last; place++) if (!next.has(place)) take(place, rowAt(place)?.key);
  return next;
}

/** At most so many rows are asked for by name: an answer stays small, and so does the question. */
export const mostAsked = 50;

/** A filter that finds held rows wherever the order has them by now; null for groups that no filter can name. */
export function filterFor(filter: string, rows: readonly PodRow[]): string | null {
  const names = (name: (row: PodRow) => string | null | undefined) => [...new Set(rows.map(name).filter((value) => value != null))];
  switch (rows[0]?.kind) {
    case "pod":
      return withTerm(
        filter,
        exactTerm(
          "pod",
          names(({ name }) => name),
        ),
      );
    case "workload":
      return withTerm(
        filter,
        exactTerm(
          "workload",
          names(({ workload }) => workload?.name),
        ),
      );
    case "namespace":
      return withTerm(
        filter,
        exactTerm(
          "ns",
          names(({ namespace, name }) => namespace ?? name),
        ),
      );
    case "node":
      return withTerm(
        filter,
        exactTerm(
          "node",
          names(({ node, name }) => node ?? name),
        ),
      );
    default:
      return null;
  }
}
