import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { type PodView, readView, writeView } from "../../model/podQuery";

export interface ViewControl {
  view: PodView;
  /** Changes a part of the view; what a person types replaces the entry of the history, what is chosen adds one. */
  change: (part: Partial<PodView>, typed?: boolean) => void;
  clear: () => void;
}

/** The view is the address. */
export function useView(): ViewControl {
  const [parameters, setParameters] = useSearchParams();
  const view = useMemo(() => readView(parameters), [parameters]);
  const change = useCallback(
    (part: Partial<PodView>, typed = false) =>
      setParameters((before) => writeView({ ...readView(before), ...part }), { replace: typed, preventScrollReset: true }),
    [setParameters],
  );
  const clear = useCallback(() => change({ filter: "" }), [change]);
  return { view, change, clear };
}
