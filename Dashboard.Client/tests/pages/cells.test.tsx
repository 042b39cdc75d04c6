// @vitest-environment jsdom
import { act, cleanup } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import pods from "../../../tests/fixtures/wire/pods.json";
import groups from "../../../tests/fixtures/wire/pods-by-workload.json";
import type { Colours } from "../../src/charts/colours";
import { showSoon } from "../../src/lib/sharedFrame";
import type { PodPage, PodRow } from "../../src/model/wire";
import { markChanged } from "../../src/pages/parts/changedMark";
import { columns, Figure } from "../../src/pages/pods/columns";
import { renderPart } from "./render";

const rows = [...(pods as unknown as PodPage).rows, ...(groups as unknown as PodPage).rows];
const row = rows[0] as PodRow;
const nothing = { value: null, request: null, limit: null };
const colours = {} as Colours;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** Every kind of row that a cell could look at differently. */
const kinds: PodRow[] = [
  ...rows,
  { ...row, cpu: nothing, memory: nothing, why: "notRunning" },
  { ...row, cpu: nothing, memory: nothing, why: null },
  { ...row, why: "outdated" },
  { ...row, restarts: 3, lastRestartAt: 5 },
  { ...row, restarts: 0, lastRestartAt: null, memoryGrowthBytesPerHour: 1e6 },
  { ...row, node: null, workload: null, statusMessage: "said" },
];

test.each(columns.map((column) => [column.key, column] as const))("column %s tells all of a row that it shows", (_, column) => {
  const read = new Set<PropertyKey>();
  for (const kind of kinds) {
    const watched = new Proxy(kind, {
      get: (target, name) => {
        read.add(name);
        return target[name as keyof PodRow];
      },
    });
    renderPart(column.cell(watched, colours));
  }
  expect([...read].filter((name) => !column.of.includes(name as keyof PodRow))).toEqual([]);
  expect(column.of.filter((name) => !read.has(name))).toEqual([]);
});

const figureOf = (container: HTMLElement) => container.querySelector("[data-changed]");

test("a figure that changed is marked for a second, and one that stays, moves by a few per cent or is another row's is not", () => {
  const at = (value: number, key = "a"): PodRow => ({
    ...row,
    key,
    why: null,
    cpu: { ...row.cpu, value },
    memory: { ...row.memory, value },
  });
  const { container, rerender } = renderPart(null);
  const show = (shown: PodRow, metric: "cpu" | "memory" = "cpu") => rerender(<Figure row={shown} metric={metric} />);
  show(at(1e8));
  expect(figureOf(container)).toBeNull();
  show(at(1.15e8));
  expect(container.textContent).toContain("115");
  expect(figureOf(container)).toBeNull();
  show(at(2e8));
  expect(figureOf(container)?.textContent).toContain("200");
  act(() => void vi.advanceTimersByTime(900));
  expect(figureOf(container)).not.toBeNull();
  act(() => void vi.advanceTimersByTime(200));
  act(drawSomething);
  expect(figureOf(container)).toBeNull();
  show(at(3e8, "b"));
  expect(figureOf(container)).toBeNull();
  // Memory is steadier.
  show(at(3.1e8, "b"), "memory");
  expect(figureOf(container)).toBeNull();
  show(at(3.5e8, "b"), "memory");
  expect(figureOf(container)).not.toBeNull();
  act(() => void vi.advanceTimersByTime(1700));
  expect(figureOf(container)).toBeNull();
});

/** Something else is drawn, which takes along what may go. */
function drawSomething(): void {
  showSoon(() => {});
  vi.advanceTimersByTime(70);
}

test("a mark stands a second from the last change, whatever else is marked", () => {
  const [one, other] = [document.createElement("b"), document.createElement("b")];
  markChanged(one);
  vi.advanceTimersByTime(600);
  markChanged(other);
  vi.advanceTimersByTime(300);
  markChanged(one);
  vi.advanceTimersByTime(600);
  drawSomething();
  expect([one, other].map(({ dataset }) => dataset.changed)).toEqual(["true", "true"]);
  vi.advanceTimersByTime(100);
  drawSomething();
  expect([one, other].map(({ dataset }) => dataset.changed)).toEqual(["true", undefined]);
  vi.advanceTimersByTime(200);
  expect(one.dataset.changed).toBe("true");
  drawSomething();
  expect(one.dataset.changed).toBeUndefined();
});
