import { SegmentedControl } from "@mantine/core";
import { useSearchParams } from "react-router";
import { text } from "../../model/text";
import style from "./head.module.css";

const defaultRange = 3600;
const ranges = Object.keys(text.charts.ranges).map(Number);

export function readRange(parameters: URLSearchParams): number {
  const range = Number(parameters.get("range"));
  return ranges.includes(range) ? range : defaultRange;
}

/** How far back the charts look; part of the address. */
export function RangePicker({ longest = 604_800 }: { longest?: number }) {
  const [parameters, setParameters] = useSearchParams();
  return (
    <SegmentedControl
      size="xs"
      className={style.ranges ?? ""}
      aria-label={text.charts.range}
      value={String(readRange(parameters))}
      data={ranges.filter((range) => range <= longest).map((range) => ({ value: String(range), label: text.charts.ranges[range] }))}
      onChange={(value) =>
        setParameters(
          (before) => {
            const next = new URLSearchParams(before);
            if (Number(value) === defaultRange) next.delete("range");
            else next.set("range", value);
            return next;
          },
          { replace: true, preventScrollReset: true },
        )
      }
    />
  );
}
