import type { NamespaceRow, QuotaItem } from "./wire";

export const namespaceSorts = ["name", "cpu", "memory", "pods", "quota"] as const;
export type NamespaceSort = (typeof namespaceSorts)[number];

export type QuotaLevel = "room" | "near" | "full" | "over";

/** What is used of a quota; null when the cluster has not said what is used, or the quota is zero. */
export function quotaShare(item: QuotaItem): number | null {
  return item.used === null || item.hard <= 0 ? null : item.used / item.hard;
}

/** The words for it: near from 80 %, full from 95 %, over above the whole. A quota of zero that is used is over. */
export function quotaLevel(item: QuotaItem): QuotaLevel {
  if (item.hard <= 0) return (item.used ?? 0) > 0 ? "over" : "room";
  const share = quotaShare(item) ?? 0;
  return share > 1 ? "over" : share >= 0.95 ? "full" : share >= 0.8 ? "near" : "room";
}

/** The fullest of all quotas of a namespace; -1 without any. */
export function fullestQuota(namespace: NamespaceRow): number {
  return Math.max(-1, ...namespace.quotas.flatMap(({ items }) => items.map((item) => quotaShare(item) ?? -1)));
}

export function sortNamespaces(namespaces: readonly NamespaceRow[], by: NamespaceSort): NamespaceRow[] {
  const byName = (one: NamespaceRow, other: NamespaceRow) => one.name.localeCompare(other.name, "en", { numeric: true });
  if (by === "name") return namespaces.toSorted(byName);
  const of = (row: NamespaceRow) => (by === "quota" ? fullestQuota(row) : by === "pods" ? row.pods : (row[by].usage ?? -1));
  return namespaces.toSorted((one, other) => of(other) - of(one) || byName(one, other));
}

export function readNamespaceSort(parameters: URLSearchParams): NamespaceSort {
  const sort = parameters.get("sort") as NamespaceSort | null;
  return sort !== null && namespaceSorts.includes(sort) ? sort : "memory";
}

export function namespaceAddress(name: string): string {
  return `/namespaces/${encodeURIComponent(name)}`;
}
