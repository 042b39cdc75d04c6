import { useMemo } from "react";
import { columnProperties, heldAt, heldColumns } from "../../model/columnLayout";
import { type ColumnKey, type ColumnState, columnsFor, isShown } from "../../model/columns";
import type { GroupKey } from "../../model/wire";
import { type Column, columnOf } from "./columns";
import style from "./PodTable.module.css";

/** A column with its place in the table. */
export interface LaidColumn {
  key: ColumnKey;
  /** Null for the name, which every row draws by itself. */
  column: Column | null;
  /** For a column that is held at the left: where. */
  place: React.CSSProperties | undefined;
  heldClass: string;
}

export function useLaidColumns(state: ColumnState, group: GroupKey, tableWidth: number) {
  return useMemo(() => {
    const keys = columnsFor(state, group).filter((key) => isShown(state, key, tableWidth));
    const held = heldColumns(state, keys, tableWidth);
    const columns = keys.flatMap((key): LaidColumn[] => {
      const column = columnOf(key) ?? null;
      if (column === null && key !== "name") return [];
      if (!held.includes(key)) return [{ key, column, place: undefined, heldClass: "" }];
      const heldClass = `${style.held} ${key === held.at(-1) ? style.heldLast : ""}`;
      // The first is the topmost: its edge lies in the gap that the next one covers.
      const place = { left: heldAt(held, key), "--held-order": held.length - held.indexOf(key) } as React.CSSProperties;
      return [{ key, column, place, heldClass }];
    });
    return { columns, properties: columnProperties(state, keys) as React.CSSProperties };
  }, [state, group, tableWidth]);
}
