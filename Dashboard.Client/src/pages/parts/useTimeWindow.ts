import { useCallback } from "react";
import { useSearchParams } from "react-router";
import { readWindow, type TimeWindow, writeWindow } from "../../model/timeWindow";

/** The page's time window, and how to change it. */
export function useTimeWindow(): [TimeWindow, (window: TimeWindow) => void] {
  const [parameters, setParameters] = useSearchParams();
  const change = useCallback(
    (window: TimeWindow) => setParameters((before) => writeWindow(before, window), { replace: true, preventScrollReset: true }),
    [setParameters],
  );
  return [readWindow(parameters), change];
}
