import { expect, test } from "vitest";
import { uniqueKeys } from "../../src/lib/uniqueKeys";

test("items with the same key have different ones, and the first keeps its own", () => {
  expect(uniqueKeys(["a", "b", "a", "a"], (item) => item)).toEqual([
    ["a", "a"],
    ["b", "b"],
    ["a#1", "a"],
    ["a#2", "a"],
  ]);
});
