import type { GroupKey, SortKey } from "./wire";

// Which columns a table has, and in which order: what there is, and what a person made of it.

export const columnKeys = [
  "name",
  "namespace",
  "workload",
  "node",
  "pods",
  "ready",
  "status",
  "age",
  "restarts",
  "lastRestart",
  "cpuSpark",
  "cpu",
  "cpuLimitShare",
  "cpuRequestShare",
  "memorySpark",
  "memory",
  "memoryLimitShare",
  "memoryRequestShare",
  "memoryGrowth",
] as const;

export type ColumnKey = (typeof columnKeys)[number];

interface ColumnKind {
  /** Null for a column by which the server does not sort. */
  sort: SortKey | null;
  /** Pixels: what it has at least. */
  width: number;
  /** Its share of what is left over; 0 for none. */
  grows: number;
  numeric?: boolean;
  /** Without a choice it is shown from this width of the table on; null: only when chosen. */
  from: number | null;
  groups: readonly GroupKey[];
}

const all: readonly GroupKey[] = ["none", "workload", "namespace", "node", "label"];
const grouped: readonly GroupKey[] = ["workload", "namespace", "node", "label"];
const pods: readonly GroupKey[] = ["none"];

const columnKinds: Record<ColumnKey, ColumnKind> = {
  name: { sort: "name", width: 176, grows: 2.4, from: 0, groups: all },
  namespace: { sort: "namespace", width: 88, grows: 1, from: 720, groups: ["none", "workload"] },
  workload: { sort: "workload", width: 104, grows: 1.1, from: 1330, groups: pods },
  node: { sort: "node", width: 70, grows: 0.7, from: 1050, groups: pods },
  pods: { sort: "pods", width: 70, grows: 0, numeric: true, from: 0, groups: grouped },
  ready: { sort: null, width: 70, grows: 0, numeric: true, from: null, groups: all },
  status: { sort: "status", width: 122, grows: 1, from: 0, groups: all },
  age: { sort: "age", width: 76, grows: 0, numeric: true, from: 810, groups: pods },
  restarts: { sort: "restarts", width: 72, grows: 0, numeric: true, from: 810, groups: all },
  lastRestart: { sort: null, width: 96, grows: 0, numeric: true, from: null, groups: all },
  cpuSpark: { sort: null, width: 62, grows: 0, from: 940, groups: all },
  cpu: { sort: "cpu", width: 138, grows: 0.9, from: 0, groups: all },
  cpuLimitShare: { sort: "cpuLimitShare", width: 96, grows: 0, numeric: true, from: null, groups: all },
  cpuRequestShare: { sort: "cpuRequestShare", width: 104, grows: 0, numeric: true, from: null, groups: all },
  memorySpark: { sort: null, width: 62, grows: 0, from: 940, groups: all },
  memory: { sort: "memory", width: 138, grows: 0.9, from: 0, groups: all },
  memoryLimitShare: { sort: "memoryLimitShare", width: 116, grows: 0, numeric: true, from: null, groups: all },
  memoryRequestShare: { sort: "memoryRequestShare", width: 126, grows: 0, numeric: true, from: null, groups: all },
  memoryGrowth: { sort: "memoryGrowth", width: 106, grows: 0, numeric: true, from: null, groups: pods },
};

/** What a person made of the columns. */
export interface ColumnState {
  order: ColumnKey[];
  /** Chosen or taken away by hand; the rest follows the width of the table. */
  chosen: Partial<Record<ColumnKey, boolean>>;
}

export const defaultColumns: ColumnState = { order: [...columnKeys], chosen: {} };

/** The state as it was kept. What is not understood is left out, and columns that are newer than what was kept stand where they belong. */
export function readColumns(kept: string | null): ColumnState {
  let raw: Record<string, unknown>;
  try {
    const parsed: unknown = JSON.parse(kept ?? "null");
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return defaultColumns;
    raw = parsed as Record<string, unknown>;
  } catch {
    return defaultColumns;
  }
  const order: ColumnKey[] = keysIn(raw.order).filter((key) => key !== "name");
  for (const [index, key] of columnKeys.entries()) {
    if (key === "name" || order.includes(key)) continue;
    const before = columnKeys.slice(0, index).findLast((candidate) => order.includes(candidate));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, key);
  }
  const chosen: ColumnState["chosen"] = {};
  for (const [key, value] of entriesIn(raw.chosen)) if (typeof value === "boolean" && key !== "name") chosen[key] = value;
  return { order: ["name", ...order], chosen };
}

function isKey(value: unknown): value is ColumnKey {
  return columnKeys.includes(value as ColumnKey);
}

function keysIn(value: unknown): ColumnKey[] {
  return Array.isArray(value) ? [...new Set(value.filter(isKey))] : [];
}

function entriesIn(value: unknown): [ColumnKey, unknown][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).filter((entry): entry is [ColumnKey, unknown] => isKey(entry[0]));
}

export function isShown(state: ColumnState, key: ColumnKey, tableWidth: number): boolean {
  const { from } = columnKinds[key];
  return state.chosen[key] ?? (from !== null && tableWidth >= from);
}

/** The columns that this group can have, in their order; the name comes first. */
export function columnsFor(state: ColumnState, group: GroupKey): ColumnKey[] {
  return state.order.filter((key) => columnKinds[key].groups.includes(group));
}

export function choose(state: ColumnState, key: ColumnKey, shown: boolean): ColumnState {
  return key === "name" ? state : { ...state, chosen: { ...state.chosen, [key]: shown } };
}

/** One place forward (-1) or back (1) among the columns that `visible` names in their order; at an end nothing moves. */
export function moveBy(state: ColumnState, key: ColumnKey, by: -1 | 1, visible: readonly ColumnKey[]): ColumnState {
  const target = visible[visible.indexOf(key) + by];
  if (key === "name" || target === undefined || target === "name") return state;
  const to = state.order.indexOf(target);
  const order = state.order.filter((candidate) => candidate !== key);
  order.splice(to, 0, key);
  return { ...state, order };
}

/** The grid track of a column: what it has at least, and its share of what is left over. */
export function trackOf(key: ColumnKey): string {
  const { width, grows } = columnKinds[key];
  return grows === 0 ? `${width}px` : `minmax(${width}px, ${grows}fr)`;
}
