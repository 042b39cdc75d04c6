import { expect, test } from "vitest";
import { lineStyle } from "../../src/charts/colours";
import { groupMarks, isWithinReach, toldApart } from "../../src/charts/content";

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

const mark = (at: number, label = "Restarted", weight = 1) => ({ at, label, colour: `#${weight}`, weight });

test("marks closer than a name is wide share one, at the newest", () => {
  const groups = groupMarks(
    [0, 10, 15, 18, 40].map((at) => mark(at)),
    10,
  );
  expect(groups.map(({ at, label }) => [at, label])).toEqual([
    [40, "Restarted"],
    [18, "Restarted ×3"],
    [0, "Restarted"],
  ]);
});

test("of several the gravest is named, in its colour, with how many more there are", () => {
  const [group] = groupMarks([mark(1), mark(2, "OOM killed", 3), mark(3), mark(4, "OOM killed", 3)], 100);
  expect(group).toEqual({ at: 4, label: "OOM killed ×2 +2", colour: "#3" });
});

test("of marks that lie on one another one line is drawn, of each colour, and it stays where it is while the window goes on", () => {
  const marks = [20, 21, 24, 26, 29, 30, 31].map((at) => mark(at));
  const lines = (from: number, step = 5) => toldApart(marks.slice(from), step).map(({ at }) => at);
  expect(lines(0)).toEqual([20, 26, 30]);
  expect(lines(3)).toEqual([26, 30]);
  expect(lines(0, 1)).toEqual([20, 21, 24, 26, 29, 30, 31]);
  expect(toldApart([mark(1), mark(2, "OOM killed", 3), mark(3)], 5).map(({ at }) => at)).toEqual([1, 2]);
});
