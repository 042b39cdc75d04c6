import { podAddress, workloadAddress } from "./podQuery";
import type { Subject } from "./subjects";

/** The page that compares these subjects. */
export function compareAddress(subjects: readonly string[]): string {
  const query = new URLSearchParams(subjects.map((subject) => ["s", subject])).toString();
  return query === "" ? "/compare" : `/compare?${query}`;
}

/** The page of one subject. */
export function subjectAddress({ kind, namespace, workloadKind, name }: Subject): string {
  return kind === "pod" ? podAddress(namespace, name) : workloadAddress(namespace, workloadKind ?? "", name);
}
