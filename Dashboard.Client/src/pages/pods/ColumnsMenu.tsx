import { Button, Popover, Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { ColumnState } from "../../model/columns";
import { text } from "../../model/text";
import type { GroupKey } from "../../model/wire";
import { FiltersIcon } from "../parts/icons";
import style from "./ColumnsMenu.module.css";

const ColumnsPanel = lazy(async () => ({ default: (await import("./ColumnsPanel")).ColumnsPanel }));

export interface ColumnsMenuProps {
  state: ColumnState;
  change: (state: ColumnState) => void;
  group: GroupKey;
  width: number;
}

/** Which columns there are and in which order; kept on this computer. */
export function ColumnsMenu(props: ColumnsMenuProps) {
  return (
    <Popover width={300} position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" size="xs" leftSection={<FiltersIcon size={14} />}>
          {text.pods.columnsMenu}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={style.columnsMenu}>
        <Suspense fallback={<Skeleton height={320} />}>
          <ColumnsPanel {...props} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
