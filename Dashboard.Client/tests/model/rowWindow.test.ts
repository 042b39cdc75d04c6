import { expect, test } from "vitest";
import { placesFor, placesLaid, shareRow, windowFor } from "../../src/model/rowWindow";
import type { PodRow } from "../../src/model/wire";

test.each([
  [0, 20, { offset: 0, limit: 50 }],
  [3, 24, { offset: 0, limit: 50 }],
  [14, 38, { offset: 0, limit: 50 }],
  [40, 60, { offset: 25, limit: 50 }],
  [29_980, 29_999, { offset: 29_950, limit: 75 }],
  [0, 11, { offset: 0, limit: 50 }],
  [0, 0, { offset: 0, limit: 50 }],
])("rows %d to %d", (first, last, expected) => expect(windowFor(first, last)).toEqual(expected));

test("whatever is on screen is in the window, and the window is one the server grants", () => {
  for (let first = 0; first < 400; first++) {
    const last = first + 45;
    const { offset, limit } = windowFor(first, last);
    expect(offset).toBeLessThanOrEqual(first);
    expect(offset + limit).toBeGreaterThan(last);
    expect(limit).toBeGreaterThanOrEqual(1);
    expect(limit).toBeLessThanOrEqual(200);
  }
});

test("scrolling by a row mostly asks for nothing new", () => {
  const asked = new Set(Array.from({ length: 100 }, (_, first) => JSON.stringify(windowFor(first, first + 22))));
  expect(asked.size).toBeLessThan(12);
});

test("there is place for every row, and places change seldom where the count wavers", () => {
  expect([0, 1, 1000, 1001, 30_000].map((count) => placesFor(count))).toEqual([0, 1000, 1000, 2000, 30_000]);
  let places = placesFor(29_999);
  let changes = 0;
  for (let i = 0; i < 500; i++) {
    const count = 30_000 + ((i * 37) % 61) - 30;
    const next = placesFor(count, places);
    expect(next).toBeGreaterThanOrEqual(count);
    if (next !== places) changes++;
    places = next;
  }
  expect(changes).toBe(1);
  expect(placesFor(12, places)).toBe(1000);
});

test("the list is as long as it is when its end is near, and does not change its length with each pod when it is far", () => {
  expect(placesLaid(30, 1000, 19)).toBe(30);
  expect(placesLaid(29_873, 30_000, 29_000)).toBe(29_873);
  expect(placesLaid(29_873, 30_000, 30_000)).toBe(29_873);
  expect([29_873, 29_874, 29_801].map((count) => placesLaid(count, 30_000, 40))).toEqual([30_000, 30_000, 30_000]);
});

test("a row of which nothing changed stays the same object, and an unchanged line stays in a row that did change", () => {
  const usage = (value: number) => ({ value, request: 1, limit: null });
  const row = (cpu: number) =>
    ({
      key: "a",
      workload: { kind: "Job", name: "b" },
      cpu: usage(cpu),
      memory: usage(1),
      cpuSpark: [cpu],
      memorySpark: [1, null],
    }) as PodRow;
  const before = row(1);
  expect(shareRow(before, row(1))).toBe(before);
  const after = shareRow(before, row(2));
  expect(after).toEqual(row(2));
  expect(after.memorySpark).toBe(before.memorySpark);
});
