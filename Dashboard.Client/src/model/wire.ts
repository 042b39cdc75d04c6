// The messages of /hubs/live and of /api/v1, as Dashboard.Server/Live writes them (camelCase JSON).
//
// Conventions: times are milliseconds since 1970 UTC; CPU is in nanocores, memory in bytes; null means "not known" or
// "not set", never zero. A message is complete in itself, or a step from the one before it on its stream; a stream that is opened anew begins complete.
//
// Hub streams (each argument list as written):
//   Status()                      -> Status        the header of every page
//   Overview()                    -> Overview
//   Pods(query: PodQuery)         -> PodPage first, then PodPageStep
//   Facets()                      -> Facets        what a filter can choose from
//   Pod(namespace, name)          -> PodDetail
//   Series(query: SeriesQuery)    -> SeriesMessage history first, then points
//   Nodes()                       -> NodePage
//   Namespaces()                  -> NamespacePage
//   Workload(namespace, kind, name) -> WorkloadDetail
//   Runtime(rangeSeconds: number) -> RuntimeMessage history first, then points
//
// A stream that cannot be answered as asked ends with an error whose message is, after "HubException: ", a sentence for a person: what was
// wrong and what is allowed. The same sentence is the detail of the HTTP problem. tests/fixtures/wire has one file for each message.
//
// HTTP (the same records): GET /api/v1/status, /overview, /pods?text=&namespace=&…, /facets, /pods/{namespace}/{name},
//   /pods/{namespace}/{name}/history?range=3600&points=400, /workloads/{namespace}/{kind}/{name}/history, /nodes,
//   /nodes/{name}/history, /namespaces, /workloads/{namespace}/{kind}/{name}, /series?kind=&subject=&…, /runtime; and
//   /pods/export?format=csv|json&… (all rows that match, the parameters of /pods without its window). An error is RFC 9457 problem+json whose detail names cause and remedy.

export type SourceName = "pods" | "nodes" | "podMetrics" | "nodeMetrics" | "events" | "resourceQuotas";
export type SourceCondition = "pending" | "fresh" | "stale" | "empty" | "absent" | "forbidden" | "unavailable";

/** The state of one source of knowledge; `message` and `remedy` are for a person and null while it is fresh. */
export interface Source {
  name: SourceName;
  condition: SourceCondition;
  since: number;
  lastSuccessAt: number | null;
  items: number;
  badItems: number;
  message: string | null;
  remedy: string | null;
}

export interface Status {
  version: number;
  at: number;
  /** What is shown: "simulated cluster", a kubeconfig's context, or the in-cluster API server. */
  cluster: string;
  /** Where it comes from. */
  source: "simulator" | "kubeconfig" | "inCluster";
  /** The embedded demo is shown because no cluster is configured. */
  demo: boolean;
  serverVersion: string;
  /** Milliseconds between two polls. */
  collectionIntervalMilliseconds: number;
  sources: Source[];
}

export interface Usage {
  value: number | null;
  request: number | null;
  /**
   * What holds it: null as soon as one container has no limit, and in the row of a group as soon as one pod that has not ended has none. Not
   * `Totals.limited`.
   */
  limit: number | null;
}

export interface Workload {
  kind: string;
  name: string;
}

export type SortKey =
  | "name"
  | "namespace"
  | "workload"
  | "node"
  | "status"
  | "age"
  | "restarts"
  | "cpu"
  | "memory"
  | "cpuRequestShare"
  | "cpuLimitShare"
  | "memoryRequestShare"
  | "memoryLimitShare"
  | "pods"
  | "memoryGrowth";
export type GroupKey = "none" | "workload" | "namespace" | "node" | "label";

export interface PodQuery {
  /**
   * The filter language: terms that must all hold, with spaces between them; `-` before a term turns it round, a comma gives alternatives,
   * quotes hold spaces. `ns:` `node:` `phase:` `status:` `kind:` `workload:` `image:` `pod:` (parts of the name; `*` for any text;
   * `"exact"` by `ns:=shop`), `label:app`, `label:app=web`, `cpu>500m`, `mem>=80%` (of the limit), `cpu>50%req` (of the request), `mem>1Gi`,
   * `restarts>0`, `age<1h`, `ready:no`, `growth>10Mi` (memory an hour), and free text, which must occur in name, namespace, workload, node
   * or status. An error names the place (`at character 12`), the cause and what is allowed.
   */
  filter?: string;
  /** Every word must occur in name, namespace, workload, node or status; case does not matter. */
  text?: string;
  namespaces?: string[];
  /** A Kubernetes label selector: `app=web,tier!=cache,env in (a,b)`. */
  labels?: string;
  phases?: string[];
  nodes?: string[];
  /** "Kind/name", with a single namespace in `namespaces`. */
  workload?: string;
  group?: GroupKey;
  /** With group "label": the label's key. Pods without it are one row with an empty name. */
  groupLabel?: string;
  sort?: SortKey;
  descending?: boolean;
  /** Row to begin with; default 0. */
  offset?: number;
  /** Rows wanted, 1 to 200; default 50. */
  limit?: number;
  /** Length of the sparklines in seconds, 60 to 3600, default 900; 0 sends none. */
  sparkSeconds?: number;
}

/** Why a value is missing or old. */
export type WhyMissing =
  | "notRunning"
  | "firstSamplePending"
  | "containerWithoutPoint"
  | "nodeUnreachable"
  | "metricsAbsent"
  | "metricsForbidden"
  | "metricsUnavailable"
  | "metricsPending"
  | "outdated";

/** One row of the table: a pod, or with `group` all pods of a workload, namespace or node. */
export interface PodRow {
  /** The pod's UID, or the group's key; stable. */
  key: string;
  kind: "pod" | "workload" | "namespace" | "node" | "label";
  name: string;
  namespace: string | null;
  workload: Workload | null;
  node: string | null;
  phase: string | null;
  /** As kubectl's STATUS; for a group, of its worst pod. */
  status: string;
  statusMessage: string | null;
  ready: number;
  containers: number;
  /** Pods in the row: 1 for a pod. */
  pods: number;
  createdAt: number | null;
  restarts: number;
  lastRestartAt: number | null;
  cpu: Usage;
  memory: Usage;
  /** Time of the sample that `value` is of. */
  sampledAt: number | null;
  why: WhyMissing | null;
  /** Slope of the working set over the last half hour (Theil and Sen's estimate); null with less than five minutes of samples, and for groups. */
  memoryGrowthBytesPerHour: number | null;
  /** Equal steps over `sparkSeconds`, oldest first, to four digits, null for a gap; empty when not asked for. */
  cpuSpark: (number | null)[];
  memorySpark: (number | null)[];
}

export interface PodPage {
  version: number;
  at: number;
  /** Rows that match; `rows` holds those from `offset` on. */
  total: number;
  /** Pods in the cluster, whatever the filter. */
  totalPods: number;
  offset: number;
  rows: PodRow[];
  /** When the server read the newest sample of the pods that match; null when none has one. */
  newestSampleAt: number | null;
}

/** What has become of the page of the message before. A `PodPage` is one too, in which every row is new. */
export interface PodPageStep extends Omit<PodPage, "rows"> {
  /** Null when the rows are what they were. */
  rows: (number | PodRowStep | PodRow)[] | null;
}

/** A row of the page before, by its place there, and what is another in it; `number` alone stands for one in which nothing is. */
export interface PodRowStep extends Partial<Omit<PodRow, "key" | "cpuSpark" | "memorySpark">> {
  was: number;
  cpuSpark?: SparkStep | (number | null)[];
  memorySpark?: SparkStep | (number | null)[];
}

/** A small line of as many points as before: without the first `drop`, and the last ones anew. */
export interface SparkStep {
  drop: number;
  tail: (number | null)[];
}

export interface Facet {
  value: string;
  count: number;
}

/** A label's key with its most frequent values, at most 20. */
export interface LabelFacet {
  key: string;
  count: number;
  values: Facet[];
}

export interface Facets {
  version: number;
  namespaces: Facet[];
  nodes: Facet[];
  phases: Facet[];
  /** "Kind/name" by number of pods, at most 200. */
  workloads: Facet[];
  /** By number of pods, at most 50. */
  labels: LabelFacet[];
}

export interface ContainerDetail {
  name: string;
  kind: "main" | "sidecar" | "init";
  image: string | null;
  state: "waiting" | "running" | "terminated";
  reason: string | null;
  ready: boolean;
  startedAt: number | null;
  restarts: number;
  lastTermination: { reason: string; exitCode: number; finishedAt: number | null } | null;
  cpu: Usage;
  memory: Usage;
}

export interface PodDetail {
  version: number;
  at: number;
  /** The pod as a row, without sparklines. */
  pod: PodRow;
  /** Set when the pod is gone and only remembered. */
  goneAt: number | null;
  labels: Record<string, string>;
  qosClass: string | null;
  podIp: string | null;
  containers: ContainerDetail[];
  marks: Mark[];
  /** What the cluster says of the pod, newest first, at most 20. */
  events: ClusterEvent[];
  /** Living pods of the same workload, without this one. */
  siblings: number;
}

/** An event of core/v1: the cluster's own words. */
export interface ClusterEvent {
  /** When it was last seen. */
  at: number;
  firstAt: number;
  count: number;
  type: "normal" | "warning";
  reason: string;
  message: string;
  /** What it is of. */
  kind: string;
  namespace: string | null;
  name: string;
  /** Who says so: kubelet, default-scheduler, deployment-controller. */
  reporter: string | null;
}

/** Pods of one template of a workload: a ReplicaSet, a revision of a StatefulSet or DaemonSet. */
export interface Release {
  /** pod-template-hash or controller-revision-hash. */
  revision: string;
  /** When the first of its pods that are remembered was created. */
  at: number;
  images: string[];
  /** Living pods. */
  pods: number;
}

export interface WorkloadDetail {
  version: number;
  at: number;
  /** All its pods as one row, without sparklines; null when none lives and the workload is only remembered. */
  row: PodRow | null;
  /** Living pods, those that use most memory first, at most 100. */
  pods: PodRow[];
  /** Newest first, at most 20. */
  releases: Release[];
  marks: Mark[];
  /** Of the workload, its ReplicaSets or Jobs, and its pods; newest first, at most 50. */
  events: ClusterEvent[];
}

export interface QuotaItem {
  /** As in spec.hard: "requests.cpu", "limits.memory", "pods", "count/deployments.apps" … */
  resource: string;
  unit: "nanocores" | "bytes" | "count";
  hard: number;
  used: number | null;
}

export interface Quota {
  name: string;
  items: QuotaItem[];
}

export interface NamespaceRow {
  name: string;
  pods: number;
  workloads: number;
  /** Running pods with a container that is not ready. */
  notReady: number;
  restarts: number;
  /** allocatable and capacity are the cluster's. */
  cpu: Totals;
  memory: Totals;
  quotas: Quota[];
  /** Why usage is missing or incomplete. */
  why: WhyMissing | null;
  /** 30 steps over 15 minutes, as in a PodRow. */
  cpuSpark: (number | null)[];
  memorySpark: (number | null)[];
}

export interface NamespacePage {
  version: number;
  at: number;
  namespaces: NamespaceRow[];
}

export interface Mark {
  at: number;
  /** rolledOut: the first pod of a new template. moved: a pod of the same name came back on another node. */
  kind: "created" | "restarted" | "oomKilled" | "deleted" | "rolledOut" | "moved";
  pod: string;
  container: string | null;
  text: string;
}

export interface SeriesQuery {
  /**
   * workloadPods: one line for each living pod of the workload, those that use most memory first, at most 20, named by the pod.
   * compare: one line for each subject, named by it.
   */
  kind: "cluster" | "node" | "namespace" | "workload" | "pod" | "workloadPods" | "compare";
  /** For compare, 1 to 8 of "pod:namespace/name" and "workload:namespace/Kind/name". One that is not there has an empty line. */
  subjects?: string[];
  namespace?: string;
  /** Of the node, workload or pod. */
  name?: string;
  workloadKind?: string;
  /** 300 to 604800; default 3600. */
  rangeSeconds?: number;
  /** The end of the range; left out for now, and then the stream goes on. With it there is one message, and no more. */
  endAt?: number;
  /** At most so many points a line in the history, 10 to 2000; default 400. */
  points?: number;
}

/** A line's points as columns. minimum and maximum are null at the resolution of samples. */
export interface Column {
  mean: (number | null)[];
  minimum: (number | null)[] | null;
  maximum: (number | null)[] | null;
}

export interface Line {
  /** "total" for the thing itself, else the container's name. */
  name: string;
  times: number[];
  cpu: Column;
  memory: Column;
}

/**
 * Requests and limits as they were: each value holds from its time to the next. null is not set; a limit is null as soon as one pod has none, as
 * `Usage.limit`.
 */
export interface Levels {
  times: number[];
  cpuRequest: (number | null)[];
  cpuLimit: (number | null)[];
  memoryRequest: (number | null)[];
  memoryLimit: (number | null)[];
}

export interface SeriesMessage {
  version: number;
  /** The end of the range. */
  at: number;
  /**
   * True: the lines replace what is drawn (first message, or a new container). False: they are added at the end; a point whose time is that of
   * the last one drawn replaces it, as the newest minute does while it fills.
   */
  reset: boolean;
  resolution: "sample" | "minute" | "tenMinutes";
  /** Two points further apart than this have a gap between them. */
  gapMilliseconds: number;
  lines: Line[];
  /** With reset all of the range; else those that are new. */
  marks: Mark[];
  /** Always all of the range, beginning with what held at its start; null for compare and workloadPods. */
  levels: Levels | null;
}

export interface Totals {
  usage: number | null;
  /** Summed over living pods that have not ended. */
  requested: number | null;
  /** Sum of the limits that are set, as kubectl describe node shows it, also when others are not: no bound on usage, as `Usage.limit` and `Levels` are. */
  limited: number | null;
  allocatable: number | null;
  capacity: number | null;
}

export interface RestartEvent extends Mark {
  namespace: string;
}

export interface Overview {
  version: number;
  at: number;
  cpu: Totals;
  memory: Totals;
  nodes: { total: number; ready: number };
  pods: { total: number; byPhase: Facet[]; notReady: number };
  /** With sparklines of a quarter of an hour, as topMemory. */
  topCpu: PodRow[];
  topMemory: PodRow[];
  /**
   * Pods whose memory was watched for ten minutes or more, grows by at least 5 % of it an hour, and is higher at the later of two moments of the last
   * half hour in at least 80 % of the pairs, so that one that only swings is not among them. Fastest first, at most 10; sparklines of half an hour.
   */
  growing: PodRow[];
  /** Restarts and OOM kills of the last 24 hours, newest first, at most 20. */
  restarts: RestartEvent[];
  /** Pods that are not as they should be, worst first, at most 20. */
  troubled: PodRow[];
  sources: Source[];
  collection: Collection;
}

/** The collector's measure of itself. */
export interface Collection {
  polls: number;
  failures: number;
  /** CPU-independent wall time of the last poll: fetch, parse, store. */
  lastPollMilliseconds: number | null;
  lastPollBytes: number | null;
  /** Estimated from the Date header: positive when the cluster's clock is ahead. */
  clockSkewMilliseconds: number | null;
  /** Sockets to the API server now, the most there ever were, and the most that are allowed. */
  sockets: number;
  peakSockets: number;
  maxSockets: number;
}

export interface NodeRow {
  name: string;
  status: string;
  statusMessage: string | null;
  roles: string[];
  kubeletVersion: string | null;
  internalIp: string | null;
  createdAt: number;
  pods: number;
  podsAllocatable: number | null;
  cpu: Totals;
  memory: Totals;
  sampledAt: number | null;
  why: WhyMissing | null;
  /** 30 steps over 15 minutes, as in a PodRow. */
  cpuSpark: (number | null)[];
  memorySpark: (number | null)[];
}

export interface NodePage {
  version: number;
  at: number;
  nodes: NodeRow[];
}

/** This server's own runtime as columns: one time axis, one column a metric. Rates are per second. */
export interface RuntimeMessage {
  at: number;
  reset: boolean;
  times: number[];
  /**
   * threads, threadPoolThreads, threadPoolQueue, timers, cpuCores, residentBytes, gen0Bytes, gen1Bytes, gen2Bytes, lohBytes, pohBytes,
   * allocatedBytesPerSecond, gcPauseShare (0 to 1), exceptionsPerSecond, contentionsPerSecond, collectionsPerMinute
   */
  columns: Record<string, (number | null)[]>;
  /** Connections by endpoint, the busiest ten; the key is "→ 10.0.0.1:443" (outgoing) or "← :5080" (incoming). */
  connections: Record<string, (number | null)[]>;
  memoryLimitBytes: number | null;
}
