import { SegmentedControl } from "@mantine/core";
import { text } from "../../model/text";
import { ranges } from "../../model/timeWindow";
import style from "./head.module.css";
import { useTimeWindow } from "./useTimeWindow";

/** How much time the charts show; part of the address. */
export function RangePicker({ longest = Number.POSITIVE_INFINITY }: { longest?: number }) {
  const [window, change] = useTimeWindow();
  return (
    <SegmentedControl
      size="xs"
      className={style.ranges ?? ""}
      aria-label={text.charts.range}
      value={String(Math.min(longest, window.rangeSeconds))}
      data={ranges
        .filter((range) => range <= longest)
        .map((range) => ({ value: String(range), label: text.charts.ranges[range] ?? String(range) }))}
      onChange={(value) => change({ ...window, rangeSeconds: Number(value) })}
    />
  );
}
