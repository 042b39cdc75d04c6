import type { GroupKey, SortKey } from "./wire";

// Which columns a table has, in which order, how wide and which stay at the left: what there is, and what a person made of it.

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
  /** Pixels: what it has at least, as long as nobody made it narrower. */
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
  /** Pixels, of those that were made wider or narrower. */
  widths: Partial<Record<ColumnKey, number>>;
  /** Those that stay at the left while the others scroll. The name always does. */
  pinned: ColumnKey[];
}

export const narrowest = 48;
export const widest = 800;

export const defaultColumns: ColumnState = { order: [...columnKeys], chosen: {}, widths: {}, pinned: ["name"] };

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
  for (const [key, value] of entriesIn(raw.widths)) if (typeof value === "number" && Number.isFinite(value)) widths[key] = bounded(value);
  const pinned = keysIn(raw.pinned).filter((key) => key !== "name");
  return { order: ["name", ...order], chosen, widths, pinned: ["name", ...pinned] };
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

function bounded(width: number): number {
  return Math.round(Math.min(widest, Math.max(narrowest, width)));
}

export function isShown(state: ColumnState, key: ColumnKey, tableWidth: number): boolean {
  const { from } = columnKinds[key];
  return state.chosen[key] ?? (from !== null && tableWidth >= from);
}

/** The columns that this group can have, in their order, pinned ones first. */
export function columnsFor(state: ColumnState, group: GroupKey): ColumnKey[] {
  const possible = state.order.filter((key) => columnKinds[key].groups.includes(group));
  return [...possible.filter((key) => state.pinned.includes(key)), ...possible.filter((key) => !state.pinned.includes(key))];
}

export function choose(state: ColumnState, key: ColumnKey, shown: boolean): ColumnState {
  return key === "name" ? state : { ...state, chosen: { ...state.chosen, [key]: shown } };
}

export function resize(state: ColumnState, key: ColumnKey, width: number | null): ColumnState {
  const { [key]: _, ...others } = state.widths;
  return { ...state, widths: width === null ? others : { ...others, [key]: bounded(width) } };
}

export function pin(state: ColumnState, key: ColumnKey, pinned: boolean): ColumnState {
  if (key === "name") return state;
  const others = state.pinned.filter((candidate) => candidate !== key);
  return { ...state, pinned: pinned ? [...others, key] : others };
}

/** The state with a column moved to the place of another: before it when it comes from the right, behind it when from the left. */
export function moveTo(state: ColumnState, key: ColumnKey, target: ColumnKey): ColumnState {
  if (key === "name" || target === "name" || key === target) return state;
  const to = state.order.indexOf(target);
  const order = state.order.filter((candidate) => candidate !== key);
  order.splice(to, 0, key);
  return { ...state, order };
}

/** One place to the left (-1) or right (1) among the columns that `visible` names in their order; at an end, or between pinned and not, nothing moves. */
export function moveBy(state: ColumnState, key: ColumnKey, by: -1 | 1, visible: readonly ColumnKey[]): ColumnState {
  const target = visible[visible.indexOf(key) + by];
  if (target === undefined || state.pinned.includes(key) !== state.pinned.includes(target)) return state;
  return moveTo(state, key, target);
}

export interface PlacedColumn {
  key: ColumnKey;
  /** A grid track. */
  track: string;
  /** Pixels it has at least. */
  width: number;
  /** Pixels from the left edge at which it stays; null when it scrolls. */
  left: number | null;
}

/** The columns as they are laid out behind `leading` pixels of what is always first (the boxes to select). */
export function place(state: ColumnState, shown: readonly ColumnKey[], leading: number): PlacedColumn[] {
  const pinnedCount = shown.filter((key) => state.pinned.includes(key)).length;
  let left = leading;
  return shown.map((key) => {
    const { width: usual, grows } = columnKinds[key];
    const width = state.widths[key] ?? usual;
    const pinned = state.pinned.includes(key);
    // Where another is pinned behind it a column may not grow, or nobody would know where the next one stays.
    const fixed = state.widths[key] !== undefined || grows === 0 || (pinned && pinnedCount > 1);
    const placed = { key, width, track: fixed ? `${width}px` : `minmax(${width}px, ${grows}fr)`, left: pinned ? left : null };
    left += width;
    return placed;
  });
}
