import { Menu } from "@mantine/core";
import { useEffect, useState } from "react";
import { type ColumnKey, type ColumnState, choose, isPinned, isResizable, moveBy, pin, resize } from "../../model/columns";
import { text } from "../../model/text";
import { MoreIcon } from "../parts/icons";
import style from "./HeadRow.module.css";

interface HeadMenuProps {
  columnKey: ColumnKey;
  title: string;
  state: ColumnState;
  change: (state: ColumnState) => void;
  /** The columns that are shown, in their order. */
  shown: readonly ColumnKey[];
}

/** What can be done with a column, without dragging anything. */
export function HeadMenu({ columnKey, title, state, change, shown }: HeadMenuProps) {
  const at = shown.indexOf(columnKey);
  const pinned = isPinned(state, columnKey);
  // The menu gives the focus back to its button, unless the edge of the column is to have it.
  const [toEdge, setToEdge] = useState(false);
  useEffect(() => {
    if (toEdge) document.querySelector<HTMLElement>(`[role=columnheader][data-key="${columnKey}"] [role=separator]`)?.focus();
  }, [toEdge, columnKey]);
  return (
    <Menu position="bottom-start" width={210} returnFocus={!toEdge} onOpen={() => setToEdge(false)}>
      <Menu.Target>
        <button type="button" className={style.menuButton} aria-label={text.pods.columnMenu(title)}>
          <MoreIcon size={14} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => change(pin(state, columnKey, !pinned))}>{pinned ? text.pods.unpin : text.pods.pin}</Menu.Item>
        {columnKey !== "name" && (
          <>
            <Menu.Item disabled={at <= 1} onClick={() => change(moveBy(state, columnKey, -1, shown))}>
              {text.pods.moveLeft}
            </Menu.Item>
            <Menu.Item disabled={at === shown.length - 1} onClick={() => change(moveBy(state, columnKey, 1, shown))}>
              {text.pods.moveRight}
            </Menu.Item>
          </>
        )}
        {isResizable(columnKey) && (
          <>
            <Menu.Item onClick={() => setToEdge(true)}>{text.pods.setWidth}</Menu.Item>
            <Menu.Item disabled={state.widths[columnKey] === undefined} onClick={() => change(resize(state, columnKey, null))}>
              {text.pods.resetWidth}
            </Menu.Item>
          </>
        )}
        {columnKey !== "name" && <Menu.Item onClick={() => change(choose(state, columnKey, false))}>{text.pods.hide}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}
