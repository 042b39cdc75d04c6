/**
 * A key for each item: its own, and from the second with the same on, which of them it is. React leaves rows behind in the page when two have one key.
 */
export function uniqueKeys<T>(items: readonly T[], keyOf: (item: T) => string): [string, T][] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const key = keyOf(item);
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return [before === 0 ? key : `${key}#${before}`, item];
  });
}
