import { useSyncExternalStore } from "react";

/** The window's width, CSS pixels; right from the first drawing. */
export function useWindowWidth(): number {
  return useSyncExternalStore(follow, () => window.innerWidth);
}

/** Up to this width it is a phone's, in the styles too. */
const phoneWidth = 760;

/** Whether the window is as narrow as a phone; right from the first drawing. */
export function usePhone(): boolean {
  return useSyncExternalStore(follow, () => isPhone(window.innerWidth));
}

export const isPhone = (width: number): boolean => width <= phoneWidth;

function follow(listener: () => void): () => void {
  window.addEventListener("resize", listener);
  return () => window.removeEventListener("resize", listener);
}
