import { expect, test } from "vitest";
import { keepOrder } from "../../src/model/elementOrder";

test.each([
  ["a b c", "a b c", "a b c"],
  ["a b c", "c a b", "a b c"],
  ["a b c", "b c", "b c"],
  ["a b c", "x c b a", "x a b c"],
  ["a b c", "c x a y b", "a y b c x"],
  ["a b c", "x y z", "x y z"],
  ["", "a b", "a b"],
])("%s, then %s on screen: %s among the elements", (before, now, expected) => {
  expect(keepOrder(before.split(" "), now.split(" ")).join(" ")).toBe(expected);
});
