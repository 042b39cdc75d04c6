// @vitest-environment jsdom
import { act, cleanup, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openEarly } from "../../src/live/early";
import { LiveProvider, useStream } from "../../src/live/useStream";
import type { PodPage, PodQuery } from "../../src/model/wire";
import { FakeConnection, nextFrame } from "./fakes";

let connection: FakeConnection;
const wrapper = ({ children }: { children: ReactNode }) => <LiveProvider value={connection}>{children}</LiveProvider>;
const usePods = (query: PodQuery) => useStream("Pods", [query]);
const page = (total: number) => ({ total }) as PodPage;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  connection = new FakeConnection();
});

afterEach(() => {
  cleanup();
  vi.runAllTimers();
  vi.useRealTimers();
});

test("what came before there was a component is there when it is drawn, from the one stream", async () => {
  openEarly(connection, [["Pods", [{ filter: "web" }]]]);
  connection.open[0]?.observer.next(page(7));
  await nextFrame();
  const drawn: (PodPage | null)[] = [];
  renderHook(() => drawn.push(usePods({ filter: "web" }).data), { wrapper });
  expect(drawn[0]).toEqual(page(7));
  expect(connection.streams.map(({ name, args }) => [name, args])).toEqual([["Pods", [{ filter: "web" }]]]);
});

test("it waits for the line, as every stream does", () => {
  connection.become("connecting");
  openEarly(connection, [["Status", []]]);
  expect(connection.streams).toHaveLength(0);
  connection.become("connected");
  expect(connection.open.map(({ name }) => name)).toEqual(["Status"]);
});

test("a component that asks for something else opens its own", () => {
  openEarly(connection, [["Pods", [{ filter: "web" }]]]);
  renderHook(() => usePods({ filter: "api" }), { wrapper });
  expect(connection.open.map(({ args }) => args)).toEqual([[{ filter: "web" }], [{ filter: "api" }]]);
});

test("once it is shown it goes with the component that shows it", async () => {
  openEarly(connection, [["Pods", [{ filter: "web" }]]]);
  const { rerender, unmount, result } = renderHook((filter: string) => usePods({ filter }), { wrapper, initialProps: "web" });
  rerender("api");
  expect(connection.open.map(({ args }) => args)).toEqual([[{ filter: "api" }]]);
  // The same again is a new question: what was answered early is old by now.
  rerender("web");
  expect(connection.open.map(({ args }) => args)).toEqual([[{ filter: "web" }]]);
  expect(connection.streams).toHaveLength(3);
  await act(async () => {
    connection.open[0]?.observer.next(page(3));
    await nextFrame();
  });
  expect(result.current.data).toEqual(page(3));
  unmount();
  expect(connection.open).toHaveLength(0);
});

test("what nobody asks for is closed after ten seconds, and asked for later it is opened anew", () => {
  openEarly(connection, [["Pods", [{ filter: "web" }]]]);
  vi.advanceTimersByTime(9_999);
  expect(connection.open).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(connection.open).toHaveLength(0);
  renderHook(() => usePods({ filter: "web" }), { wrapper });
  expect(connection.streams).toHaveLength(2);
});
