import { describe, expect, test } from "vitest";
import { fullestQuota, quotaLevel, quotaShare, readNamespaceSort, sortNamespaces } from "../../src/model/namespaces";
import type { NamespaceRow, QuotaItem } from "../../src/model/wire";

const item = (used: number | null, hard: number): QuotaItem => ({ resource: "pods", unit: "count", hard, used });
const row = (name: string, memory: number | null, ...items: QuotaItem[]): NamespaceRow =>
  ({
    name,
    pods: 1,
    memory: { usage: memory },
    cpu: { usage: memory },
    quotas: items.length === 0 ? [] : [{ name: "q", items }],
  }) as unknown as NamespaceRow;

describe("a quota", () => {
  test.each([
    [79, 100, "room"],
    [80, 100, "near"],
    [94, 100, "near"],
    [95, 100, "full"],
    [100, 100, "full"],
    [101, 100, "over"],
    [0, 0, "room"],
    [1, 0, "over"],
  ] as const)("of which %d of %d are used is %s", (used, hard, level) => expect(quotaLevel(item(used, hard))).toBe(level));

  test("of which nobody knows how much is used has no share, and no alarm", () => {
    expect(quotaShare(item(null, 10))).toBeNull();
    expect(quotaLevel(item(null, 10))).toBe("room");
  });
});

describe("namespaces", () => {
  const rows = [row("a", 5, item(1, 10)), row("b", null), row("c", 9, item(9, 10), item(1, 10))];

  test.each([
    ["name", ["a", "b", "c"]],
    ["memory", ["c", "a", "b"]],
    ["quota", ["c", "a", "b"]],
  ] as const)("sort by %s", (by, names) => expect(sortNamespaces(rows, by).map(({ name }) => name)).toEqual(names));

  test("are as full as the fullest of their quotas", () => {
    expect(rows.map(fullestQuota)).toEqual([0.1, -1, 0.9]);
  });

  test("with a sort that does not exist are sorted by memory", () =>
    expect(readNamespaceSort(new URLSearchParams("sort=x"))).toBe("memory"));
});
