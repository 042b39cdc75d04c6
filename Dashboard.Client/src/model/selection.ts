import { mostSelected } from "./podQuery";
import type { PodRow } from "./wire";

/** What a row is called in a comparison; null for what cannot be compared. */
export function subjectOf(row: PodRow): string | null {
  if (row.namespace === null) return null;
  if (row.kind === "pod") return `pod:${row.namespace}/${row.name}`;
  return row.kind === "workload" && row.workload !== null ? `workload:${row.namespace}/${row.workload.kind}/${row.workload.name}` : null;
}

export interface Selected {
  selected: readonly string[];
  /** Not all could be taken: there are as many as can be compared. */
  full: boolean;
}

/** The selection with these subjects taken in, or taken away, in the order in which they were chosen. */
export function select(before: readonly string[], subjects: readonly string[], on: boolean): Selected {
  if (!on) return { selected: before.filter((subject) => !subjects.includes(subject)), full: false };
  const all = [...new Set([...before, ...subjects])];
  return { selected: all.slice(0, mostSelected), full: all.length > mostSelected };
}
