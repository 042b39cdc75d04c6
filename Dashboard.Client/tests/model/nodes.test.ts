import { expect, test } from "vitest";
import { fullestFirst, readNodeSort, sortNodes } from "../../src/model/nodes";
import type { NodeRow, Totals } from "../../src/model/wire";

const totals = (usage: number | null, allocatable: number | null = 100): Totals => ({
  usage,
  requested: null,
  limited: null,
  allocatable,
  capacity: null,
});
const node = (name: string, cpu: number | null, memory: number | null, status = "Ready"): NodeRow =>
  ({ name, status, pods: name.length, cpu: totals(cpu), memory: totals(memory) }) as NodeRow;
const names = (nodes: NodeRow[]) => nodes.map(({ name }) => name);

test("nodes in trouble come first, then the fuller of CPU and memory, and those that nobody measured last", () => {
  const nodes = [node("a", 10, 20), node("dark", null, null), node("b", 90, 5), node("lost", 1, 1, "NotReady"), node("c", 5, 95)];
  expect(names(fullestFirst(nodes))).toEqual(["lost", "c", "b", "a", "dark"]);
});

test("a cordoned node is not in trouble", () => {
  expect(names(fullestFirst([node("full", 50, 50), node("cordoned", 10, 10, "Ready,SchedulingDisabled")]))).toEqual(["full", "cordoned"]);
});

test("nodes sort by name as people count, and by share with the unknown last", () => {
  const nodes = [node("node-10", 50, 1), node("node-2", null, 2), node("node-1", 80, 3)];
  expect(names(sortNodes(nodes, "name"))).toEqual(["node-1", "node-2", "node-10"]);
  expect(names(sortNodes(nodes, "cpu"))).toEqual(["node-1", "node-10", "node-2"]);
});

test("an address with a sort that does not exist is sorted by name", () => {
  expect(readNodeSort(new URLSearchParams("sort=memory"))).toBe("memory");
  expect(readNodeSort(new URLSearchParams("sort=moon"))).toBe("name");
});
