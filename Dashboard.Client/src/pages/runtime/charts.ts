import { formatBytes, formatBytesPerSecond, formatCount, formatCpu, formatNumber, formatShare } from "../../lib/format";
import { text } from "../../model/text";

export interface RuntimeChart {
  title: string;
  /** Columns of the RuntimeMessage, or all connections. */
  columns: readonly string[] | "connections";
  format: (value: number) => string;
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
  { title: t.cpu, columns: ["cpuCores"], format: (cores) => formatCpu(cores * 1e9) },
  { title: t.memory, columns: ["residentBytes"], format: formatBytes, binary: true, withMemoryLimit: true },
  {
    title: t.heap,
    columns: ["gen0Bytes", "gen1Bytes", "gen2Bytes", "lohBytes", "pohBytes"],
    format: formatBytes,
    binary: true,
    stacked: true,
  },
  { title: t.allocation, columns: ["allocatedBytesPerSecond"], format: formatBytesPerSecond, binary: true },
  { title: t.gcPause, columns: ["gcPauseShare"], format: formatShare },
  { title: t.collections, columns: ["collectionsPerMinute"], format: perMinute },
  { title: t.threads, columns: ["threads", "threadPoolThreads"], format: count, whole: true },
  { title: t.queue, columns: ["threadPoolQueue"], format: count, whole: true },
  { title: t.connections, columns: "connections", format: count, whole: true },
  { title: t.timers, columns: ["timers"], format: count, whole: true },
  { title: t.exceptions, columns: ["exceptionsPerSecond"], format: perSecond },
  { title: t.contention, columns: ["contentionsPerSecond"], format: perSecond },
];
