import { useLayoutEffect, useRef } from "react";
import type { Colours } from "../../charts/colours";
import { Sparkline, sparkWriter } from "../../charts/Sparkline";
import { formatCount, formatDateTime, formatShare } from "../../lib/format";
import { setText, textIn } from "../../lib/writtenText";
import type { ColumnKey } from "../../model/columns";
import { extentOf } from "../../model/series";
import { text } from "../../model/text";
import { shareOf } from "../../model/usage";
import type { PodRow, SortKey } from "../../model/wire";
import { Age } from "../parts/Age";
import { markChanged } from "../parts/changedMark";
import { Status } from "../parts/Status";
import { sameButFigures, UsageLines, usageWriter } from "../parts/UsageBar";
import { formats, type Metric, showExact } from "../parts/Value";
import { Why } from "../parts/Why";
import style from "./columns.module.css";
import { useWritten } from "./rowWriters";

export interface Column {
  key: ColumnKey;
  title: string;
  /** Null where the server does not sort by it. */
  sort: SortKey | null;
  numeric?: boolean;
  /** Of its cells, where they are laid out in a way of their own. */
  className?: string | undefined;
  /** A second way to sort by the same column. */
  share?: { title: string; sort: SortKey };
  /** What of a row it shows: the cell is drawn anew when one of them is another. */
  of: readonly (keyof PodRow)[];
  /** Where a cell's figures are written (rowWriters.ts): whether a cell that was drawn for the one row needs only those of the other. */
  written?: (one: PodRow, other: PodRow) => boolean;
  cell: (row: PodRow, colours: Colours) => React.ReactNode;
}

const title = text.pods.columns;

export const columns: Column[] = [
  {
    key: "namespace",
    title: title.namespace,
    of: ["namespace"],
    sort: "namespace",
    cell: (row) => <span className="clip quiet">{row.namespace}</span>,
  },
  {
    key: "workload",
    title: title.workload,
    of: ["workload"],
    sort: "workload",
    cell: (row) => (
      <span className="clip quiet" title={row.workload === null ? undefined : `${row.workload.kind}/${row.workload.name}`}>
        {row.workload?.name ?? text.missing}
      </span>
    ),
  },
  {
    key: "node",
    title: title.node,
    of: ["node"],
    sort: "node",
    cell: (row) => <span className="clip quiet">{row.node ?? text.missing}</span>,
  },
  {
    key: "pods",
    title: title.pods,
    of: ["pods"],
    sort: "pods",
    numeric: true,
    cell: (row) => formatCount(row.pods),
  },
  {
    key: "status",
    title: title.status,
    of: ["status", "statusMessage", "ready", "containers"],
    sort: "status",
    cell: (row) => (
      <Status status={row.status} message={`${row.statusMessage ?? row.status}, ${text.pods.ready(row.ready, row.containers)}`} />
    ),
  },
  {
    key: "age",
    title: title.age,
    of: ["createdAt"],
    sort: "age",
    numeric: true,
    cell: (row) => (
      <span className="quiet">
        <Age at={row.createdAt} />
      </span>
    ),
  },
  {
    key: "restarts",
    title: title.restarts,
    of: ["restarts", "lastRestartAt"],
    sort: "restarts",
    numeric: true,
    cell: (row) =>
      row.restarts === 0 ? (
        <span className="quiet">0</span>
      ) : (
        <b title={row.lastRestartAt === null ? undefined : formatDateTime(row.lastRestartAt)}>{formatCount(row.restarts)}</b>
      ),
  },
  {
    key: "ready",
    title: title.ready,
    of: ["ready", "containers"],
    sort: null,
    numeric: true,
    cell: (row) => `${formatCount(row.ready)}/${formatCount(row.containers)}`,
  },
  {
    key: "lastRestart",
    title: title.lastRestart,
    of: ["lastRestartAt"],
    sort: null,
    numeric: true,
    cell: (row) =>
      row.lastRestartAt === null ? (
        <span className="quiet">{text.pods.neverRestarted}</span>
      ) : (
        <span className="quiet">
          <Age at={row.lastRestartAt} />
        </span>
      ),
  },
  {
    key: "memoryGrowth",
    title: title.memoryGrowth,
    of: ["memoryGrowthBytesPerHour"],
    sort: "memoryGrowth",
    numeric: true,
    cell: (row) =>
      row.memoryGrowthBytesPerHour === null ? (
        <span className="quiet">{text.pods.growthUnknown}</span>
      ) : (
        growthWords(row.memoryGrowthBytesPerHour)
      ),
  },
  ...usageColumns("cpu", "cpuLimitShare"),
  ...usageColumns("memory", "memoryLimitShare"),
  shareColumn("cpuLimitShare", "cpu", "limit"),
  shareColumn("cpuRequestShare", "cpu", "request"),
  shareColumn("memoryLimitShare", "memory", "limit"),
  shareColumn("memoryRequestShare", "memory", "request"),
];

const byKey = new Map(columns.map((column) => [column.key, column]));

export function columnOf(key: ColumnKey): Column | undefined {
  return byKey.get(key);
}

/** What a column is called where there is room for its whole name. */
export function titleOf(key: ColumnKey): string {
  if (key === "cpuSpark" || key === "memorySpark") return `${text.units[key === "cpuSpark" ? "cpu" : "memory"]}: ${text.pods.trend}`;
  return text.pods.columns[key as keyof typeof text.pods.columns] ?? key;
}

function growthWords(bytesPerHour: number): string {
  const sign = bytesPerHour < 0 ? "−" : "+";
  return `${sign}${formats.memory.format(Math.abs(bytesPerHour))}/h`;
}

function shareColumn(
  key: "cpuLimitShare" | "cpuRequestShare" | "memoryLimitShare" | "memoryRequestShare",
  metric: Metric,
  of: "limit" | "request",
): Column {
  return {
    key,
    title: title[key],
    sort: key,
    numeric: true,
    of: [metric],
    cell: (row) => {
      const share = shareOf(row[metric].value, row[metric][of]);
      return share === null ? <span className="quiet">{row[metric][of] === null ? text.notSet : text.missing}</span> : formatShare(share);
    },
  };
}

function usageColumns(metric: Metric, share: SortKey): Column[] {
  return [
    {
      key: metric === "cpu" ? "cpuSpark" : "memorySpark",
      title: "",
      sort: metric,
      of: [metric === "cpu" ? "cpuSpark" : "memorySpark"],
      written: (one, other) => hasValues(sparkOf(one, metric)) && hasValues(sparkOf(other, metric)),
      cell: (row, colours) => hasValues(sparkOf(row, metric)) && <Spark row={row} metric={metric} colour={colours[metric]} />,
    },
    {
      key: metric,
      title: title[metric],
      sort: metric,
      share: { title: text.pods.ofLimit, sort: share },
      className: style.usage,
      of: ["key", metric, "why", "name", "namespace", "node"],
      written: (one, other) => one.why === null && other.why === null && sameButFigures(one[metric], other[metric]),
      cell: (row) =>
        row.why === null && row[metric].value !== null ? (
          <WrittenUsage row={row} metric={metric} />
        ) : (
          <>
            <Figure row={row} metric={metric} />
            <UsageLines usage={row[metric]} metric={metric} />
          </>
        ),
    },
  ];
}

/** The value; without one the reason, and with an old one the mark of it. */
export function Figure({ row, metric }: { row: PodRow; metric: Metric }) {
  const { value } = row[metric];
  const figure = useRef<HTMLSpanElement>(null);
  const before = useRef({ key: row.key, value });
  useLayoutEffect(() => {
    const { key, value: was } = before.current;
    if (figure.current !== null && key === row.key && standsOut(metric, was, value)) markChanged(figure.current);
    before.current = { key: row.key, value };
  });
  if (value === null) {
    return row.why === null ? (
      <span className="quiet">{text.missing}</span>
    ) : (
      <Why why={row.why} name={row.name} namespace={row.namespace} node={row.node} />
    );
  }
  return (
    <span ref={figure} className={style.figure} onPointerEnter={(event) => showExact(event, metric, value)}>
      {row.why !== null && <Why why={row.why} name={row.name} namespace={row.namespace} node={row.node} terse />}
      {formats[metric].format(value)}
    </span>
  );
}

/** Every figure moves with every sample, that of the CPU by more than that of memory. Were all of them marked, none would stand out. */
const noise = { cpu: 0.2, memory: 0.05 } satisfies Record<Metric, number>;

function standsOut(metric: Metric, was: number | null, value: number | null): boolean {
  return was !== null && value !== null && Math.abs(value - was) > noise[metric] * Math.max(was, value);
}

/** A value with its share and its bar, as of most rows: when it changes, its figures are written. */
function WrittenUsage({ row, metric }: { row: PodRow; metric: Metric }) {
  const figure = useRef<HTMLSpanElement>(null);
  const share = useRef<HTMLSpanElement>(null);
  const value = useRef(row[metric].value);
  useWritten(row, () => {
    if (figure.current === null || share.current === null) throw new Error("A cell is written to before it is drawn.");
    const element = figure.current;
    const words = textIn(element);
    const writeLines = usageWriter(share.current);
    return ({ [metric]: usage }) => {
      if (usage.value === null) return;
      if (standsOut(metric, value.current, usage.value)) markChanged(element);
      value.current = usage.value;
      setText(words, formats[metric].format(usage.value));
      writeLines(usage);
    };
  });
  return (
    <>
      <span
        ref={figure}
        className={style.figure}
        onPointerEnter={(event) => value.current !== null && showExact(event, metric, value.current)}
      >
        {formats[metric].format(row[metric].value ?? 0)}
      </span>
      <UsageLines ref={share} usage={row[metric]} metric={metric} />
    </>
  );
}

const sparkSize = { width: 62, height: 20 };

const sparkOf = (row: PodRow, metric: Metric) => row[metric === "cpu" ? "cpuSpark" : "memorySpark"];

const hasValues = (values: readonly (number | null)[]): boolean => values.some((value) => value !== null);

function sparkWords(values: readonly (number | null)[], metric: Metric): string {
  const { minimum, maximum } = extentOf(values);
  const { format } = formats[metric];
  return text.charts.spark(text.units[metric], format(minimum ?? 0), format(maximum ?? 0));
}

function Spark({ row, metric, colour }: { row: PodRow; metric: Metric; colour: string }) {
  const svg = useRef<SVGSVGElement>(null);
  const begin = () => {
    if (svg.current === null) throw new Error("A cell is written to before it is drawn.");
    const write = sparkWriter(svg.current, sparkSize.width, sparkSize.height);
    return (now: PodRow) => {
      const values = sparkOf(now, metric);
      write(values, () => sparkWords(values, metric));
    };
  };
  // It moves by a pixel or two, and nobody reads a value from it.
  useWritten(row, begin, true);
  const values = sparkOf(row, metric);
  return <Sparkline ref={svg} values={values} colour={colour} {...sparkSize} label={sparkWords(values, metric)} />;
}
