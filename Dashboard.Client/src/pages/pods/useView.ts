import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { type PodView, readView, writeView } from "../../model/podQuery";
import type { GroupKey } from "../../model/wire";

export interface ViewControl {
  view: PodView;
  /** Changes a part of the view; what a person types replaces the entry of the history, what is chosen adds one. */
  change: (part: Partial<PodView>, typed?: boolean) => void;
  clear: () => void;
}

/** The view is the address. */
export function useView(fixed?: GroupKey): ViewControl {
  const [parameters, setParameters] = useSearchParams();
  const view = useMemo(() => withGroup(readView(parameters), fixed), [parameters, fixed]);
  const change = useCallback(
    (part: Partial<PodView>, typed = false) =>
      setParameters((before) => writeView(withGroup({ ...readView(before), ...part }, fixed === undefined ? undefined : "none")), {
        replace: typed,
        preventScrollReset: true,
      }),
    [setParameters, fixed],
  );
  const clear = useCallback(() => change({ filter: "" }), [change]);
  return { view, change, clear };
}

/** A page of one kind of group says so by its path, not by its parameters. */
export function withGroup(view: PodView, group: GroupKey | undefined): PodView {
  return group === undefined ? view : { ...view, group };
}
