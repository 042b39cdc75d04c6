import { useCallback, useState } from "react";
import { type ColumnState, defaultColumns, readColumns } from "../../model/columns";

const key = "dashboard-columns";

/** The columns as this person has them, kept on this computer. */
export function useColumns(): [ColumnState, (state: ColumnState) => void] {
  const [state, setState] = useState(() => {
    try {
      return readColumns(localStorage.getItem(key));
    } catch {
      // Storage is blocked.
      return defaultColumns;
    }
  });
  const keep = useCallback((next: ColumnState) => {
    setState(next);
    try {
      if (next === defaultColumns) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // It holds for this page, then.
    }
  }, []);
  return [state, keep];
}
