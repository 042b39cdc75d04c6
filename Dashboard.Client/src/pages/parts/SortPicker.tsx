import { SegmentedControl } from "@mantine/core";
import { useSearchParams } from "react-router";
import style from "./head.module.css";

interface SortPickerProps<S extends string> {
  label: string;
  value: S;
  usual: S;
  choices: { value: S; label: string }[];
}

/** By what the cards of a page are sorted; part of the address. */
export function SortPicker<S extends string>({ label, value, usual, choices }: SortPickerProps<S>) {
  const [, setParameters] = useSearchParams();
  return (
    <SegmentedControl
      size="xs"
      className={style.ranges ?? ""}
      aria-label={label}
      value={value}
      data={choices}
      onChange={(chosen) =>
        setParameters(
          (before) => {
            const next = new URLSearchParams(before);
            if (chosen === usual) next.delete("sort");
            else next.set("sort", chosen);
            return next;
          },
          { replace: true, preventScrollReset: true },
        )
      }
    />
  );
}
