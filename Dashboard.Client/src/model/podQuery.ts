import { sendable, withTerm } from "./filter";
import { type FilterParts, filterOf } from "./filterParts";
import { knownSubjects } from "./subjects";
import type { GroupKey, PodQuery, SortKey } from "./wire";

// The Pods page's state is its address: what is here can be bookmarked, shared and gone back to. Defaults are left out.

export const groupKeys: readonly GroupKey[] = ["none", "workload", "namespace", "node", "label"];
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
  "memoryGrowth",
];

/** The part of a PodQuery that is in the address; the window follows the scroll position. */
export interface PodView {
  /** In the filter language, as it was typed. */
  filter: string;
  group: GroupKey;
  /** The label's key, with group "label". */
  by: string;
  sort: SortKey;
  descending: boolean;
  /** Subjects to compare: "pod:namespace/name", "workload:namespace/Kind/name". */
  selected: readonly string[];
}

export const defaultView: PodView = { filter: "", group: "none", by: "", sort: "memory", descending: true, selected: [] };

export function readView(parameters: URLSearchParams): PodView {
  const group = parameters.get("group") as GroupKey | null;
  const sort = parameters.get("sort") as SortKey | null;
  const order = parameters.get("order");
  const knownSort = sort !== null && sortKeys.includes(sort) ? sort : defaultView.sort;
  const by = parameters.get("by") ?? "";
  // By label, but by which? Then not at all.
  const knownGroup = group !== null && groupKeys.includes(group) && (group !== "label" || by !== "") ? group : "none";
  return {
    filter: readFilter(parameters),
    group: knownGroup,
    by: knownGroup === "label" ? by : "",
    sort: knownSort,
    descending: order === "asc" ? false : order === "desc" ? true : descendsFirst(knownSort),
    selected: knownSubjects(parameters.getAll("sel")),
  };
}

/** `q`, and what addresses said in parts before there was a filter language. */
function readFilter(parameters: URLSearchParams): string {
  const old = filterOf({
    text: parameters.get("text") ?? "",
    namespaces: parameters.getAll("namespace").filter(Boolean),
    nodes: parameters.getAll("node").filter(Boolean),
    phases: parameters.getAll("phase").filter(Boolean),
    labels: parameters.get("labels") ?? "",
    workload: parameters.get("workload") ?? "",
  });
  const filter = parameters.get("q") ?? "";
  return old === "" ? filter : withTerm(filter, old);
}

export function writeView(view: PodView): URLSearchParams {
  const parameters = new URLSearchParams();
  if (view.filter.trim() !== "") parameters.set("q", view.filter);
  if (view.group !== "none") parameters.set("group", view.group);
  if (view.group === "label" && view.by !== "") parameters.set("by", view.by);
  if (view.sort !== defaultView.sort) parameters.set("sort", view.sort);
  if (view.descending !== descendsFirst(view.sort)) parameters.set("order", view.descending ? "desc" : "asc");
  for (const subject of view.selected) parameters.append("sel", subject);
  return parameters;
}

/** The address of the list; a filter in parts is written in the filter language, behind `filter`. */
export function podsAddress(view: Partial<PodView & FilterParts>): string {
  const parts = filterOf(view);
  const filter = parts === "" ? (view.filter ?? "") : withTerm(view.filter ?? "", parts);
  const { group, by, sort, selected } = { ...defaultView, ...view };
  const descending = view.descending ?? descendsFirst(sort);
  const parameters = writeView({ filter, group, by, sort, descending, selected }).toString();
  return parameters === "" ? "/pods" : `/pods?${parameters}`;
}

export function podAddress(namespace: string | null, name: string): string {
  return `/pods/${encodeURIComponent(namespace ?? "")}/${encodeURIComponent(name)}`;
}

export function nodeAddress(name: string): string {
  return `/nodes/${encodeURIComponent(name)}`;
}

export function workloadAddress(namespace: string | null, kind: string, name: string): string {
  return `/workloads/${[namespace ?? "", kind, name].map(encodeURIComponent).join("/")}`;
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
  return view.filter.trim() !== "";
}

/** What is sent: a complete query for one window of rows. */
export function toQuery(view: PodView, window: { offset: number; limit: number }, sparkSeconds: number): PodQuery {
  const query: PodQuery = { group: view.group, sort: view.sort, descending: view.descending, ...window, sparkSeconds };
  const filter = sendable(view.filter);
  if (filter !== "") query.filter = filter;
  if (view.group === "label") query.groupLabel = view.by;
  return query;
}

/** Where all rows of the view can be downloaded. */
export function exportAddress(view: PodView, format: "csv" | "json"): string {
  const { filter, group, groupLabel, sort, descending } = toQuery(view, { offset: 0, limit: 1 }, 0);
  const parameters = new URLSearchParams({ format });
  if (filter !== undefined) parameters.set("filter", filter);
  if (group !== "none") parameters.set("group", group as GroupKey);
  if (groupLabel !== undefined) parameters.set("groupLabel", groupLabel);
  parameters.set("sort", sort as SortKey);
  parameters.set("descending", String(descending));
  return `/api/v1/pods/export?${parameters}`;
}
