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

/** What there is. */
export const columnKinds: Record<ColumnKey, ColumnKind> = {
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
  /** Pixels, of those that were given a width by hand. */
  widths: Partial<Record<ColumnKey, number>>;
  /** They stand first and stay where they are while the others are scrolled. */
  pinned: ColumnKey[];
}

export const defaultColumns: ColumnState = { order: [...columnKeys], chosen: {}, widths: {}, pinned: ["name"] };

export const narrowest = 48;
export const widest = 640;

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
  const widths: ColumnState["widths"] = {};
  for (const [key, value] of entriesIn(raw.widths)) if (Number.isFinite(value)) widths[key] = within(value as number);
  return { order: ["name", ...order], chosen, widths, pinned: Array.isArray(raw.pinned) ? keysIn(raw.pinned) : defaultColumns.pinned };
}

function within(width: number): number {
  return Math.round(Math.min(widest, Math.max(narrowest, width)));
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

/** The columns that this group can have, in their order: those that are pinned, then the others, and among its like the name first. */
export function columnsFor(state: ColumnState, group: GroupKey): ColumnKey[] {
  const keys = state.order.filter((key) => columnKinds[key].groups.includes(group));
  return [...keys.filter((key) => isPinned(state, key)), ...keys.filter((key) => !isPinned(state, key))];
}

export function choose(state: ColumnState, key: ColumnKey, shown: boolean): ColumnState {
  return key === "name" ? state : { ...state, chosen: { ...state.chosen, [key]: shown } };
}

export function isPinned(state: ColumnState, key: ColumnKey): boolean {
  return state.pinned.includes(key);
}

export function pin(state: ColumnState, key: ColumnKey, pinned: boolean): ColumnState {
  const others = state.pinned.filter((other) => other !== key);
  return { ...state, pinned: pinned ? [...others, key] : others };
}

/** To the place before or after another column; pinned among those that are, and free among the others. The name stays the first. */
export function moveTo(state: ColumnState, key: ColumnKey, target: ColumnKey, side: "before" | "after"): ColumnState {
  if (key === "name" || key === target) return state;
  const order = state.order.filter((candidate) => candidate !== key);
  order.splice(Math.max(1, order.indexOf(target) + (side === "after" ? 1 : 0)), 0, key);
  const moved = { ...state, order };
  return target === "name" || isPinned(state, key) === isPinned(state, target) ? moved : pin(moved, key, isPinned(state, target));
}

/** One place forward (-1) or back (1) among the columns that `visible` names in their order; at an end nothing moves. */
export function moveBy(state: ColumnState, key: ColumnKey, by: -1 | 1, visible: readonly ColumnKey[]): ColumnState {
  const target = visible[visible.indexOf(key) + by];
  return target === undefined || target === "name" ? state : moveTo(state, key, target, by < 0 ? "before" : "after");
}

/** The line of a sparkline is as long as it is. */
export function isResizable(key: ColumnKey): boolean {
  return key !== "cpuSpark" && key !== "memorySpark";
}

/** Pixels that a column has at least; also what it has when the table must be scrolled. */
export function widthOf(state: ColumnState, key: ColumnKey): number {
  return state.widths[key] ?? columnKinds[key].width;
}

/** With that width, or with its own one again. */
export function resize(state: ColumnState, key: ColumnKey, width: number | null): ColumnState {
  const { [key]: _, ...others } = state.widths;
  return { ...state, widths: width === null ? others : { ...others, [key]: within(width) } };
}
