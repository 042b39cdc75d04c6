import { expect, test } from "vitest";
import { lineStyle } from "../../src/charts/colours";
import { isWithinReach, withRoom } from "../../src/charts/content";

const content = (values: (number | null)[], hidden = false) => ({
  lines: [{ name: "a", colour: "#000", hidden, points: values.map((y, x) => ({ x, y })) }],
});
const limit = (value: number) => ({ name: "Limit", value, colour: "#000", dash: [] });

test("a limit far above the line is named and not drawn", () => {
  expect(isWithinReach(content([10, 100]), limit(400))).toBe(true);
  expect(isWithinReach(content([10, 100]), limit(401))).toBe(false);
  expect(isWithinReach(content([]), limit(50))).toBe(true);
});

test("no two of the first 32 lines look alike", () => {
  for (const dark of [true, false]) {
    const styles = Array.from({ length: 32 }, (_, index) => JSON.stringify(lineStyle(index, dark)));
    expect(new Set(styles).size).toBe(32);
  }
});

test("names of marks do not cover each other, and the newest has its name", () => {
  const marks = [0, 10, 15, 18, 40].map((at) => ({ at, label: "Restarted", colour: "#000" }));
  expect([...withRoom(marks, 10)].map(({ at }) => at)).toEqual([40, 18, 0]);
});
