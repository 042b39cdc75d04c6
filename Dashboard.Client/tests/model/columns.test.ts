import { describe, expect, test } from "vitest";
import { columnProperties, heldAt, heldColumns, widthProperty } from "../../src/model/columnLayout";
import {
  type ColumnKey,
  choose,
  columnKeys,
  columnsFor,
  defaultColumns,
  isPinned,
  isShown,
  moveBy,
  moveTo,
  narrowest,
  pin,
  readColumns,
  resize,
  widest,
  widthOf,
} from "../../src/model/columns";

const few: ColumnKey[] = ["name", "namespace", "node", "status"];
const firstOf = (state: typeof defaultColumns, count: number) => columnsFor(state, "none").slice(0, count);

describe("what was kept", () => {
  test.each([null, "", "no json", "[]", "3", '"text"', "{}"])("%s is as if nothing had been kept", (kept) =>
    expect(readColumns(kept)).toEqual(defaultColumns),
  );

  test("comes back as it was", () => {
    const state = resize(pin(choose(moveBy(defaultColumns, "node", -1, few), "age", false), "status", true), "cpu", 200);
    expect(readColumns(JSON.stringify(state))).toEqual(state);
  });

  test("of an older version has the name pinned and no widths", () => {
    const state = readColumns('{"order":["status","name","namespace"],"chosen":{"age":false}}');
    expect(state.order.slice(0, 2)).toEqual(["name", "status"]);
    expect(state).toMatchObject({ chosen: { age: false }, widths: {}, pinned: ["name"] });
  });

  test("of a newer version loses what is not known here", () => {
    const kept = {
      order: ["status", "status", "later"],
      chosen: { later: true, age: 3, name: false },
      widths: { later: 9 },
      pinned: ["later"],
    };
    const state = readColumns(JSON.stringify(kept));
    expect(state.order.toSorted()).toEqual([...columnKeys].toSorted());
    expect(state).toMatchObject({ chosen: {}, widths: {}, pinned: [] });
  });

  test("has a new column where it belongs", () => {
    const without = columnKeys.filter((key) => key !== "ready");
    expect(readColumns(JSON.stringify({ order: without })).order).toEqual([...columnKeys]);
  });

  test.each([
    [5, narrowest],
    [9999, widest],
    [99.6, 100],
  ])("a width of %s counts as %s", (kept, width) =>
    expect(widthOf(readColumns(JSON.stringify({ widths: { cpu: kept } })), "cpu")).toBe(width),
  );
});

describe("which are shown", () => {
  test("follows the width until a person chose", () => {
    expect(isShown(defaultColumns, "node", 1049)).toBe(false);
    expect(isShown(defaultColumns, "node", 1050)).toBe(true);
    expect(isShown(choose(defaultColumns, "node", true), "node", 300)).toBe(true);
    expect(isShown(choose(defaultColumns, "node", false), "node", 3000)).toBe(false);
    expect(isShown(defaultColumns, "memoryGrowth", 9000)).toBe(false);
  });

  test("the name cannot be taken away", () => expect(choose(defaultColumns, "name", false)).toBe(defaultColumns));

  test("depends on the group", () => {
    expect(columnsFor(defaultColumns, "none")).not.toContain("pods");
    expect(columnsFor(defaultColumns, "workload")).toContain("pods");
    expect(columnsFor(defaultColumns, "node")).not.toContain("namespace");
  });
});

describe("the order", () => {
  test("moves by one of those that are seen, over those that are not", () => {
    const moved = moveBy(defaultColumns, "node", -1, few);
    expect(moved.order.indexOf("node")).toBeLessThan(moved.order.indexOf("namespace"));
    expect(moveBy(defaultColumns, "node", 1, few).order.indexOf("node")).toBe(defaultColumns.order.indexOf("status"));
  });

  test("does not move over an end, nor the name at all", () => {
    expect(moveBy(defaultColumns, "namespace", -1, few)).toBe(defaultColumns);
    expect(moveBy(defaultColumns, "status", 1, few)).toBe(defaultColumns);
    expect(moveBy(defaultColumns, "name", 1, few)).toBe(defaultColumns);
    expect(moveTo(defaultColumns, "cpu", "cpu", "after")).toBe(defaultColumns);
  });

  test.each([
    ["before", ["name", "namespace", "cpu", "workload"]],
    ["after", ["name", "namespace", "workload", "cpu"]],
  ] as const)("puts a column %s another", (side, order) =>
    expect(firstOf(moveTo(defaultColumns, "cpu", "workload", side), 4)).toEqual(order),
  );

  test("has the name first, wherever something is put", () =>
    expect(firstOf(moveTo(pin(defaultColumns, "name", false), "cpu", "name", "before"), 2)).toEqual(["name", "cpu"]));

  test("has those that are pinned first, and what is put among them is pinned", () => {
    const pinned = pin(defaultColumns, "status", true);
    expect(firstOf(pinned, 3)).toEqual(["name", "status", "namespace"]);
    const joined = moveTo(pinned, "cpu", "status", "before");
    expect(firstOf(joined, 3)).toEqual(["name", "cpu", "status"]);
    expect(isPinned(joined, "cpu")).toBe(true);
    const left = moveTo(pinned, "status", "node", "after");
    expect(isPinned(left, "status")).toBe(false);
    expect(firstOf(left, 5)).toEqual(["name", "namespace", "workload", "node", "status"]);
  });

  test("a column beside the name is not pinned by that", () =>
    expect(isPinned(moveTo(defaultColumns, "cpu", "name", "after"), "cpu")).toBe(false));
});

describe("the place of a column", () => {
  test("a width by hand is kept within bounds, and can be given back", () => {
    expect(widthOf(resize(defaultColumns, "cpu", 3), "cpu")).toBe(narrowest);
    expect(widthOf(resize(defaultColumns, "cpu", 3000), "cpu")).toBe(widest);
    expect(resize(resize(defaultColumns, "cpu", 200), "cpu", null)).toEqual(defaultColumns);
  });

  test("only widths by hand are properties; the others share what is left", () => {
    const properties = columnProperties(resize(defaultColumns, "node", 123), few);
    expect(properties[widthProperty("node")]).toBe("123px");
    expect(properties[widthProperty("status")]).toBeUndefined();
    expect(properties["--columns"]).toContain("var(--width-namespace, minmax(88px, 1fr))");
    expect(properties["--columns-need"]).toContain("var(--width-node, 70px)");
  });

  test("a held column stands behind the box and those before it", () => {
    expect(heldAt(["name", "status"], "name")).toBe("calc(40px)");
    expect(heldAt(["name", "status"], "status")).toBe("calc(40px + var(--width-name, 176px) + 11px)");
  });

  test("what is pinned never takes most of a narrow table", () => {
    const state = pin(pin(defaultColumns, "status", true), "cpu", true);
    const shown: ColumnKey[] = ["name", "status", "cpu", "memory"];
    expect(heldColumns(state, shown, 1200)).toEqual(["name", "status", "cpu"]);
    expect(heldColumns(state, shown, 600)).toEqual(["name", "status"]);
    expect(heldColumns(pin(state, "name", false), ["status", "cpu", "name"], 1200)).toEqual(["status", "cpu"]);
  });
});
