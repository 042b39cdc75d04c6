import type { GroupKey, PodQuery, SortKey } from "./wire";

// The Pods page's state is its address: what is here can be bookmarked, shared and gone back to. Defaults are left out.

export const groupKeys: readonly GroupKey[] = ["none", "workload", "namespace", "node"];
export const sortKeys: readonly SortKey[] = [
  "name",
  "namespace",
  "workload",
  "node",
  "status",
  "age",
  "restarts",
  "cpu",
  "memory",
  "cpuRequestShare",
  "cpuLimitShare",
  "memoryRequestShare",
  "memoryLimitShare",
  "pods",
];

/** The part of a PodQuery that is in the address; the window follows the scroll position. */
export interface PodView {
  text: string;
  namespaces: string[];
  labels: string;
  phases: string[];
  nodes: string[];
  workload: string;
  group: GroupKey;
  sort: SortKey;
  descending: boolean;
}

export const defaultView: PodView = {
  text: "",
  namespaces: [],
  labels: "",
  phases: [],
  nodes: [],
  workload: "",
  group: "none",
  sort: "memory",
  descending: true,
};

export function readView(parameters: URLSearchParams): PodView {
  const group = parameters.get("group") as GroupKey | null;
  const sort = parameters.get("sort") as SortKey | null;
  const order = parameters.get("order");
  const knownSort = sort !== null && sortKeys.includes(sort) ? sort : defaultView.sort;
  return {
    text: parameters.get("text") ?? "",
    namespaces: parameters.getAll("namespace").filter(Boolean),
    labels: parameters.get("labels") ?? "",
    phases: parameters.getAll("phase").filter(Boolean),
    nodes: parameters.getAll("node").filter(Boolean),
    workload: parameters.get("workload") ?? "",
    group: group !== null && groupKeys.includes(group) ? group : "none",
    sort: knownSort,
    descending: order === "asc" ? false : order === "desc" ? true : descendsFirst(knownSort),
  };
}

export function writeView(view: PodView): URLSearchParams {
  const parameters = new URLSearchParams();
  if (view.text !== "") parameters.set("text", view.text);
  for (const value of view.namespaces) parameters.append("namespace", value);
  for (const value of view.nodes) parameters.append("node", value);
  for (const value of view.phases) parameters.append("phase", value);
  if (view.labels !== "") parameters.set("labels", view.labels);
  if (view.workload !== "") parameters.set("workload", view.workload);
  if (view.group !== "none") parameters.set("group", view.group);
  if (view.sort !== defaultView.sort) parameters.set("sort", view.sort);
  if (view.descending !== descendsFirst(view.sort)) parameters.set("order", view.descending ? "desc" : "asc");
  return parameters;
}

export function podsAddress(view: Partial<PodView>): string {
  const parameters = writeView({ ...defaultView, ...view }).toString();
  return parameters === "" ? "/pods" : `/pods?${parameters}`;
}

export function podAddress(namespace: string | null, name: string): string {
  return `/pods/${encodeURIComponent(namespace ?? "")}/${encodeURIComponent(name)}`;
}

export function nodeAddress(name: string): string {
  return `/nodes/${encodeURIComponent(name)}`;
}

/** Numbers begin with the largest, words with A. */
export function descendsFirst(sort: SortKey): boolean {
  return !(sort === "name" || sort === "namespace" || sort === "workload" || sort === "node" || sort === "status" || sort === "age");
}

/** The view after a click on a column's header: turned round when it is sorted by that column already. */
export function sortedBy(view: PodView, sort: SortKey): PodView {
  return { ...view, sort, descending: view.sort === sort ? !view.descending : descendsFirst(sort) };
}

export function isFiltered(view: PodView): boolean {
  return (
    view.text !== "" || view.labels !== "" || view.workload !== "" || view.namespaces.length + view.phases.length + view.nodes.length > 0
  );
}

/** What is sent: a complete query for one window of rows. */
export function toQuery(view: PodView, window: { offset: number; limit: number }, sparkSeconds: number): PodQuery {
  const query: PodQuery = { group: view.group, sort: view.sort, descending: view.descending, ...window, sparkSeconds };
  if (view.text !== "") query.text = view.text;
  if (view.labels !== "") query.labels = view.labels;
  if (view.workload !== "") query.workload = view.workload;
  if (view.namespaces.length > 0) query.namespaces = view.namespaces;
  if (view.phases.length > 0) query.phases = view.phases;
  if (view.nodes.length > 0) query.nodes = view.nodes;
  return query;
}
