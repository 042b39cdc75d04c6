import { describe, expect, test } from "vitest";
import { chartSpan, extentOf, foldSeries, levelSteps, toPoints } from "../../src/model/series";
import type { Line, SeriesMessage } from "../../src/model/wire";

const line = (name: string, times: number[], values: (number | null)[]): Line => ({
  name,
  times,
  cpu: { mean: values, minimum: null, maximum: null },
  memory: { mean: values, minimum: null, maximum: null },
});

const message = (part: Partial<SeriesMessage>): SeriesMessage => ({
  version: 1,
  at: 0,
  reset: false,
  resolution: "sample",
  gapMilliseconds: 45,
  lines: [],
  marks: [],
  levels: null,
  ...part,
});

describe("folding", () => {
  const history = foldSeries(null, message({ at: 30, reset: true, lines: [line("total", [10, 20, 30], [1, 2, 3])] }), 1000);

  test("points are added at the end", () => {
    const next = foldSeries(history, message({ at: 40, lines: [line("total", [40], [4])] }), 1000);
    expect(next.lines[0]?.times).toEqual([10, 20, 30, 40]);
    expect(next.lines[0]?.cpu.mean).toEqual([1, 2, 3, 4]);
  });

  test("a step that is sent again is replaced, not doubled", () => {
    const next = foldSeries(history, message({ at: 40, lines: [line("total", [30, 40], [9, 4])] }), 1000);
    expect(next.lines[0]?.times).toEqual([10, 20, 30, 40]);
    expect(next.lines[0]?.memory.mean).toEqual([1, 2, 9, 4]);
  });

  test("a new line appears, an unmentioned one stays", () => {
    const next = foldSeries(history, message({ at: 40, lines: [line("proxy", [40], [5])] }), 1000);
    expect(next.lines.map(({ name }) => name)).toEqual(["total", "proxy"]);
  });

  test("a reset replaces everything", () => {
    const mark = { at: 39, kind: "restarted" as const, pod: "p", container: null, text: "" };
    const next = foldSeries(history, message({ at: 40, reset: true, lines: [line("other", [40], [5])], marks: [mark] }), 1000);
    expect(next.lines.map(({ name }) => name)).toEqual(["other"]);
    expect(next.marks).toEqual([mark]);
  });

  test("what left the range is dropped but for one point that enters at the edge", () => {
    const next = foldSeries(history, message({ at: 1025, lines: [line("total", [1025], [4])] }), 1000);
    expect(next.lines[0]?.times).toEqual([20, 30, 1025]);
  });

  test("the same mark is kept once, an old one goes", () => {
    const mark = (at: number) => ({ at, kind: "oomKilled" as const, pod: "p", container: "c", text: "" });
    const first = foldSeries(null, message({ at: 30, reset: true, marks: [mark(5), mark(20)] }), 20);
    expect(first.marks).toEqual([mark(20)]);
    expect(foldSeries(first, message({ at: 31, marks: [mark(20), mark(31)] }), 20).marks).toEqual([mark(20), mark(31)]);
  });

  test("the state before is left as it was", () => {
    foldSeries(history, message({ at: 40, lines: [line("total", [40], [4])] }), 1000);
    expect(history.lines[0]?.times).toEqual([10, 20, 30]);
  });

  test("a band survives only where both sides have one", () => {
    const banded: Line = { ...line("total", [10], [1]), cpu: { mean: [1], minimum: [0], maximum: [2] } };
    const start = foldSeries(null, message({ at: 10, reset: true, lines: [banded] }), 1000);
    const more: Line = { ...line("total", [20], [1]), cpu: { mean: [1], minimum: [0.5], maximum: [3] } };
    expect(foldSeries(start, message({ at: 20, lines: [more] }), 1000).lines[0]?.cpu.maximum).toEqual([2, 3]);
  });
});

describe("points", () => {
  test("a hole longer than a gap is a gap", () => {
    expect(toPoints([0, 15, 90, 105], [1, 2, 3, 4], 45)).toEqual([
      { x: 0, y: 1 },
      { x: 15, y: 2 },
      { x: 16, y: null },
      { x: 90, y: 3 },
      { x: 105, y: 4 },
    ]);
  });

  test("null is a gap and never zero", () => {
    expect(toPoints([0, 15], [null, 2], 45)[0]).toEqual({ x: 0, y: null });
  });
});

test("the extent ignores what is not known and says when the last is not", () => {
  expect(extentOf([3, null, 1, 2])).toEqual({ last: 2, minimum: 1, maximum: 3 });
  expect(extentOf([3, null])).toEqual({ last: null, minimum: 3, maximum: 3 });
  expect(extentOf([])).toEqual({ last: null, minimum: null, maximum: null });
});

test.each([
  ["an old history fills the range", 0, 7_200_000, 3_600_000, 3_600_000],
  ["a young one is all of the chart", 5_000_000, 7_200_000, 3_600_000, 5_000_000],
  ["but never less than five minutes", 7_190_000, 7_200_000, 3_600_000, 6_900_000],
  ["a first sample a little late is no young history", 3_660_000, 7_200_000, 3_600_000, 3_600_000],
  ["without points the range stands", null, 7_200_000, 3_600_000, 3_600_000],
])("%s", (_, first, at, range, from) => expect(chartSpan(first, at, range)).toEqual({ from, to: at }));

test("a level reaches to the end of the range, and one that was never set is none", () => {
  expect(levelSteps([0, 50], [10, 20], 100)).toEqual([
    { x: 0, y: 10 },
    { x: 50, y: 20 },
    { x: 100, y: 20 },
  ]);
  expect(levelSteps([0, 100], [null, 20], 100)).toEqual([
    { x: 0, y: null },
    { x: 100, y: 20 },
  ]);
  expect(levelSteps([0, 50], [null, null], 100)).toBeNull();
});
