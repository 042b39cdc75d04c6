import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { nextPage, wholeMessages } from "../../src/live/steps";
import type { PodPage, PodPageStep } from "../../src/model/wire";

const fixture = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../../tests/fixtures/wire/${name}.json`, import.meta.url), "utf8")) as T;
const pods = fixture<PodPage>("pods");
const step = fixture<PodPageStep>("step-pods");

test("a step makes of the server's page the page that the server has then", () => {
  expect(nextPage(nextPage(null, pods), step)).toEqual(fixture("pods-after-step"));
});

test("what did not change is the same object, and nothing of the page before is another", () => {
  const before = nextPage(null, pods);
  const copy = structuredClone(before);
  const after = nextPage(before, step);
  expect(before).toEqual(copy);
  const rows = (step.rows ?? []).map((row, index) => [row, after.rows[index]] as const);
  const unchanged = rows.filter(([row]) => typeof row === "number");
  expect(unchanged.length).toBeGreaterThan(0);
  for (const [place, row] of unchanged) expect(row).toBe(before.rows[place as number]);
  const written = rows.flatMap(([row, now]) =>
    typeof row === "object" && "was" in row && row.cpuSpark === undefined ? [{ was: row.was, now }] : [],
  );
  expect(written.length).toBeGreaterThan(0);
  for (const { was, now } of written) expect(now?.cpuSpark).toBe(before.rows[was]?.cpuSpark);
  const later = nextPage(after, { ...step, rows: null, totalPods: 9 });
  expect(later.rows).toBe(after.rows);
  expect(later.totalPods).toBe(9);
});

test("a small line moves on by what is dropped, or is another", () => {
  const [row] = pods.rows;
  const before = nextPage(null, { ...pods, rows: [{ ...(row as PodPage["rows"][number]), cpuSpark: [1, 2, null, 4], memorySpark: [5] }] });
  const line = (cpuSpark: NonNullable<Extract<NonNullable<PodPageStep["rows"]>[number], { was: number }>["cpuSpark"]>) =>
    nextPage(before, { ...pods, rows: [{ was: 0, cpuSpark }] }).rows[0]?.cpuSpark;
  expect(line({ drop: 1, tail: [9] })).toEqual([2, null, 4, 9]);
  expect(line({ drop: 0, tail: [null] })).toEqual([1, 2, null, null]);
  expect(line({ drop: 2, tail: [7, 8] })).toEqual([null, 4, 7, 8]);
  expect(line([6, 7])).toEqual([6, 7]);
});

test("each stream begins with a page of its own, and streams of other names are left as they are", () => {
  const [first, second, status] = [wholeMessages("Pods"), wholeMessages("Pods"), wholeMessages("Status")];
  first(pods);
  expect(first(step)).toEqual(fixture("pods-after-step"));
  expect(() => second(step)).toThrow("The server spoke of row");
  expect(status(step)).toBe(step);
});
