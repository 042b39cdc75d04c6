import { describe, expect, test } from "vitest";
import { arrange, filterFor, holdOnScreen } from "../../src/model/heldOrder";
import type { PodRow } from "../../src/model/wire";

const row = (key: string, part: Partial<PodRow> = {}) => ({ key, kind: "pod", name: key, ...part }) as PodRow;
const rows = (keys: string) => [...keys].map((key) => row(key));
const latestOf = (keys: string) => new Map(rows(keys).map((one) => [one.key, one]));
const told = (arranged: Map<number, PodRow>) => [...arranged].toSorted(([a], [b]) => a - b).map(([place, { key }]) => `${place}${key}`);

describe("the newest page with held rows in their places", () => {
  test("is the page when none is held", () =>
    expect(told(arrange({ offset: 5, rows: rows("abc") }, new Map(), new Map()))).toEqual(["5a", "6b", "7c"]));

  test("keeps two that have changed places as they were", () => {
    const held = new Map([
      [0, "a"],
      [1, "b"],
    ]);
    expect(told(arrange({ offset: 0, rows: rows("bac") }, held, latestOf("ab")))).toEqual(["0a", "1b", "2c"]);
  });

  test("shows a held row with its newest figures", () => {
    const newer = row("a", { restarts: 3 });
    const arranged = arrange({ offset: 0, rows: [row("b"), newer] }, new Map([[0, "a"]]), new Map([["a", newer]]));
    expect(arranged.get(0)?.restarts).toBe(3);
  });

  test("shows each row once and leaves no place empty when one has fallen out of the middle", () => {
    const arranged = arrange({ offset: 0, rows: rows("xabc") }, new Map([[1, "b"]]), latestOf("b"));
    expect(told(arranged)).toEqual(["0x", "1b", "2a", "3c"]);
    expect(new Set([...arranged.values()].map(({ key }) => key)).size).toBe(4);
  });

  test("keeps the place of one that has left the page", () =>
    expect(told(arrange({ offset: 0, rows: rows("bcd") }, new Map([[0, "a"]]), latestOf("a"))).slice(0, 2)).toEqual(["0a", "1c"]));
});

describe("what is on screen", () => {
  const at = (keys: string) => (place: number) => rows(keys)[place];

  test("is held from now on", () =>
    expect([...holdOnScreen(new Map(), 1, 2, at("abcd"))]).toEqual([
      [1, "b"],
      [2, "c"],
    ]));

  test("lets go of what was scrolled away, and takes what came", () => {
    const held = new Map([
      [0, "a"],
      [1, "b"],
    ]);
    expect([...holdOnScreen(held, 1, 2, at("xyz"))]).toEqual([
      [1, "b"],
      [2, "z"],
    ]);
  });

  test("holds no row twice", () => expect([...holdOnScreen(new Map([[0, "a"]]), 0, 1, at("ba"))]).toEqual([[0, "a"]]));

  test("leaves a place free of which nothing is known", () => expect([...holdOnScreen(new Map(), 0, 1, () => undefined)]).toEqual([]));
});

test.each([
  ["pods", [row("a"), row("b"), row("a")], "x pod:=a,b"],
  ["workloads", [row("w", { kind: "workload", workload: { kind: "Job", name: "w" } })], "x workload:=w"],
  ["namespaces", [row("n", { kind: "namespace", namespace: "shop" })], "x ns:=shop"],
  ["nodes", [row("node-1", { kind: "node", node: null })], "x node:=node-1"],
  ["labels", [row("l", { kind: "label" })], null],
  ["nothing", [], null],
])("%s are found again by %3$s", (_, held, filter) => expect(filterFor("x", held)).toBe(filter));
