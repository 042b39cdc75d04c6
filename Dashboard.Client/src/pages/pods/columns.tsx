import type { Colours } from "../../charts/colours";
import { Sparkline } from "../../charts/Sparkline";
import { formatCount, formatDateTime } from "../../lib/format";
import type { PodView } from "../../model/podQuery";
import { extentOf } from "../../model/series";
import { text } from "../../model/text";
import type { PodRow, SortKey } from "../../model/wire";
import { Age } from "../parts/Age";
import { Status } from "../parts/Status";
import { UsageBar } from "../parts/UsageBar";
import { formats, type Metric, Value } from "../parts/Value";
import { Why } from "../parts/Why";
import style from "./Pods.module.css";

export interface Column {
  key: string;
  title: string;
  sort: SortKey;
  /** A grid track. */
  width: string;
  numeric?: boolean;
  /** A second way to sort by the same column. */
  share?: { title: string; sort: SortKey };
  /** Shown from this window width on. */
  from: number;
  groups: readonly PodView["group"][];
  cell: (row: PodRow, colours: Colours) => React.ReactNode;
}

const everywhere = ["none", "workload", "namespace", "node", "label"] as const;
const title = text.pods.columns;

export const columns: Column[] = [
  {
    key: "namespace",
    title: title.namespace,
    sort: "namespace",
    width: "minmax(78px, 1fr)",
    from: 900,
    groups: ["none", "workload"],
    cell: (row) => <span className="clip quiet">{row.namespace}</span>,
  },
  {
    key: "workload",
    title: title.workload,
    sort: "workload",
    width: "minmax(86px, 1.1fr)",
    from: 1420,
    groups: ["none"],
    cell: (row) => (
      <span className="clip quiet" title={row.workload === null ? undefined : `${row.workload.kind}/${row.workload.name}`}>
        {row.workload?.name ?? text.missing}
      </span>
    ),
  },
  {
    key: "node",
    title: title.node,
    sort: "node",
    width: "minmax(62px, 0.7fr)",
    from: 1240,
    groups: ["none"],
    cell: (row) => <span className="clip quiet">{row.node ?? text.missing}</span>,
  },
  {
    key: "pods",
    title: title.pods,
    sort: "pods",
    width: "64px",
    numeric: true,
    from: 0,
    groups: ["workload", "namespace", "node", "label"],
    cell: (row) => formatCount(row.pods),
  },
  {
    key: "status",
    title: title.status,
    sort: "status",
    width: "minmax(122px, 1fr)",
    from: 0,
    groups: everywhere,
    cell: (row) => (
      <Status status={row.status} message={`${row.statusMessage ?? row.status}, ${text.pods.ready(row.ready, row.containers)}`} />
    ),
  },
  {
    key: "age",
    title: title.age,
    sort: "age",
    width: "74px",
    numeric: true,
    from: 1000,
    groups: ["none"],
    cell: (row) => (
      <span className="quiet">
        <Age at={row.createdAt} />
      </span>
    ),
  },
  {
    key: "restarts",
    title: title.restarts,
    sort: "restarts",
    width: "70px",
    numeric: true,
    from: 1000,
    groups: everywhere,
    cell: (row) =>
      row.restarts === 0 ? (
        <span className="quiet">0</span>
      ) : (
        <b title={row.lastRestartAt === null ? undefined : formatDateTime(row.lastRestartAt)}>{formatCount(row.restarts)}</b>
      ),
  },
  ...usageColumns("cpu", "cpuLimitShare"),
  ...usageColumns("memory", "memoryLimitShare"),
];

function usageColumns(metric: Metric, share: SortKey): Column[] {
  return [
    {
      key: `${metric}Spark`,
      title: "",
      sort: metric,
      width: "62px",
      from: 1120,
      groups: everywhere,
      cell: (row, colours) => <Spark row={row} metric={metric} colours={colours} />,
    },
    {
      key: metric,
      title: title[metric],
      sort: metric,
      share: { title: text.pods.ofLimit, sort: share },
      width: "minmax(128px, 0.9fr)",
      from: 0,
      groups: everywhere,
      cell: (row) => (
        <span className={style.usage}>
          <Figure row={row} metric={metric} />
          <UsageBar usage={row[metric]} metric={metric} format={formats[metric].format} label={text.units[metric]} stacked />
        </span>
      ),
    },
  ];
}

/** The value; without one the reason, and with an old one the mark of it. */
export function Figure({ row, metric }: { row: PodRow; metric: Metric }) {
  const { value } = row[metric];
  if (value === null) {
    return row.why === null ? (
      <span className="quiet">{text.missing}</span>
    ) : (
      <Why why={row.why} name={row.name} namespace={row.namespace} node={row.node} />
    );
  }
  return (
    <span className={style.figure}>
      {row.why !== null && <Why why={row.why} name={row.name} namespace={row.namespace} node={row.node} terse />}
      <Value metric={metric} value={value} />
    </span>
  );
}

function Spark({ row, metric, colours }: { row: PodRow; metric: Metric; colours: Colours }) {
  const values = metric === "cpu" ? row.cpuSpark : row.memorySpark;
  const { minimum, maximum } = extentOf(values);
  if (minimum === null || maximum === null) return null;
  const { format } = formats[metric];
  return (
    <Sparkline
      values={values}
      colour={colours[metric]}
      width={62}
      height={20}
      label={text.charts.spark(text.units[metric], format(minimum), format(maximum))}
    />
  );
}
