import { expect, test } from "vitest";
import { foldRuntime } from "../../src/model/runtime";
import type { RuntimeMessage } from "../../src/model/wire";

const message = (part: Partial<RuntimeMessage>): RuntimeMessage => ({
  at: 0,
  reset: false,
  times: [],
  columns: {},
  connections: {},
  memoryLimitBytes: null,
  ...part,
});

const history = message({ at: 3, reset: true, times: [1, 2, 3], columns: { threads: [7, 8, 9] }, connections: { "→ a": [1, 1, 1] } });

test("the first message is taken as it is, a reset too", () => {
  expect(foldRuntime(null, history, 100)).toBe(history);
  const again = message({ at: 9, reset: true, times: [9], columns: { threads: [1] } });
  expect(foldRuntime(history, again, 100)).toBe(again);
});

test("an endpoint that appears is unknown before, one that is gone is unknown after", () => {
  const next = foldRuntime(history, message({ at: 4, times: [4], columns: { threads: [10] }, connections: { "→ b": [2] } }), 100);
  expect(next.times).toEqual([1, 2, 3, 4]);
  expect(next.columns.threads).toEqual([7, 8, 9, 10]);
  expect(next.connections).toEqual({ "→ a": [1, 1, 1, null], "→ b": [null, null, null, 2] });
});

test("what left the range goes, and an endpoint with nothing left goes with it", () => {
  const next = foldRuntime(history, message({ at: 103, times: [103], columns: { threads: [10] } }), 99);
  expect(next.times).toEqual([103]);
  expect(next.connections).toEqual({});
});

test("a message without points changes nothing but the time", () => {
  expect(foldRuntime(history, message({ at: 5 }), 100)).toEqual({ ...history, at: 5 });
});
