import { useCallback, useRef } from "react";
import { mostSubjects, subjectOf } from "../../model/subjects";
import type { PodRow } from "../../model/wire";
import type { Selection } from "./useSelection";

/** A range that reaches further than this is too large anyway. */
const farthest = 200;

/** Choosing rows by their place in the list: one, all from the one before, or the first that can be seen. */
export function useRowSelection(
  table: React.RefObject<HTMLElement | null>,
  at: (index: number) => PodRow | undefined,
  count: number,
  { selected, toggle, add, set }: Selection,
) {
  const latest = useRef({ at, count, selected });
  latest.current = { at, count, selected };
  // By its key: the row may have moved meanwhile.
  const anchor = useRef<{ index: number; key: string } | null>(null);

  const onSelect = useCallback(
    (index: number, range: boolean) => {
      const row = latest.current.at(index);
      const subject = row === undefined ? null : subjectOf(row);
      if (row === undefined || subject === null) return;
      const from = range && anchor.current !== null ? placeOf(anchor.current, latest.current.at) : null;
      if (from === null) {
        anchor.current = { index, key: row.key };
        toggle(subject);
        return;
      }
      add(subjectsBetween(from, index, latest.current.at));
    },
    [toggle, add],
  );
  const onSelectAll = useCallback(() => {
    const { at, count, selected } = latest.current;
    if (selected.length > 0) {
      set([], 0);
      return;
    }
    const first = count <= mostSubjects ? 0 : firstInSight(table.current);
    const subjects = subjectsBetween(first, Math.min(count, first + mostSubjects) - 1, at);
    set(subjects, count <= mostSubjects ? subjects.length : count);
  }, [table, set]);
  return { onSelect, onSelectAll };
}

function subjectsBetween(one: number, other: number, at: (index: number) => PodRow | undefined): string[] {
  const subjects: string[] = [];
  const step = one <= other ? 1 : -1;
  for (let index = one; index !== other + step; index += step) {
    const row = at(index);
    const subject = row === undefined ? null : subjectOf(row);
    if (subject !== null) subjects.push(subject);
  }
  return subjects;
}

function placeOf({ index, key }: { index: number; key: string }, at: (index: number) => PodRow | undefined): number | null {
  for (let distance = 0; distance <= farthest; distance++) {
    if (at(index + distance)?.key === key) return index + distance;
    if (at(index - distance)?.key === key) return index - distance;
  }
  return null;
}

/** The first row that the header does not cover. */
function firstInSight(table: HTMLElement | null): number {
  const head = table?.querySelector("[role=columnheader]")?.getBoundingClientRect().bottom ?? 0;
  const rows = [...(table?.querySelectorAll("[data-index]") ?? [])];
  const indices = rows.filter((row) => row.getBoundingClientRect().top >= head - 2).map((row) => Number(row.getAttribute("data-index")));
  return indices.length === 0 ? 0 : Math.min(...indices);
}
