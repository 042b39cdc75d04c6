import type { PodRow } from "./wire";

// What can be compared in one chart, named as the server's SeriesQuery.subjects are.

/** The server answers no more in one chart. */
export const mostSubjects = 8;

export interface Subject {
  kind: "pod" | "workload";
  namespace: string;
  /** Null for a pod. */
  workloadKind: string | null;
  name: string;
}

/** `pod:namespace/name` or `workload:namespace/Kind/name`; null when it is neither. */
export function parseSubject(text: string): Subject | null {
  const pod = /^pod:([^/\s]+)\/([^/\s]+)$/.exec(text);
  if (pod !== null) return { kind: "pod", namespace: pod[1] as string, workloadKind: null, name: pod[2] as string };
  const workload = /^workload:([^/\s]+)\/([^/\s]+)\/([^/\s]+)$/.exec(text);
  if (workload === null) return null;
  return { kind: "workload", namespace: workload[1] as string, workloadKind: workload[2] as string, name: workload[3] as string };
}

/** What a row is called in a comparison; null for what cannot be compared. */
export function subjectOf(row: PodRow): string | null {
  if (row.namespace === null) return null;
  if (row.kind === "pod") return `pod:${row.namespace}/${row.name}`;
  return row.kind === "workload" && row.workload !== null ? `workload:${row.namespace}/${row.workload.kind}/${row.workload.name}` : null;
}

/** Those of an address that can be read, each once, no more than can be compared. */
export function knownSubjects(subjects: readonly string[]): string[] {
  return [...new Set(subjects.filter((subject) => parseSubject(subject) !== null))].slice(0, mostSubjects);
}

/** The selection with more subjects in it, in the order of choosing; it may be more than can be compared. */
export function withSubjects(before: readonly string[], more: readonly string[]): string[] {
  return [...new Set([...before, ...more])];
}
