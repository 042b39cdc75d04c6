// @vitest-environment jsdom
import { act, cleanup, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test } from "vitest";
import { type SeriesOf, useSeries } from "../../src/live/useSeries";
import { LiveProvider } from "../../src/live/useStream";
import type { TimeWindow } from "../../src/model/timeWindow";
import type { SeriesMessage } from "../../src/model/wire";
import { FakeConnection, nextFrame } from "./fakes";

afterEach(cleanup);

const message = (at: number): SeriesMessage => ({
  version: 1,
  at,
  reset: true,
  resolution: "sample",
  gapMilliseconds: 30_000,
  lines: [],
  marks: [],
  levels: null,
});

function opened() {
  const connection = new FakeConnection();
  const hook = renderHook(({ of, window }: { of: SeriesOf; window: TimeWindow }) => useSeries(of, window, 400), {
    wrapper: ({ children }: { children: ReactNode }) => <LiveProvider value={connection}>{children}</LiveProvider>,
    initialProps: { of: { kind: "pod", namespace: "a", name: "one" }, window: { rangeSeconds: 3600, endAt: null } },
  });
  const answer = (at: number) =>
    act(async () => {
      connection.open[0]?.observer.next(message(at));
      await nextFrame();
    });
  return { ...hook, connection, answer };
}

test("another window of the same thing shows what there is until its answer comes", async () => {
  const { result, rerender, answer, connection } = opened();
  await answer(1000);
  rerender({ of: { kind: "pod", namespace: "a", name: "one" }, window: { rangeSeconds: 300, endAt: 900 } });
  expect(connection.open.map(({ args }) => args)).toEqual([
    [{ kind: "pod", namespace: "a", name: "one", rangeSeconds: 300, endAt: 900, points: 400 }],
  ]);
  expect(result.current.data?.at).toBe(1000);
  expect(result.current.pending).toBe(true);
  await answer(900);
  expect(result.current.data?.at).toBe(900);
  expect(result.current.pending).toBe(false);
});

test("another thing shows nothing of the one before", async () => {
  const { result, rerender, answer } = opened();
  await answer(1000);
  rerender({ of: { kind: "pod", namespace: "a", name: "two" }, window: { rangeSeconds: 3600, endAt: null } });
  expect(result.current.data).toBeNull();
});
