// biome-ignore-all lint/a11y/useSemanticElements: a virtualised table is laid out as grids, which takes the roles from <table> and <tr>; ARIA gives them back
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers are no controls; the links and buttons in them take the focus
import { Skeleton } from "@mantine/core";
import { memo, use, useCallback, useRef } from "react";
import { Link, useNavigate } from "react-router";
import type { Colours } from "../../charts/colours";
import type { PodView } from "../../model/podQuery";
import { rowAddress } from "../../model/rowAddress";
import { text } from "../../model/text";
import type { PodRow } from "../../model/wire";
import type { Column } from "./columns";
import { PodCard } from "./PodCard";
import style from "./PodTable.module.css";
import { WritersContext } from "./rowWriters";
import { SelectBox } from "./Selection";
import type { LaidColumn } from "./useLaidColumns";

interface EmptyRowProps {
  index: number;
  height: number;
  top: number;
}

/** A row that is not here yet. */
export function EmptyRow({ index, height, top }: EmptyRowProps) {
  return (
    <div className={style.row} role="row" aria-rowindex={index + 2} style={{ height, top }}>
      <span role="cell">
        <Skeleton height={14} width="70%" />
      </span>
    </div>
  );
}

interface CellsProps {
  row: PodRow;
  columns: readonly LaidColumn[];
  colours: Colours;
  /** It is no more, and only its place is held. */
  gone: boolean;
  /** Null for one that cannot be compared. */
  selected: boolean | null;
}

interface RowProps extends CellsProps {
  height: number;
  view: PodView;
  phone: boolean;
  onSelect: (index: number, range: boolean) => void;
}

/** A row is drawn anew when more of it is another than what is written into it and its cells (rowWriters.ts): not when it has but moved. */
export const Row = memo(function Row({ row, height, view, columns, colours, phone, gone, selected, onSelect }: RowProps) {
  const navigate = useNavigate();
  const address = rowAddress(row, view);
  const writers = use(WritersContext);
  const element = useRef<HTMLDivElement>(null);
  const { key } = row;
  const placed = useCallback(
    (now: HTMLDivElement) => {
      element.current = now;
      return writers?.addRow(key, now);
    },
    [writers, key],
  );
  const select = useCallback((range: boolean) => onSelect(Number(element.current?.dataset.index), range), [onSelect]);
  const open = (event: React.MouseEvent) => {
    // The link itself, and every other control in the row, does its own; a selection of text is no click.
    if ((event.target as HTMLElement).closest("a, button, label") !== null || window.getSelection()?.toString() !== "") return;
    void navigate(address);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the link in the row is the keyboard's way
    <div
      ref={placed}
      className={phone ? style.cardRow : style.row}
      role="row"
      data-gone={gone}
      data-selected={selected === true}
      style={{ height }}
      onClick={open}
    >
      {phone ? (
        <PodCard row={row} address={address} box={selected !== null && <SelectBox name={row.name} on={selected} onSelect={select} />} />
      ) : (
        <Cells row={row} columns={columns} colours={colours} gone={gone} selected={selected} address={address} select={select} />
      )}
    </div>
  );
}, sameRow);

const Cells = memo(function Cells({
  row,
  columns,
  colours,
  gone,
  selected,
  address,
  select,
}: CellsProps & { address: string; select: (range: boolean) => void }) {
  return (
    <>
      <span role="cell" className={`${style.cell} ${style.held} ${style.heldBox}`}>
        {selected !== null && <SelectBox name={row.name} on={selected} onSelect={select} />}
      </span>
      {columns.map((laid) =>
        laid.column === null ? (
          <NameCell key={laid.key} laid={laid} name={row.name} namespace={row.namespace} address={address} gone={gone} />
        ) : (
          <Cell key={laid.key} laid={laid} column={laid.column} row={row} colours={colours} />
        ),
      )}
    </>
  );
}, sameRow);

/** What a row shows or does by itself, besides its columns. */
const ofRow: readonly (keyof PodRow)[] = ["key", "kind", "name", "namespace", "node", "workload"];

function sameRow<P extends CellsProps & { phone?: boolean }>({ row: before, ...rest }: P, { row, ...restNow }: P): boolean {
  if (!(Object.keys(rest) as (keyof typeof rest)[]).every((name) => rest[name] === restNow[name])) return false;
  if (row === before) return true;
  return (
    !rest.phone &&
    ofRow.every((field) => row[field] === before[field]) &&
    rest.columns.every(({ column }) => column === null || shows(column, before, row))
  );
}

/** Whether a cell that was drawn for the one row shows the other, once its figures are written. */
function shows(column: Column, before: PodRow, now: PodRow): boolean {
  return column.of.every((field) => before[field] === now[field]) || column.written?.(before, now) === true;
}

interface NameCellProps extends Pick<PodRow, "name" | "namespace"> {
  laid: LaidColumn;
  address: string;
  gone: boolean;
}

const NameCell = memo(function NameCell({ laid, name, namespace, address, gone }: NameCellProps) {
  return (
    <span role="cell" className={`${style.nameCell} ${laid.heldClass}`} style={laid.place} data-key={laid.key}>
      <Link to={address} className="clip" title={namespace === null ? name : `${namespace}/${name}`}>
        {name === "" ? text.pods.withoutLabel : name}
      </Link>
      {gone && <span className={`${style.goneWord} quiet`}>{text.pods.gone}</span>}
    </span>
  );
});

interface CellProps {
  laid: LaidColumn;
  column: Column;
  row: PodRow;
  colours: Colours;
}

const Cell = memo(
  function Cell({ laid, column, row, colours }: CellProps) {
    return (
      <span
        role="cell"
        className={`${column.className ?? (column.numeric ? style.numeric : style.cell)} ${laid.heldClass}`}
        style={laid.place}
        data-key={laid.key}
      >
        {column.cell(row, colours)}
      </span>
    );
  },
  (before, now) => before.laid === now.laid && before.colours === now.colours && shows(now.column, before.row, now.row),
);
