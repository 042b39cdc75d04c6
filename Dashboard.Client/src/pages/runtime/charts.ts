import { formatBytes, formatBytesPerSecond, formatCount, formatCpu, formatNumber, formatShare } from "../../lib/format";
import { text } from "../../model/text";

export interface RuntimeChart {
  title: string;
  /** Columns of the RuntimeMessage, or all connections. */
  columns: readonly string[] | "connections";
  format: (value: number) => string;
  /** Of the column, as exports name it. */
  unit: string;
  binary?: boolean;
  stacked?: boolean;
  whole?: boolean;
  withMemoryLimit?: boolean;
}

const perSecond = (value: number) => `${formatNumber(value)}${text.runtime.perSecond}`;
const perMinute = (value: number) => `${formatNumber(value)}${text.runtime.perMinute}`;
const count = (value: number) => (Number.isInteger(value) ? formatCount(value) : formatNumber(value));
const t = text.runtime;

/** One entry a chart: a new one is a line here and its column on the server. */
export const runtimeCharts: readonly RuntimeChart[] = [
  { title: t.cpu, columns: ["cpuCores"], unit: "cores", format: (cores) => formatCpu(cores * 1e9) },
  { title: t.memory, columns: ["residentBytes"], unit: "bytes", format: formatBytes, binary: true, withMemoryLimit: true },
  {
    title: t.heap,
    columns: ["gen0Bytes", "gen1Bytes", "gen2Bytes", "lohBytes", "pohBytes"],
    unit: "bytes",
    format: formatBytes,
    binary: true,
    stacked: true,
  },
  { title: t.allocation, columns: ["allocatedBytesPerSecond"], unit: "bytes/s", format: formatBytesPerSecond, binary: true },
  { title: t.gcPause, columns: ["gcPauseShare"], unit: "share", format: formatShare },
  { title: t.collections, columns: ["collectionsPerMinute"], unit: "1/min", format: perMinute },
  { title: t.threads, columns: ["threads", "threadPoolThreads"], unit: "count", format: count, whole: true },
  { title: t.queue, columns: ["threadPoolQueue"], unit: "count", format: count, whole: true },
  { title: t.connections, columns: "connections", unit: "count", format: count, whole: true },
  { title: t.timers, columns: ["timers"], unit: "count", format: count, whole: true },
  { title: t.exceptions, columns: ["exceptionsPerSecond"], unit: "1/s", format: perSecond },
  { title: t.contention, columns: ["contentionsPerSecond"], unit: "1/s", format: perSecond },
];
