const standsMilliseconds = 1000;

/** What is marked, and until when (performance.now), the first to end first. */
const marked = new Map<HTMLElement, number>();
let waiting = false;

/**
 * Marks an element (`data-changed`) for a second, from its last change on. All that change together lose the mark together, by one timer, and no figure
 * has to be made anew to begin an animation.
 */
export function markChanged(element: HTMLElement): void {
  element.dataset.changed = "true";
  marked.delete(element);
  marked.set(element, performance.now() + standsMilliseconds);
  if (waiting) return;
  waiting = true;
  setTimeout(unmark, standsMilliseconds);
}

function unmark(): void {
  waiting = false;
  const now = performance.now();
  for (const [element, until] of marked) {
    // Timers may come a little early.
    if (until > now + 20) {
      waiting = true;
      setTimeout(unmark, until - now);
      return;
    }
    marked.delete(element);
    delete element.dataset.changed;
  }
}
