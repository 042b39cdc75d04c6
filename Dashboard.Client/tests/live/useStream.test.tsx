// @vitest-environment jsdom
import { act, cleanup, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { LiveProvider, useConnectionState, useFoldedStream, useStream, useWatchedStream } from "../../src/live/useStream";
import type { PodPage, PodQuery } from "../../src/model/wire";
import { FakeConnection, nextFrame } from "./fakes";

afterEach(cleanup);

function inLife(connection: FakeConnection) {
  return ({ children }: { children: ReactNode }) => <LiveProvider value={connection}>{children}</LiveProvider>;
}

const page = (total: number) => ({ total }) as PodPage;

test("equal arguments in a new object do not subscribe anew", () => {
  const connection = new FakeConnection();
  const { rerender } = renderHook(({ text }) => useStream("Pods", [{ text }]), {
    wrapper: inLife(connection),
    initialProps: { text: "web" },
  });
  rerender({ text: "web" });
  rerender({ text: "web" });
  expect(connection.streams).toHaveLength(1);
});

test("new arguments close the old stream and show the old answer until the new one is there", async () => {
  const connection = new FakeConnection();
  const { result, rerender } = renderHook((query: PodQuery) => useStream("Pods", [query]), {
    wrapper: inLife(connection),
    initialProps: { text: "a" },
  });
  expect(result.current).toEqual({ data: null, error: null, pending: true });
  await act(async () => {
    connection.open[0]?.observer.next(page(1));
    await nextFrame();
  });
  expect(result.current).toEqual({ data: page(1), error: null, pending: false });

  rerender({ text: "ab" });
  expect(connection.open.map(({ args }) => args)).toEqual([[{ text: "ab" }]]);
  expect(result.current).toEqual({ data: page(1), error: null, pending: true });
  await act(async () => {
    connection.open[0]?.observer.next(page(2));
    await nextFrame();
  });
  expect(result.current).toEqual({ data: page(2), error: null, pending: false });
});

test("where the old answer would be a lie it is not kept", async () => {
  const connection = new FakeConnection();
  const fold = (_: PodPage | null, message: PodPage) => message;
  const { result, rerender } = renderHook((query: PodQuery) => useFoldedStream("Pods", [query], fold, false), {
    wrapper: inLife(connection),
    initialProps: { text: "a" },
  });
  await act(async () => {
    connection.open[0]?.observer.next(page(1));
    await nextFrame();
  });
  rerender({ text: "b" });
  expect(result.current.data).toBeNull();
});

test("what nobody watches is closed when it has answered, and open again as soon as somebody does", async () => {
  const connection = new FakeConnection();
  const answer = (total: number) =>
    act(async () => {
      connection.open[0]?.observer.next(page(total));
      await nextFrame();
      await nextFrame();
    });
  const { result, rerender } = renderHook((watching: boolean) => useWatchedStream("Pods", [{}], watching), {
    wrapper: inLife(connection),
    initialProps: false,
  });
  expect(connection.open).toHaveLength(1);
  await answer(1);
  expect(connection.open).toHaveLength(0);
  expect(result.current.data).toEqual(page(1));

  rerender(true);
  expect(connection.open).toHaveLength(1);
  expect(result.current.data).toEqual(page(1));
  await answer(2);
  await vi.waitFor(() => expect(result.current.data).toEqual(page(2)));
  expect(connection.open).toHaveLength(1);

  rerender(false);
  expect(connection.open).toHaveLength(0);
  expect(result.current.data).toEqual(page(2));
});

test("unmounting unsubscribes", () => {
  const connection = new FakeConnection();
  const { unmount } = renderHook(() => useStream("Status", []), { wrapper: inLife(connection) });
  expect(connection.open).toHaveLength(1);
  unmount();
  expect(connection.open).toHaveLength(0);
});

test("the state of the connection is followed", () => {
  const connection = new FakeConnection();
  const { result } = renderHook(() => useConnectionState(), { wrapper: inLife(connection) });
  expect(result.current.phase).toBe("connected");
  act(() => connection.become("offline"));
  expect(result.current.phase).toBe("offline");
});
