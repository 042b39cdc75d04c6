import { ActionIcon, Button, Checkbox } from "@mantine/core";
import { choose, columnsFor, defaultColumns, isPinned, isShown, moveBy, pin } from "../../model/columns";
import { text } from "../../model/text";
import { AscendingIcon, DescendingIcon, PinIcon, PinnedIcon } from "../parts/icons";
import type { ColumnsMenuProps } from "./ColumnsMenu";
import { titleOf } from "./columns";

/** Every column with what can be done to it. */
export function ColumnsPanel({ state, change, group, width }: ColumnsMenuProps) {
  const keys = columnsFor(state, group);
  const canMove = (index: number, by: -1 | 1) => keys[index] !== "name" && moveBy(state, keys[index] ?? "name", by, keys) !== state;
  return (
    <>
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
    </>
  );
}
