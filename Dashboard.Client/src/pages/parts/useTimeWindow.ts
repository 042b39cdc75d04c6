import { useCallback } from "react";
import { useSearchParams } from "react-router";
import { readWindow, type TimeWindow, writeWindow } from "../../model/timeWindow";

/** The page's time window, and how to change it; `push` makes a step of it that the browser's Back undoes. */
export function useTimeWindow(): [TimeWindow, (window: TimeWindow, push?: boolean) => void] {
  const [parameters, setParameters] = useSearchParams();
  const change = useCallback(
    (window: TimeWindow, push = false) =>
      setParameters((before) => writeWindow(before, window), { replace: !push, preventScrollReset: true }),
    [setParameters],
  );
  return [readWindow(parameters), change];
}
