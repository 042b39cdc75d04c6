// biome-ignore-all lint/a11y/useSemanticElements: a virtualised table is laid out as grids, which takes the roles from <table> and <tr>; ARIA gives them back
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers are no controls; the links and buttons in them take the focus
import { Skeleton } from "@mantine/core";
import { useMediaQuery, useViewportSize } from "@mantine/hooks";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import { type Colours, useColours } from "../../charts/colours";
import { useSettings } from "../../lib/settings";
import { type ColumnState, columnsFor, isShown, trackOf } from "../../model/columns";
import { type PodView, sortedBy } from "../../model/podQuery";
import { rowAddress } from "../../model/rowAddress";
import { type RowWindow, windowFor } from "../../model/rowWindow";
import { text } from "../../model/text";
import type { PodRow, SortKey } from "../../model/wire";
import { AscendingIcon, DescendingIcon } from "../parts/icons";
import { type Column, columnOf } from "./columns";
import { HeldWatch } from "./HeldWatch";
import { PodCard } from "./PodCard";
import style from "./Pods.module.css";
import { SelectBox } from "./Selection";
import { useHeldRows } from "./useHeldRows";
import type { PodRows } from "./usePodRows";
import { useRowKeys } from "./useRowKeys";
import type { ViewControl } from "./useView";

const rowHeights = { comfortable: 40, compact: 28 } as const;
const cardHeight = 96;
const skeletonRows = 12;
/** While scrolling fast the server is asked at most this often. */
const askEveryMilliseconds = 60;

interface PodTableProps {
  view: PodView;
  change: ViewControl["change"];
  rows: PodRows;
  onWindow: (window: RowWindow) => void;
  columnState: ColumnState;
}

/** The whole list as far as the scroll bar is concerned; of its rows only those on screen exist. */
export function PodTable({ view, change, rows, onWindow, columnState }: PodTableProps) {
  const colours = useColours();
  const phone = useMediaQuery("(max-width: 760px)", false, { getInitialValueInEffect: false }) ?? false;
  const rowHeight = rowHeights[useSettings().density];
  const { width } = useViewportSize();
  const keys = useMemo(() => {
    const tableWidth = tableWidthIn(width);
    return columnsFor(columnState, view.group).filter((key) => isShown(columnState, key, tableWidth));
  }, [columnState, view.group, width]);
  const shown = useMemo(() => keys.map(columnOf).filter((column) => column !== undefined), [keys]);
  const table = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setMargin((table.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  const count = rows.page?.total ?? skeletonRows;
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => (phone ? cardHeight : rowHeight),
    overscan: 6,
    scrollMargin: margin,
    scrollPaddingStart: 100,
    scrollPaddingEnd: 70,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of layout changes every height
  useEffect(() => virtualizer.measure(), [phone, rowHeight]);
  const items = virtualizer.getVirtualItems();
  const held = useHeldRows(rows, view, items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
  useReportWindow(items[0]?.index ?? 0, items.at(-1)?.index ?? 0, onWindow);
  const onKeyDown = useRowKeys(table, virtualizer, count);
  const template = `26px ${keys.map(trackOf).join(" ")}`;

  return (
    <div
      ref={table}
      className={style.table}
      role="table"
      aria-label={`${text.pods.table}. ${text.pods.keys}`}
      aria-rowcount={rows.page === null ? -1 : count + 1}
      aria-busy={rows.pending}
      data-pending={rows.pending}
      style={{ "--columns": template } as React.CSSProperties}
      onKeyDown={onKeyDown}
    >
      {held.query !== null && <HeldWatch query={held.query} onPage={held.onHeldPage} />}
      {!phone && (
        <div className={style.headRow} role="row" aria-rowindex={1}>
          <span role="columnheader">
            <span className="unseen">{text.pods.selection}</span>
          </span>
          <HeadCell
            title={view.group === "none" ? text.pods.columns.name : text.pods.groups[view.group]}
            sort="name"
            view={view}
            change={change}
          />
          {shown.map((column) => (
            <HeadCell
              key={column.key}
              title={column.title}
              sort={column.sort}
              share={column.share}
              numeric={column.numeric}
              view={view}
              change={change}
            />
          ))}
        </div>
      )}
      <div role="rowgroup" className={style.rows} style={{ height: virtualizer.getTotalSize() }} {...held.handlers}>
        {items.map((item) => {
          const place = { height: item.size, transform: `translateY(${item.start - margin}px)` };
          const row = held.at(item.index);
          if (row === undefined) {
            return (
              <div key={`empty-${item.index}`} className={style.row} role="row" aria-rowindex={item.index + 2} style={place}>
                <span role="cell">
                  <Skeleton height={14} width="70%" />
                </span>
              </div>
            );
          }
          return (
            <Row
              key={row.key}
              row={row}
              index={item.index}
              height={item.size}
              top={item.start - margin}
              view={view}
              columns={shown}
              colours={colours}
              phone={phone}
              gone={held.isGone(row)}
              change={change}
            />
          );
        })}
      </div>
    </div>
  );
}

/** What is left of the window for the table, beside the navigation. */
export function tableWidthIn(windowWidth: number): number {
  return windowWidth === 0 ? 1200 : windowWidth > 760 ? windowWidth - 196 : windowWidth;
}

/** Tells which rows are on screen, in steps and not for every pixel. */
function useReportWindow(first: number, last: number, onWindow: (window: RowWindow) => void): void {
  const { offset, limit } = windowFor(first, last);
  useEffect(() => {
    const timer = setTimeout(() => onWindow({ offset, limit }), askEveryMilliseconds);
    return () => clearTimeout(timer);
  }, [offset, limit, onWindow]);
}

interface HeadCellProps {
  title: string;
  sort: SortKey | null;
  share?: Column["share"];
  numeric?: boolean | undefined;
  view: PodView;
  change: ViewControl["change"];
}

function HeadCell({ title, sort, share, numeric, view, change }: HeadCellProps) {
  // The column of the sparkline belongs to the figure beside it.
  if (title === "") {
    return (
      <span role="columnheader">
        <span className="unseen">{text.pods.trend}</span>
      </span>
    );
  }
  if (sort === null) {
    return (
      <span role="columnheader" className={`${style.numeric} ${style.headWords}`}>
        {title}
      </span>
    );
  }
  const sorted = view.sort === sort || view.sort === share?.sort;
  return (
    <span
      role="columnheader"
      className={share === undefined ? (numeric ? style.numeric : undefined) : style.headPair}
      aria-sort={sorted ? (view.descending ? "descending" : "ascending") : "none"}
    >
      <SortButton title={title} sort={sort} view={view} change={change} />
      {share !== undefined && <SortButton title={share.title} sort={share.sort} view={view} change={change} />}
    </span>
  );
}

function SortButton({ title, sort, view, change }: Pick<HeadCellProps, "title" | "view" | "change"> & { sort: SortKey }) {
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
      <span>{title}</span>
      {sorted && <Arrow size={12} />}
    </button>
  );
}

interface RowProps {
  row: PodRow;
  index: number;
  height: number;
  top: number;
  view: PodView;
  columns: Column[];
  colours: Colours;
  phone: boolean;
  /** It is no more, and only its place is held. */
  gone: boolean;
  change: ViewControl["change"];
}

const Row = memo(function Row({ row, index, height, top, view, columns: shown, colours, phone, gone, change }: RowProps) {
  const navigate = useNavigate();
  const address = rowAddress(row, view);
  const place = { height, transform: `translateY(${top}px)` };
  const open = (event: React.MouseEvent) => {
    // The link itself, and every other control in the row, does its own; a selection of text is no click.
    if ((event.target as HTMLElement).closest("a, button, label") !== null || window.getSelection()?.toString() !== "") return;
    void navigate(address);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the link in the row is the keyboard's way
    <div
      className={phone ? style.cardRow : style.row}
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      data-gone={gone}
      style={place}
      onClick={open}
    >
      {phone ? (
        <PodCard row={row} address={address} />
      ) : (
        <>
          <SelectBox row={row} selected={view.selected} change={change} />
          <span role="cell" className={style.nameCell}>
            <Link to={address} className="clip" title={row.namespace === null ? row.name : `${row.namespace}/${row.name}`}>
              {row.name === "" ? text.pods.withoutLabel : row.name}
            </Link>
            {gone && <span className={`${style.goneWord} quiet`}>{text.pods.gone}</span>}
          </span>
          {shown.map((column) => (
            <span key={column.key} role="cell" className={column.numeric ? style.numeric : style.cell}>
              {column.cell(row, colours)}
            </span>
          ))}
        </>
      )}
    </div>
  );
});
