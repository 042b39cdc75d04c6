import { useCallback } from "react";
import { useSearchParams } from "react-router";
import { readWindow, type TimeWindow, writeWindow } from "../../model/timeWindow";

/** The page's time window, and how to change it: a zoom is a step that one can go back from, a move is not. */
export function useTimeWindow(): [TimeWindow, (window: TimeWindow, remember?: boolean) => void] {
  const [parameters, setParameters] = useSearchParams();
  const change = useCallback(
    (window: TimeWindow, remember = false) =>
      setParameters((before) => writeWindow(before, window), { replace: !remember, preventScrollReset: true }),
    [setParameters],
  );
  return [readWindow(parameters), change];
}
