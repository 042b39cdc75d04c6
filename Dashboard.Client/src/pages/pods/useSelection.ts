import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { mostSubjects, withSubjects } from "../../model/subjects";
import type { ViewControl } from "./useView";

/** Why the selection is not what was asked for: more than can be compared were chosen, or there are more than were taken. */
export type SelectionNotice = { kind: "refused"; wanted: number } | { kind: "first"; all: number };

export interface Selection {
  selected: readonly string[];
  notice: SelectionNotice | null;
  toggle: (subject: string) => void;
  /** All of them or, if they would be too many, none. */
  add: (subjects: readonly string[]) => void;
  /** Those, the first of so many. */
  set: (subjects: readonly string[], all: number) => void;
}

/** What is selected is part of the address; what was refused is told until the selection changes. */
export function useSelection(selected: readonly string[], change: ViewControl["change"]): Selection {
  const [notice, setNotice] = useState<SelectionNotice | null>(null);
  // The address follows a moment after a click, and the next click may be faster.
  const latest = useRef(selected);
  useEffect(() => {
    latest.current = selected;
  }, [selected]);

  const set = useCallback(
    (subjects: readonly string[], all: number) => {
      latest.current = subjects;
      setNotice(all > subjects.length ? { kind: "first", all } : null);
      change({ selected: subjects }, true);
    },
    [change],
  );
  const add = useCallback(
    (subjects: readonly string[]) => {
      const next = withSubjects(latest.current, subjects);
      if (next.length <= mostSubjects) set(next, next.length);
      else setNotice({ kind: "refused", wanted: next.length });
    },
    [set],
  );
  const toggle = useCallback(
    (subject: string) => {
      if (!latest.current.includes(subject)) add([subject]);
      else {
        const others = latest.current.filter((other) => other !== subject);
        set(others, others.length);
      }
    },
    [add, set],
  );
  return useMemo(() => ({ selected, notice, toggle, add, set }), [selected, notice, toggle, add, set]);
}
