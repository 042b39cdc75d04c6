// What streams bring is shown by one frame for all of them. The server tells all streams of what is new at the same time, and they come within some
// milliseconds of each other, as each is computed: a frame for each would be laid out and painted three times over.

/** How long what came first waits for the rest. Nobody sees it in figures that change twice a second. */
const sharedMilliseconds = 50;

const waiting = new Set<() => void>();
/** What waits for somebody else's frame, and the timer that ends its wait. */
const along = new Map<() => void, ReturnType<typeof setTimeout>>();
let timer: ReturnType<typeof setTimeout> | undefined;
let frame: number | null = null;

/** Calls `show` in the next frame, with whatever else waits: for what somebody asked for. */
export function showNow(show: () => void): void {
  waiting.add(show);
  clearTimeout(timer);
  timer = undefined;
  frame ??= requestAnimationFrame(showAll);
}

/** Calls `show` in a frame soon, together with what comes until then: for what is merely news. */
export function showSoon(show: () => void): void {
  waiting.add(show);
  if (frame !== null) return;
  timer ??= setTimeout(() => {
    timer = undefined;
    frame = requestAnimationFrame(showAll);
  }, sharedMilliseconds);
}

/**
 * Calls `show` in the next frame that somebody else asks for, and in one of its own when none has come after `atMostMilliseconds`: for what may wait, since a
 * frame by itself would cost as much as the change that it shows.
 */
export function showAlong(show: () => void, atMostMilliseconds: number): void {
  clearTimeout(along.get(show));
  along.set(
    show,
    setTimeout(() => showNow(show), atMostMilliseconds),
  );
}

/** It shall not be called any more. */
export function dontShow(show: () => void): void {
  waiting.delete(show);
  clearTimeout(along.get(show));
  along.delete(show);
}

function showAll(): void {
  frame = null;
  const all = new Set([...waiting, ...along.keys()]);
  waiting.clear();
  for (const late of along.values()) clearTimeout(late);
  along.clear();
  for (const show of all) show();
}
