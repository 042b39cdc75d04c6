import { exactBytes, exactCpu, formatBytes, formatCpu } from "../../lib/format";
import { text } from "../../model/text";

export type Metric = "cpu" | "memory";

export const formats = {
  cpu: { format: formatCpu, exact: exactCpu, unit: "nanocores" },
  memory: { format: formatBytes, exact: exactBytes, unit: "bytes" },
} satisfies Record<Metric, { format: (value: number) => string; exact: (value: number) => string; unit: string }>;

/** A figure with its unit; the exact value in the tooltip. */
export function Value({ metric, value, missing = text.missing }: { metric: Metric; value: number | null; missing?: string }) {
  if (value === null) return <span className="quiet">{missing}</span>;
  return <span onPointerEnter={(event) => showExact(event, metric, value)}>{formats[metric].format(value)}</span>;
}

/** Gives what the pointer comes to its tooltip: hundreds of figures change with every message, and few are pointed at. */
export function showExact(event: React.PointerEvent<HTMLElement>, metric: Metric, value: number): void {
  event.currentTarget.title = formats[metric].exact(value);
}
