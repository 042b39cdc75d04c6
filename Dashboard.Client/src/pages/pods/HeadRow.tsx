// biome-ignore-all lint/a11y/useSemanticElements: a virtualised table is laid out as grids, which takes the roles from <table> and <tr>; ARIA gives them back
// biome-ignore-all lint/a11y/useFocusableInteractive: headers are no controls; the buttons in them take the focus
import { memo } from "react";
import { type ColumnState, isResizable } from "../../model/columns";
import { type PodView, sortedBy } from "../../model/podQuery";
import { text } from "../../model/text";
import type { SortKey } from "../../model/wire";
import { AscendingIcon, DescendingIcon } from "../parts/icons";
import { ColumnEdge } from "./ColumnEdge";
import { titleOf } from "./columns";
import { HeadMenu } from "./HeadMenu";
import style from "./HeadRow.module.css";
import tableStyle from "./PodTable.module.css";
import { SelectAll } from "./Selection";
import { useColumnDrag } from "./useColumnDrag";
import type { LaidColumn } from "./useLaidColumns";
import type { ViewControl } from "./useView";

interface HeadRowProps {
  columns: readonly LaidColumn[];
  state: ColumnState;
  changeColumns: (state: ColumnState) => void;
  view: PodView;
  change: ViewControl["change"];
  table: React.RefObject<HTMLElement | null>;
  /** How many are selected; null where nothing can be. */
  selected: number | null;
  all: boolean;
  /** No more rows than can be selected. */
  few: boolean;
  onSelectAll: () => void;
}

/** The headers: they sort, and are dragged to another place or by their edges. */
export const HeadRow = memo(function HeadRow({ columns, state, changeColumns, view, change, table, ...box }: HeadRowProps) {
  const handlers = useColumnDrag(state, changeColumns);
  const shown = columns.map(({ key }) => key);
  return (
    <div className={style.headRow} role="row" aria-rowindex={1} tabIndex={-1} {...handlers}>
      <span role="columnheader" className={`${style.cell} ${tableStyle.held} ${tableStyle.heldBox}`}>
        {box.selected === null ? (
          <span className="unseen">{text.pods.selection}</span>
        ) : (
          <SelectAll selected={box.selected} all={box.all} few={box.few} onSelect={box.onSelectAll} />
        )}
      </span>
      {columns.map((laid) => (
        <HeadCell key={laid.key} laid={laid} view={view} change={change}>
          <HeadMenu columnKey={laid.key} title={titleOf(laid.key)} state={state} change={changeColumns} shown={shown} />
          {isResizable(laid.key) && (
            <ColumnEdge columnKey={laid.key} title={titleOf(laid.key)} state={state} change={changeColumns} table={table} />
          )}
        </HeadCell>
      ))}
    </div>
  );
});

interface HeadCellProps {
  laid: LaidColumn;
  view: PodView;
  change: ViewControl["change"];
  children: React.ReactNode;
}

function HeadCell({ laid, view, change, children }: HeadCellProps) {
  const { key, column, place, heldClass } = laid;
  const title = column === null ? (view.group === "none" ? text.pods.columns.name : text.pods.groups[view.group]) : column.title;
  const sort = column === null ? "name" : column.sort;
  const share = column?.share;
  // The column of the sparkline belongs to the figure beside it.
  const sortable = title !== "" && sort !== null;
  const sorted = sortable && (view.sort === sort || view.sort === share?.sort);
  return (
    <span
      role="columnheader"
      className={`${style.cell} ${heldClass}`}
      style={place}
      data-key={key}
      data-numeric={column?.numeric === true}
      data-pair={share !== undefined}
      aria-sort={!sortable ? undefined : sorted ? (view.descending ? "descending" : "ascending") : "none"}
    >
      {title === "" && <span className="unseen">{text.pods.trend}</span>}
      {title !== "" && sort === null && <span className={`${style.headWords} clip`}>{title}</span>}
      {sortable && <SortButton title={title} sort={sort} view={view} change={change} />}
      {share !== undefined && <SortButton title={share.title} sort={share.sort} view={view} change={change} />}
      {children}
    </span>
  );
}

function SortButton({ title, sort, view, change }: Pick<HeadCellProps, "view" | "change"> & { title: string; sort: SortKey }) {
  const sorted = view.sort === sort;
  const Arrow = view.descending ? DescendingIcon : AscendingIcon;
  return (
    <button
      type="button"
      className={style.headButton}
      data-sorted={sorted}
      aria-label={title === text.pods.ofLimit ? `${title}: ${text.pods.sort} ${text.pods.columns[sort]}` : `${text.pods.sort} ${title}`}
      onClick={() => change(sortedBy(view, sort))}
    >
      <span className="clip">{title}</span>
      {sorted && <Arrow size={12} />}
    </button>
  );
}
