// @vitest-environment jsdom
import { act, cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useNow } from "../../src/lib/clock";
import { dontShow, showAlong, showSoon } from "../../src/lib/sharedFrame";

const frameMilliseconds = 20;
let frames: number;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
  frames = 0;
  const request = window.requestAnimationFrame.bind(window);
  vi.spyOn(window, "requestAnimationFrame").mockImplementation((callback) =>
    request((at) => {
      frames++;
      callback(at);
    }),
  );
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const pass = (milliseconds: number) => act(() => void vi.advanceTimersByTime(milliseconds));

test("what may wait is shown by the next frame of something else, once", () => {
  const late = vi.fn();
  showAlong(late, 1000);
  pass(300);
  expect(late).not.toHaveBeenCalled();
  showSoon(() => {});
  pass(50 + frameMilliseconds);
  expect(late).toHaveBeenCalledTimes(1);
  pass(2000);
  expect(late).toHaveBeenCalledTimes(1);
  expect(frames).toBe(1);
});

test("what may wait is shown by itself when nothing else comes, and not at all when it need not be any more", () => {
  const late = vi.fn();
  const never = vi.fn();
  showAlong(late, 400);
  showAlong(never, 400);
  dontShow(never);
  pass(390);
  expect(late).not.toHaveBeenCalled();
  pass(10 + frameMilliseconds);
  expect(late).toHaveBeenCalledTimes(1);
  expect(never).not.toHaveBeenCalled();
});

test("the clock ticks every second by itself, and with the frames of the streams where they come", () => {
  const seen: number[] = [];
  const Clock = () => {
    seen.push(useNow());
    return null;
  };
  const { unmount } = render(<Clock />);
  const steps = () => seen.slice(1).map((at, index) => at - (seen[index] as number));
  const begin = () => {
    frames = 0;
    seen.splice(0, seen.length - 1);
  };
  begin();
  for (let i = 0; i < 3; i++) pass(1000 + frameMilliseconds);
  expect(steps().length).toBe(3);
  for (const step of steps()) expect(step).toBeCloseTo(1010, -2);
  begin();
  // News every 0.7 s: each takes the clock along. News after 0.2 s leaves it alone.
  for (let i = 0; i < 4; i++) {
    pass(500);
    showSoon(() => {});
    pass(200);
  }
  expect(steps().length).toBe(4);
  expect(frames).toBe(4);
  pass(100);
  showSoon(() => {});
  pass(100);
  expect(steps().length).toBe(4);
  unmount();
  frames = 0;
  pass(3000);
  expect(frames).toBe(0);
});
