// What the palette finds, and in which order.

export type FoundKind = "page" | "namespace" | "node" | "workload" | "pod" | "action";

export interface Findable {
  id: string;
  kind: FoundKind;
  label: string;
  /** Stands behind the label and is searched after it: a pod's namespace. */
  detail?: string;
}

const kinds: readonly FoundKind[] = ["page", "namespace", "node", "workload", "pod", "action"];

/** 0 for the beginning of the label, 1 for the beginning of a word in it, 2 for a part, 3 for all words somewhere; null for nothing. */
export function rank({ label, detail = "" }: Pick<Findable, "label" | "detail">, query: string): number | null {
  const wanted = query.trim().toLowerCase();
  const text = label.toLowerCase();
  if (text.startsWith(wanted)) return 0;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (!/[\p{L}\p{N}]/u.test(text[at - 1] as string)) return 1;
  }
  if (text.includes(wanted)) return 2;
  const all = `${text} ${detail.toLowerCase()}`;
  return wanted.split(/\s+/).every((word) => all.includes(word)) ? 3 : null;
}

/** The best first; among equals pages before things before actions, and the order in which they came. */
export function find<T extends Findable>(items: readonly T[], query: string, most: number): T[] {
  if (query.trim() === "") return items.filter(({ kind }) => kind === "page" || kind === "action").slice(0, most);
  return items
    .map((item) => ({ item, rank: rank(item, query) }))
    .filter((found): found is { item: T; rank: number } => found.rank !== null)
    .sort((one, other) => one.rank - other.rank || kinds.indexOf(one.item.kind) - kinds.indexOf(other.item.kind))
    .slice(0, most)
    .map(({ item }) => item);
}

/** Where the choice goes by a key; null when the key is none of the list's. */
export function moved(key: string, from: number, count: number): number | null {
  if (count === 0) return null;
  switch (key) {
    case "ArrowDown":
      return (from + 1) % count;
    case "ArrowUp":
      return (from - 1 + count) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}
