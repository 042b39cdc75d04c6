// What the Compare page shows: up to eight pods and workloads, named as the server's subjects are.

export const mostSubjects = 8;

export interface Subject {
  kind: "pod" | "workload";
  namespace: string;
  workloadKind: string | null;
  name: string;
}

/** `pod:namespace/name` or `workload:namespace/Kind/name`; null when it is neither. */
export function parseSubject(text: string): Subject | null {
  const pod = /^pod:([^/\s]+)\/([^/\s]+)$/.exec(text.trim());
  if (pod !== null) return { kind: "pod", namespace: pod[1] as string, workloadKind: null, name: pod[2] as string };
  const workload = /^workload:([^/\s]+)\/([^/\s]+)\/([^/\s]+)$/.exec(text.trim());
  if (workload === null) return null;
  return { kind: "workload", namespace: workload[1] as string, workloadKind: workload[2] as string, name: workload[3] as string };
}

/** The address' subjects that can be read, each once, at most eight. */
export function readSubjects(parameters: URLSearchParams): string[] {
  const known = parameters.getAll("s").filter((subject) => parseSubject(subject) !== null);
  return [...new Set(known)].slice(0, mostSubjects);
}

export function compareAddress(subjects: readonly string[]): string {
  const parameters = new URLSearchParams();
  for (const subject of subjects) parameters.append("s", subject);
  const query = parameters.toString();
  return query === "" ? "/compare" : `/compare?${query}`;
}

export function subjectAddress(subject: Subject): string {
  const parts =
    subject.kind === "pod"
      ? ["pods", subject.namespace, subject.name]
      : ["workloads", subject.namespace, subject.workloadKind ?? "", subject.name];
  return `/${parts.map(encodeURIComponent).join("/")}`;
}

export function workloadAddress(namespace: string | null, kind: string, name: string): string {
  return `/workloads/${[namespace ?? "", kind, name].map(encodeURIComponent).join("/")}`;
}
