import { expect, test } from "vitest";
import { type Findable, find, moved, rank } from "../../src/model/palette";

test.each([
  ["cart", "", "cart-7d9-x", 0],
  ["cart", "", "legacy-cart-7d9", 1],
  ["art", "", "cart", 2],
  ["ART", "", "Cart", 2],
  // Not the first place where it stands, but one where a word begins.
  ["art", "", "cart-art", 1],
  ["shop cart", "shop", "cart-7d9", 3],
  ["cart nowhere", "shop", "cart-7d9", null],
  ["z", "", "cart", null],
  ["节点", "", "前往节点", 2],
])("%j against %j %j is of rank %j", (query, detail, label, expected) => expect(rank({ label, detail }, query)).toBe(expected));

const items: Findable[] = [
  { id: "a", kind: "action", label: "Node colours" },
  { id: "p", kind: "pod", label: "my-node-1" },
  { id: "n2", kind: "node", label: "node-2" },
  { id: "n1", kind: "node", label: "node-1" },
  { id: "g", kind: "page", label: "Nodes" },
  { id: "s", kind: "namespace", label: "anode" },
];
const ids = (query: string, most = 10) => find(items, query, most).map(({ id }) => id);

test("the beginning comes before a word's beginning before a part; pages before things before actions; else as they came", () => {
  expect(ids("node")).toEqual(["g", "n2", "n1", "a", "p", "s"]);
  expect(ids("node", 2)).toEqual(["g", "n2"]);
});

test("without a question there are pages and actions", () => expect(ids("  ")).toEqual(["a", "g"]));

test.each([
  ["ArrowDown", 2, 0],
  ["ArrowUp", 0, 2],
  ["Home", 1, 0],
  ["End", 0, 2],
  ["a", 1, null],
])("%s from %d of three", (key, from, to) => expect(moved(key, from, 3)).toBe(to));

test("an empty list has nowhere to go", () => expect(moved("ArrowDown", 0, 0)).toBeNull());
