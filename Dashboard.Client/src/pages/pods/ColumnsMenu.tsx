import { ActionIcon, Button, Checkbox, Popover } from "@mantine/core";
import { type ColumnState, choose, columnsFor, defaultColumns, isPinned, isShown, moveBy, pin } from "../../model/columns";
import { text } from "../../model/text";
import type { GroupKey } from "../../model/wire";
import { AscendingIcon, DescendingIcon, FiltersIcon, PinIcon, PinnedIcon } from "../parts/icons";
import style from "./ColumnsMenu.module.css";
import { titleOf } from "./columns";

interface ColumnsMenuProps {
  state: ColumnState;
  change: (state: ColumnState) => void;
  group: GroupKey;
  width: number;
}

/** Which columns there are and in which order; kept on this computer. */
export function ColumnsMenu({ state, change, group, width }: ColumnsMenuProps) {
  const keys = columnsFor(state, group);
  const canMove = (index: number, by: -1 | 1) => keys[index] !== "name" && moveBy(state, keys[index] ?? "name", by, keys) !== state;
  return (
    <Popover width={300} position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" size="xs" leftSection={<FiltersIcon size={14} />}>
          {text.pods.columnsMenu}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={style.columnsMenu}>
        <ul>
          {keys.map((key, index) => (
            <li key={key}>
              <Checkbox
                size="xs"
                label={titleOf(key)}
                checked={isShown(state, key, width)}
                disabled={key === "name"}
                onChange={(event) => change(choose(state, key, event.currentTarget.checked))}
              />
              <ActionIcon
                variant="subtle"
                color={isPinned(state, key) ? "accent" : "gray"}
                size={24}
                aria-pressed={isPinned(state, key)}
                aria-label={text.pods.pinColumn(titleOf(key))}
                title={text.pods.pinColumn(titleOf(key))}
                onClick={() => change(pin(state, key, !isPinned(state, key)))}
              >
                {isPinned(state, key) ? <PinnedIcon size={13} /> : <PinIcon size={13} />}
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={24}
                disabled={!canMove(index, -1)}
                aria-label={text.pods.moveUp(titleOf(key))}
                onClick={() => change(moveBy(state, key, -1, keys))}
              >
                <AscendingIcon size={13} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={24}
                disabled={!canMove(index, 1)}
                aria-label={text.pods.moveDown(titleOf(key))}
                onClick={() => change(moveBy(state, key, 1, keys))}
              >
                <DescendingIcon size={13} />
              </ActionIcon>
            </li>
          ))}
        </ul>
        <Button variant="subtle" size="compact-xs" onClick={() => change(defaultColumns)}>
          {text.pods.resetColumns}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
