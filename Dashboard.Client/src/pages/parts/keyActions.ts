import { useEffect, useRef, useSyncExternalStore } from "react";
import { settings } from "../../lib/settings";
import { type ActionKey, isLetterKey, type KeyPress, press } from "../../model/keys";

// Who acts on which key. What is on screen registers what it can do, so that a key without anybody to act on it does nothing.

const actions = new Map<ActionKey, () => void>();
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

/** Acts on the key for as long as the component is there; null for not now. */
export function useKeyAction(id: ActionKey, action: (() => void) | null): void {
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  });
  const active = action !== null;
  useEffect(() => {
    if (!active) return;
    const run = () => latest.current?.();
    actions.set(id, run);
    tell();
    return () => {
      if (actions.get(id) === run) actions.delete(id);
      tell();
    };
  }, [id, active]);
}

/** What the key would do now; undefined when nothing. */
export function useAction(id: ActionKey): (() => void) | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => actions.get(id),
  );
}

/** Listens to the keys of the whole page. `covered`: a dialog is over it, which has keys of its own. */
export function useKeys(covered: boolean): void {
  useEffect(() => {
    if (covered) return;
    let before: KeyPress | null = null;
    const onKey = (event: KeyboardEvent) => {
      const now: KeyPress = { key: event.key, mod: event.ctrlKey || event.metaKey, at: event.timeStamp };
      // Shift and its like are held while "?" is pressed.
      if (event.altKey || event.repeat || ["Shift", "Control", "Meta", "AltGraph"].includes(event.key)) return;
      if (isLetterKey(now)) {
        if (isTyping(event.target)) return;
        if (!settings().letterKeys) return;
      }
      if (event.key === "Escape" && somethingIsOpen()) return;
      const { before: next, action } = press(before, now);
      before = next;
      const run = action === null ? undefined : actions.get(action);
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    // Before a menu has closed itself on the same Escape.
    document.addEventListener("keydown", onKey, { capture: true });
    return () => document.removeEventListener("keydown", onKey, { capture: true });
  }, [covered]);
}

const withoutText = ["checkbox", "radio", "button", "submit", "reset", "range"];

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !withoutText.includes(target.type);
  return target.isContentEditable || target.closest("textarea, select, [role=menu], [role=listbox]") !== null;
}

function somethingIsOpen(): boolean {
  return [...document.querySelectorAll("[role=dialog], [role=menu], [role=listbox], dialog")].some((part) => part.checkVisibility());
}
