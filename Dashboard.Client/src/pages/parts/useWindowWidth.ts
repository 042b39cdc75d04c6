import { useSyncExternalStore } from "react";

/** The window's width, CSS pixels; right from the first drawing. */
export function useWindowWidth(): number {
  return useSyncExternalStore(follow, () => window.innerWidth);
}

function follow(listener: () => void): () => void {
  window.addEventListener("resize", listener);
  return () => window.removeEventListener("resize", listener);
}
