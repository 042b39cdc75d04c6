import { shareOf } from "./usage";
import type { NodeRow } from "./wire";

export const nodeSorts = ["name", "cpu", "memory", "pods"] as const;
export type NodeSort = (typeof nodeSorts)[number];

/** The share that is used of what can be allocated; -1 when it is not known, which stands last. */
function fullness(node: NodeRow, metric: "cpu" | "memory"): number {
  return shareOf(node[metric].usage, node[metric].allocatable) ?? -1;
}

/** Nodes that are not ready, then by the fuller of CPU and memory. */
export function fullestFirst(nodes: readonly NodeRow[]): NodeRow[] {
  const trouble = (node: NodeRow) => (node.status.startsWith("Ready") ? 0 : 1);
  const most = (node: NodeRow) => Math.max(fullness(node, "cpu"), fullness(node, "memory"));
  return nodes.toSorted((one, other) => trouble(other) - trouble(one) || most(other) - most(one) || one.name.localeCompare(other.name));
}

export function sortNodes(nodes: readonly NodeRow[], by: NodeSort): NodeRow[] {
  if (by === "name") return nodes.toSorted((one, other) => one.name.localeCompare(other.name, "en", { numeric: true }));
  const of = (node: NodeRow) => (by === "pods" ? node.pods : fullness(node, by));
  return nodes.toSorted((one, other) => of(other) - of(one) || one.name.localeCompare(other.name));
}

export function readNodeSort(parameters: URLSearchParams): NodeSort {
  const sort = parameters.get("sort") as NodeSort | null;
  return sort !== null && nodeSorts.includes(sort) ? sort : "name";
}
