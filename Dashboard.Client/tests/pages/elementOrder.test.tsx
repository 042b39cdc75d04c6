// @vitest-environment jsdom
import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { showNow } from "../../src/lib/sharedFrame";
import type { PodRow } from "../../src/model/wire";
import { type PlacedRow, useElementOrder } from "../../src/pages/pods/useElementOrder";

// Six and more rows with other figures are many.
const names = ["a", "b", "c", "d", "e", "f", "g"];
const placed = (order: string[], of: (key: string) => PodRow): PlacedRow[] => order.map((key) => ({ key, row: of(key) }));
const anew = (key: string) => ({ key }) as PodRow;
const moved = ["g", ...names.slice(0, -1)];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "requestAnimationFrame", "cancelAnimationFrame", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

function draw(first: PlacedRow[]) {
  const hook = renderHook(({ rows, view }) => useElementOrder(rows, view), { initialProps: { rows: first, view: "one" } });
  return {
    order: () => hook.result.current.map(({ key }) => key).join(""),
    show: (rows: PlacedRow[], view = "one") => hook.rerender({ rows, view }),
  };
}

test("rows that move while many figures change stay among the elements where they are, until the next frame", () => {
  const { order, show } = draw(placed(names, anew));
  show(placed(moved, anew));
  expect(order()).toBe("abcdefg");
  act(() => {
    showNow(() => undefined);
    vi.advanceTimersToNextFrame();
  });
  expect(order()).toBe("gabcdef");
});

test("they follow by themselves when no frame comes, and do not wait for ever where many change all the time", () => {
  const quiet = draw(placed(names, anew));
  quiet.show(placed(moved, anew));
  act(() => vi.advanceTimersByTime(1100));
  expect(quiet.order()).toBe("gabcdef");

  const busy = draw(placed(names, anew));
  const orders = [1, 2, 3, 4].map(() => {
    busy.show(placed(moved, anew));
    act(() => vi.advanceTimersByTime(400));
    return busy.order();
  });
  expect(orders.at(-1)).toBe("gabcdef");
});

test("where little changes, and in another view, the elements are in the order on screen at once", () => {
  const rows = new Map(names.map((key) => [key, anew(key)]));
  const same = (key: string) => rows.get(key) as PodRow;
  const { order, show } = draw(placed(names, same));
  show(placed(moved, same));
  expect(order()).toBe("gabcdef");
  show(placed(names, anew), "another");
  expect(order()).toBe("abcdefg");
});

test("each row is there once, whatever came and went", () => {
  const { order, show } = draw(placed(names, anew));
  show(placed(["x", "g", "f", "a", "b", "c", "d"], anew));
  expect(order()).toBe("xabcdfg");
});
