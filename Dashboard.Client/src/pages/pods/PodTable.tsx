// biome-ignore-all lint/a11y/useSemanticElements: a virtualised table is laid out as grids, which takes the roles from <table> and <tr>; ARIA gives them back
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers are no controls; the links and buttons in them take the focus
import { Skeleton } from "@mantine/core";
import { useMediaQuery, useViewportSize } from "@mantine/hooks";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import { type Colours, useColours } from "../../charts/colours";
import { type PodView, sortedBy } from "../../model/podQuery";
import { rowAddress } from "../../model/rowAddress";
import { type RowWindow, windowFor } from "../../model/rowWindow";
import { text } from "../../model/text";
import type { PodRow, SortKey } from "../../model/wire";
import { AscendingIcon, DescendingIcon } from "../parts/icons";
import { type Column, columns } from "./columns";
import { PodCard } from "./PodCard";
import style from "./Pods.module.css";
import type { PodRows } from "./usePodRows";
import { useRowKeys } from "./useRowKeys";
import type { ViewControl } from "./useView";

const rowHeight = 40;
const cardHeight = 96;
const skeletonRows = 12;
/** While scrolling fast the server is asked at most this often. */
const askEveryMilliseconds = 60;

interface PodTableProps {
  view: PodView;
  change: ViewControl["change"];
  rows: PodRows;
  onWindow: (window: RowWindow) => void;
}

/** The whole list as far as the scroll bar is concerned; of its rows only those on screen exist. */
export function PodTable({ view, change, rows, onWindow }: PodTableProps) {
  const colours = useColours();
  const phone = useMediaQuery("(max-width: 760px)", false, { getInitialValueInEffect: false }) ?? false;
  const { width } = useViewportSize();
  const shown = useMemo(
    () => columns.filter((column) => column.groups.includes(view.group) && (width === 0 || width >= column.from)),
    [view.group, width],
  );
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
  useEffect(() => virtualizer.measure(), [phone]);
  const items = virtualizer.getVirtualItems();
  useReportWindow(items[0]?.index ?? 0, items.at(-1)?.index ?? 0, onWindow);
  const onKeyDown = useRowKeys(table, virtualizer, count);
  const template = `minmax(180px, 2.4fr) ${shown.map((column) => column.width).join(" ")}`;

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
      {!phone && (
        <div className={style.headRow} role="row" aria-rowindex={1}>
          <HeadCell title={text.pods.groups[view.group]} sort="name" view={view} change={change} />
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
      <div role="rowgroup" className={style.rows} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const place = { height: item.size, transform: `translateY(${item.start - margin}px)` };
          const row = rows.at(item.index);
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
            />
          );
        })}
      </div>
    </div>
  );
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
  sort: SortKey;
  share?: Column["share"];
  numeric?: boolean | undefined;
  view: PodView;
  change: ViewControl["change"];
}

function HeadCell({ title, sort, share, numeric, view, change }: HeadCellProps) {
  // The column of the sparkline belongs to the figure beside it.
  if (title === "") return <span role="columnheader" aria-label={text.pods.trend} />;
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

function SortButton({ title, sort, view, change }: Pick<HeadCellProps, "title" | "sort" | "view" | "change">) {
  const sorted = view.sort === sort;
  const Arrow = view.descending ? DescendingIcon : AscendingIcon;
  return (
    <button
      type="button"
      className={style.headButton}
      data-sorted={sorted}
      aria-label={`${text.pods.sort} ${text.pods.columns[sort]}`}
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
}

const Row = memo(function Row({ row, index, height, top, view, columns: shown, colours, phone }: RowProps) {
  const navigate = useNavigate();
  const address = rowAddress(row, view);
  const place = { height, transform: `translateY(${top}px)` };
  const open = (event: React.MouseEvent) => {
    // The link itself, and every other control in the row, does its own; a selection of text is no click.
    if ((event.target as HTMLElement).closest("a, button") !== null || window.getSelection()?.toString() !== "") return;
    void navigate(address);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the link in the row is the keyboard's way
    <div className={phone ? style.cardRow : style.row} role="row" aria-rowindex={index + 2} data-index={index} style={place} onClick={open}>
      {phone ? (
        <PodCard row={row} address={address} />
      ) : (
        <>
          <span role="cell" className={style.nameCell}>
            <Link to={address} className="clip" title={row.namespace === null ? row.name : `${row.namespace}/${row.name}`}>
              {row.name}
            </Link>
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
