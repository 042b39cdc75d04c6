import { useSyncExternalStore } from "react";
import { dontShow, showAlong } from "./sharedFrame";

// One clock for all ages on a page. It follows the server's time, so that a browser whose clock is wrong still shows true ages.

/** After its last tick it ticks with the first news of a stream that comes between these two, and without any at the later: ages seldom need a frame of their own. */
const soonestMilliseconds = 500;
const latestMilliseconds = 1000;

let offsetMilliseconds = 0;
let now = Date.now();
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function tick(): void {
  wait();
  if (document.hidden) return;
  now = Date.now() + offsetMilliseconds;
  for (const listener of listeners) listener();
}

function wait(): void {
  clearTimeout(timer);
  dontShow(tick);
  timer = setTimeout(() => showAlong(tick, latestMilliseconds - soonestMilliseconds), soonestMilliseconds);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    now = Date.now() + offsetMilliseconds;
    wait();
    document.addEventListener("visibilitychange", tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    timer = undefined;
    dontShow(tick);
    document.removeEventListener("visibilitychange", tick);
  };
}

/** Tells the clock what time the server says it is. Differences under two seconds are the way of the message, not the clock. */
export function followServerClock(serverMilliseconds: number): void {
  const difference = serverMilliseconds - Date.now();
  offsetMilliseconds = Math.abs(difference) < 2000 ? 0 : difference;
}

/** The server's time in milliseconds since 1970 UTC, anew about every second; still while the tab is hidden. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** What `read` makes of that time. Whoever uses it is drawn anew when that is another value, and not every second. */
export function useOfNow<T extends string | number | boolean>(read: (now: number) => T): T {
  return useSyncExternalStore(subscribe, () => read(now));
}
