// @vitest-environment jsdom
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { LiveProvider } from "../../src/live/useStream";
import { defaultView } from "../../src/model/podQuery";
import { rowAddress } from "../../src/model/rowAddress";
import type { PodPage, PodRow } from "../../src/model/wire";
import { usePodRows } from "../../src/pages/pods/usePodRows";
import { FakeConnection, nextFrame } from "../live/fakes";

afterEach(cleanup);

const page = (offset: number, names: string[]): PodPage => ({
  version: 1,
  at: 0,
  total: 1000,
  totalPods: 1000,
  offset,
  rows: names.map((name) => ({ key: name, name }) as PodRow),
  newestSampleAt: null,
});

function setUp() {
  const connection = new FakeConnection();
  const { result, rerender } = renderHook(({ view, window }) => usePodRows(view, window), {
    wrapper: ({ children }) => <LiveProvider value={connection}>{children}</LiveProvider>,
    initialProps: { view: defaultView, window: { offset: 0, limit: 50 } },
  });
  const answer = (message: PodPage) =>
    act(async () => {
      connection.open[0]?.observer.next(message);
      await nextFrame();
    });
  return { connection, result, rerender, answer };
}

test("rows that were seen stay while the next window is fetched", async () => {
  const { result, rerender, answer } = setUp();
  await answer(page(0, ["a", "b"]));
  rerender({ view: defaultView, window: { offset: 100, limit: 50 } });
  expect(result.current.at(1)?.name).toBe("b");
  expect(result.current.pending).toBe(false);
  await answer(page(100, ["c"]));
  expect(result.current.at(100)?.name).toBe("c");
  expect(result.current.at(0)?.name).toBe("a");
});

test("another view shows the old rows as old until it answers, and then none of them", async () => {
  const { result, rerender, answer } = setUp();
  await answer(page(0, ["a", "b"]));
  rerender({ view: { ...defaultView, filter: "x" }, window: { offset: 0, limit: 50 } });
  expect(result.current.pending).toBe(true);
  expect(result.current.at(1)?.name).toBe("b");
  await answer(page(0, ["x"]));
  expect(result.current.pending).toBe(false);
  expect(result.current.at(0)?.name).toBe("x");
  expect(result.current.at(1)).toBeUndefined();
});

test.each([
  [{ kind: "pod", namespace: "shop", name: "web-0" }, "/pods/shop/web-0"],
  [{ kind: "workload", namespace: "shop", name: "web", workload: { kind: "Deployment", name: "web" } }, "/workloads/shop/Deployment/web"],
  [{ kind: "namespace", namespace: "shop", name: "shop" }, "/pods?q=ns%3A%3Dshop"],
  [{ kind: "node", namespace: null, node: "node-1", name: "node-1" }, "/pods?q=node%3A%3Dnode-1"],
])("row %o leads to %s", (row, address) =>
  expect(rowAddress({ workload: null, node: null, ...row } as PodRow, { ...defaultView, group: "workload" })).toBe(address),
);
