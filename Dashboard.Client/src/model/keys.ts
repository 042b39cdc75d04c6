// Every key of the application, once: what the help lists is what the listener acts by.

export type KeyGroup = "anywhere" | "go" | "page" | "table";

export type ActionKey =
  | "palette"
  | "help"
  | "filter"
  | "kiosk"
  | "leaveKiosk"
  | "goOverview"
  | "goPods"
  | "goWorkloads"
  | "goNodes"
  | "goNamespaces"
  | "goRuntime"
  | "pause";

/** What the table of pods does itself while the focus is in it (pages/pods/useRowKeys). */
export type TableKey = "rows" | "pageOfRows" | "ends" | "openRow" | "selectRow" | "selectRows";

interface Entry<Id> {
  id: Id;
  group: KeyGroup;
  /** One after another; "Mod" is Command on a Mac and Control elsewhere. */
  keys: readonly string[];
}

export const actionKeys: readonly Entry<ActionKey>[] = [
  { id: "palette", group: "anywhere", keys: ["Mod+k"] },
  { id: "help", group: "anywhere", keys: ["?"] },
  { id: "filter", group: "anywhere", keys: ["/"] },
  { id: "kiosk", group: "anywhere", keys: ["f"] },
  { id: "leaveKiosk", group: "anywhere", keys: ["Escape"] },
  { id: "goOverview", group: "go", keys: ["g", "o"] },
  { id: "goPods", group: "go", keys: ["g", "p"] },
  { id: "goWorkloads", group: "go", keys: ["g", "w"] },
  { id: "goNodes", group: "go", keys: ["g", "n"] },
  { id: "goNamespaces", group: "go", keys: ["g", "s"] },
  { id: "goRuntime", group: "go", keys: ["g", "r"] },
  { id: "pause", group: "page", keys: ["t"] },
];

/** Either of the keys; only told of. */
export const tableKeys: readonly Entry<TableKey>[] = [
  { id: "rows", group: "table", keys: ["↓", "↑"] },
  { id: "pageOfRows", group: "table", keys: ["PageDown", "PageUp"] },
  { id: "ends", group: "table", keys: ["Home", "End"] },
  { id: "openRow", group: "table", keys: ["Enter"] },
  { id: "selectRow", group: "table", keys: ["Space"] },
  { id: "selectRows", group: "table", keys: ["Shift+Space"] },
];

/** Longer between two keys of a sequence, and the second is a key of its own. */
const sequenceMilliseconds = 1500;

export interface KeyPress {
  key: string;
  mod: boolean;
  /** In milliseconds, of any clock. */
  at: number;
}

export interface Pressed {
  before: KeyPress | null;
  action: ActionKey | null;
}

/** What a key means after the one before it. */
export function press(before: KeyPress | null, now: KeyPress): Pressed {
  const written = nameOf(now);
  const first = before !== null && now.at - before.at <= sequenceMilliseconds ? nameOf(before) : null;
  const sequence = actionKeys.find(({ keys }) => keys.length === 2 && keys[0] === first && keys[1] === written);
  if (sequence !== undefined) return { before: null, action: sequence.id };
  const single = actionKeys.find(({ keys }) => keys.length === 1 && keys[0] === written);
  if (single !== undefined) return { before: null, action: single.id };
  return { before: actionKeys.some(({ keys }) => keys.length === 2 && keys[0] === written) ? now : null, action: null };
}

/** A key that a speech recogniser or a stray finger may press: one character without a modifier. */
export function isLetterKey({ key, mod }: Pick<KeyPress, "key" | "mod">): boolean {
  return !mod && key.length === 1;
}

/** Capitals are the same key, since Caps Lock may be on; but not in "?", which shift makes. */
function nameOf({ key, mod }: KeyPress): string {
  const name = key.length === 1 ? key.toLowerCase() : key;
  return mod ? `Mod+${name}` : name;
}

/** The key as it is printed on the keyboard. */
export function keyCap(key: string, mac: boolean): string[] {
  return key
    .split("+")
    .map((part) => (part === "Mod" ? (mac ? "⌘" : "Ctrl") : part.length === 1 && key.includes("+") ? part.toUpperCase() : part));
}
