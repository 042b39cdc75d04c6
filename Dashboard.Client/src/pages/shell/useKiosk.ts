import { useCallback, useEffect, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { useKeyAction } from "../parts/keyActions";

const parameter = "kiosk";
const stillAfterMilliseconds = 3000;

export interface Kiosk {
  on: boolean;
  toggle: () => void;
}

/**
 * The page alone, for a screen on a wall. `?kiosk` in the address begins it, and is put back into every address that is gone to, since
 * pages write their own parameters; it ends only when a person ends it.
 */
export function useKiosk(): Kiosk {
  const location = useLocation();
  const navigate = useNavigate();
  const inAddress = new URLSearchParams(location.search).has(parameter);
  const [wanted, setWanted] = useState(inAddress);
  const go = useCallback(
    (on: boolean) =>
      navigate(
        { pathname: location.pathname, search: searchWith(location.search, on), hash: location.hash },
        { replace: true, preventScrollReset: true },
      ),
    [location, navigate],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new address is looked at, not the change of mind that is about to make one
  useEffect(() => {
    if (inAddress) setWanted(true);
    else if (wanted) void go(true);
  }, [location]);

  const set = useCallback(
    (on: boolean) => {
      setWanted(on);
      void go(on);
      void fullScreen(on);
    },
    [go],
  );
  const toggle = useCallback(() => set(!wanted), [set, wanted]);
  useKeyAction("kiosk", toggle);
  useKeyAction("leaveKiosk", wanted ? () => set(false) : null);
  // Full screen may end many pages later than it began.
  const leave = useRef(() => {});
  useEffect(() => {
    leave.current = () => set(false);
  });
  useEffect(() => {
    if (!wanted) return;
    document.documentElement.dataset.kiosk = "";
    const ends = [keepAwake(), hideStillCursor(), whenFullScreenEnds(() => leave.current())];
    return () => {
      delete document.documentElement.dataset.kiosk;
      for (const end of ends) end();
    };
  }, [wanted]);
  return { on: wanted, toggle };
}

function searchWith(search: string, on: boolean): string {
  const others = search
    .slice(1)
    .split("&")
    .filter((part) => part !== "" && part.split("=")[0] !== parameter);
  return [...others, ...(on ? [parameter] : [])].join("&");
}

/** Browsers give it to a click or a key only, and some to nobody. */
async function fullScreen(on: boolean): Promise<void> {
  try {
    if (on) await document.documentElement.requestFullscreen?.({ navigationUI: "hide" });
    else if (document.fullscreenElement) await document.exitFullscreen();
  } catch {
    // The kiosk does without.
  }
}

/** Escape out of full screen is the browser's own, and no key arrives. */
function whenFullScreenEnds(end: () => void): () => void {
  const onChange = () => {
    if (document.fullscreenElement === null) end();
  };
  document.addEventListener("fullscreenchange", onChange);
  return () => document.removeEventListener("fullscreenchange", onChange);
}

/** The screen stays on; the lock ends whenever the tab is hidden, and is asked for again. */
function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let ended = false;
  const ask = async () => {
    if (document.hidden) return;
    try {
      lock = await navigator.wakeLock?.request("screen");
      if (ended) await lock?.release();
    } catch {
      // No battery left for it, or not allowed.
    }
  };
  document.addEventListener("visibilitychange", ask);
  void ask();
  return () => {
    ended = true;
    document.removeEventListener("visibilitychange", ask);
    void lock?.release().catch(() => {});
  };
}

function hideStillCursor(): () => void {
  const root = document.documentElement;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onMove = () => {
    delete root.dataset.still;
    clearTimeout(timer);
    timer = setTimeout(() => {
      root.dataset.still = "";
    }, stillAfterMilliseconds);
  };
  document.addEventListener("pointermove", onMove);
  onMove();
  return () => {
    document.removeEventListener("pointermove", onMove);
    clearTimeout(timer);
    delete root.dataset.still;
  };
}
