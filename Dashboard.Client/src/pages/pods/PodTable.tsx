// biome-ignore-all lint/a11y/useSemanticElements: a virtualised table is laid out as grids, which takes the roles from <table> and <tr>; ARIA gives them back
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useColours } from "../../charts/colours";
import { useSettings } from "../../lib/settings";
import type { ColumnState } from "../../model/columns";
import type { PodView } from "../../model/podQuery";
import { placesFor, placesLaid, type RowWindow, windowFor } from "../../model/rowWindow";
import { mostSubjects, subjectOf } from "../../model/subjects";
import { text } from "../../model/text";
import { isPhone, usePhone, useWindowWidth } from "../parts/useWindowWidth";
import { HeadRow } from "./HeadRow";
import headStyle from "./HeadRow.module.css";
import { HeldWatch } from "./HeldWatch";
import style from "./PodTable.module.css";
import { RowWriters, WritersContext } from "./rowWriters";
import { EmptyRow, Row } from "./TableRow";
import { useElementOrder } from "./useElementOrder";
import { useHeldRows } from "./useHeldRows";
import { useLaidColumns } from "./useLaidColumns";
import type { PodRows } from "./usePodRows";
import { useRowKeys } from "./useRowKeys";
import { useRowSelection } from "./useRowSelection";
import type { Selection } from "./useSelection";
import { useSideScroll } from "./useSideScroll";
import type { ViewControl } from "./useView";

const rowHeights = { comfortable: 40, compact: 28 } as const;
const cardHeight = 100;
const skeletonRows = 12;
/** About what is above the table, until it is known. */
const usualMargin = 190;
/** While scrolling fast the server is asked at most this often. */
const askEveryMilliseconds = 60;

interface PodTableProps {
  view: PodView;
  change: ViewControl["change"];
  rows: PodRows;
  onWindow: (window: RowWindow) => void;
  columnState: ColumnState;
  changeColumns: (state: ColumnState) => void;
  selection: Selection;
}

/** The whole list as far as the scroll bar is concerned; of its rows only those on screen exist. */
export function PodTable({ view, change, rows, onWindow, columnState, changeColumns, selection }: PodTableProps) {
  const colours = useColours();
  const phone = usePhone();
  const rowHeight = rowHeights[useSettings().density];
  const width = useWindowWidth();
  const { columns, properties } = useLaidColumns(columnState, view.group, tableWidthIn(width));
  const table = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(usualMargin);
  useEffect(() => {
    // It is told once at the beginning too, when everything has its place: to ask before would have the page laid out for the question alone.
    const observer = new ResizeObserver(() => setMargin((table.current?.getBoundingClientRect().top ?? 0) + window.scrollY));
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  const count = rows.page?.total ?? skeletonRows;
  const height = phone ? cardHeight : rowHeight;
  const places = usePlaces(count);
  const virtualizer = useWindowVirtualizer({
    count: places,
    estimateSize: () => height,
    overscan: 2,
    initialRect: { width, height: window.innerHeight },
    scrollMargin: margin,
    scrollPaddingStart: 100,
    scrollPaddingEnd: 70,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of layout changes every height
  useEffect(() => virtualizer.measure(), [height]);
  const near = virtualizer.getVirtualItems();
  const items = near.filter(({ index }) => index < count);
  const held = useHeldRows(rows, view, items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
  const placed = items.map((item) => {
    const row = held.at(item.index);
    return { key: row?.key ?? `empty-${item.index}`, row, item };
  });
  const elements = useElementOrder(placed, rows.viewKey);
  useReportWindow(items[0]?.index ?? 0, items.at(-1)?.index ?? 0, onWindow);
  const { onSelect, onSelectAll } = useRowSelection(table, held.at, count, selection);
  const onKeyDown = useRowKeys(table, virtualizer, count, onSelect);
  const side = useSideScroll(table);
  const [writers] = useState(() => new RowWriters());
  useLayoutEffect(() => {
    for (const { row, item } of placed) if (row !== undefined) writers.place(row.key, item.index, item.start - margin);
    writers.write(placed.flatMap(({ row }) => row ?? []));
  });
  useEffect(() => () => writers.close(), [writers]);
  const selectable = view.group === "none" || view.group === "workload";

  return (
    <div
      ref={table}
      className={style.table}
      role="table"
      aria-label={`${text.pods.table}. ${text.pods.keys}`}
      aria-rowcount={rows.page === null ? -1 : count + 1}
      aria-busy={rows.pending}
      style={phone ? undefined : properties}
      onKeyDown={onKeyDown}
    >
      {held.query !== null && <HeldWatch query={held.query} onPage={held.onHeldPage} />}
      {!phone && (
        <div ref={side.head} className={headStyle.head} onScroll={side.onScroll}>
          <HeadRow
            columns={columns}
            state={columnState}
            changeColumns={changeColumns}
            view={view}
            change={change}
            table={table}
            selected={selectable ? selection.selected.length : null}
            all={selection.selected.length >= count}
            few={count <= mostSubjects}
            onSelectAll={onSelectAll}
          />
        </div>
      )}
      {rows.pending && <div className={phone ? style.waiting : `${style.waiting} ${style.belowHead}`} aria-hidden="true" />}
      <div ref={side.body} className={phone ? undefined : style.sideways} onScroll={side.onScroll}>
        <div
          role="rowgroup"
          className={style.rows}
          style={{ height: placesLaid(count, places, near.at(-1)?.index ?? 0) * height }}
          {...held.handlers}
        >
          <WritersContext value={writers}>
            {elements.map(({ key, row, item }) => {
              if (row === undefined) return <EmptyRow key={key} index={item.index} height={item.size} top={item.start - margin} />;
              const subject = subjectOf(row);
              return (
                <Row
                  key={key}
                  row={row}
                  height={item.size}
                  view={view}
                  columns={columns}
                  colours={colours}
                  phone={phone}
                  gone={held.isGone(row)}
                  selected={subject === null ? null : selection.selected.includes(subject)}
                  onSelect={onSelect}
                />
              );
            })}
          </WritersContext>
        </div>
      </div>
      {!phone && (
        <div ref={side.bar} className={style.bar} onScroll={side.onScroll} aria-hidden="true">
          <div />
        </div>
      )}
    </div>
  );
}

/** With another number of places all of them are measured anew, some megabytes of them in a large cluster: not for each pod that comes or goes. */
function usePlaces(count: number): number {
  const [places, setPlaces] = useState(() => placesFor(count));
  const next = placesFor(count, places);
  if (next !== places) setPlaces(next);
  return next;
}

/** What is left of the window for the table, beside the navigation. */
export function tableWidthIn(windowWidth: number): number {
  return isPhone(windowWidth) ? windowWidth : windowWidth - 196;
}

/** Tells which rows are on screen, in steps and not for every pixel. */
function useReportWindow(first: number, last: number, onWindow: (window: RowWindow) => void): void {
  const { offset, limit } = windowFor(first, last);
  useEffect(() => {
    const timer = setTimeout(() => onWindow({ offset, limit }), askEveryMilliseconds);
    return () => clearTimeout(timer);
  }, [offset, limit, onWindow]);
}
