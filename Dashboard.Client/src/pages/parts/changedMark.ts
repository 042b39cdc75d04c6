import { showAlong } from "../../lib/sharedFrame";

const standsMilliseconds = 1000;
/** For how much longer it may stand until there is a frame that takes it away. */
const lateMilliseconds = 600;

/** What is marked, and until when (performance.now), the first to end first. */
const marked = new Map<HTMLElement, number>();
let waiting = false;

/**
 * Marks an element (`data-changed`) for a second, from its last change on. All that change together lose the mark together, by one timer, and no figure
 * has to be made anew to begin an animation. A mark goes with the next message's figures where they come soon enough.
 */
export function markChanged(element: HTMLElement): void {
  element.dataset.changed = "true";
  marked.delete(element);
  marked.set(element, performance.now() + standsMilliseconds);
  if (waiting) return;
  waiting = true;
  unmarkIn(standsMilliseconds);
}

function unmarkIn(milliseconds: number): void {
  setTimeout(() => showAlong(unmark, lateMilliseconds), milliseconds);
}

function unmark(): void {
  waiting = false;
  const now = performance.now();
  for (const [element, until] of marked) {
    // Timers may come a little early.
    if (until > now + 20) {
      waiting = true;
      unmarkIn(until - now);
      return;
    }
    marked.delete(element);
    delete element.dataset.changed;
  }
}
