import { SegmentedControl } from "@mantine/core";
import { useSearchParams } from "react-router";
import { text } from "../../model/text";
import type { Containers } from "../parts/seriesContent";
import style from "./Pod.module.css";

const ways: readonly Containers[] = ["sum", "stacked", "separate"];

export function readContainers(parameters: URLSearchParams): Containers {
  return ways.find((way) => way === parameters.get("containers")) ?? "sum";
}

/** How the charts show the pod's containers; part of the address. */
export function ContainersPicker() {
  const [parameters, setParameters] = useSearchParams();
  const choose = (way: string) =>
    setParameters(
      (before) => {
        const next = new URLSearchParams(before);
        if (way === "sum") next.delete("containers");
        else next.set("containers", way);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return (
    <div className={style.containersPicker}>
      <span className="quiet">{text.charts.containers.label}</span>
      <SegmentedControl
        size="xs"
        aria-label={text.charts.containers.label}
        value={readContainers(parameters)}
        data={ways.map((value) => ({ value, label: text.charts.containers[value] }))}
        onChange={choose}
      />
    </div>
  );
}
