// Development only: plays a small moving cluster in the browser, so that pages can be built without a server.
// `npm run dev -w Dashboard.Client -- --mode fake`. Never part of a build.
import type { LiveConnection, StreamName } from "../src/live/streams";
import type * as wire from "../src/model/wire";

const MiB = 2 ** 20;
const apps = ["checkout", "catalog", "search", "ingest", "billing", "frontend", "dbaas", "auth", "mailer", "report"];
const namespaces = ["shop", "data", "platform", "kube-system"];
const started = Date.now();

interface FakePod {
  row: wire.PodRow;
  cpu: (t: number) => number;
  memory: (t: number) => number;
}

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

const pods: FakePod[] = Array.from({ length: 200 }, (_, i) => {
  const next = random(i * 7919 + 1);
  const app = apps[i % apps.length] as string;
  const base = (5 + next() * next() * 900) * 1e6;
  const memory = (40 + next() * 900) * MiB;
  const limit = next() < 0.2 ? null : Math.round((memory * (1.05 + next())) / MiB) * MiB;
  const pending = i % 41 === 40;
  const crash = i % 53 === 20;
  const done = i % 37 === 30;
  const phase = pending ? "Pending" : done ? "Succeeded" : "Running";
  const wave = 20_000 + next() * 400_000;
  const row: wire.PodRow = {
    key: `uid-${i}`,
    kind: "pod",
    name: `${app}-${(i * 2654435761).toString(36).slice(0, 9)}-${(next() * 1e8).toString(36).slice(0, 5)}`,
    namespace: namespaces[i % namespaces.length] as string,
    workload: { kind: i % 5 === 0 ? "StatefulSet" : "Deployment", name: app },
    node: pending ? null : `node-${i % 8}`,
    phase,
    status: pending ? "Pending" : crash ? "CrashLoopBackOff" : done ? "Completed" : "Running",
    statusMessage: pending
      ? "0/8 nodes are available: 8 Insufficient memory."
      : crash
        ? "back-off 2m40s restarting failed container"
        : null,
    ready: phase === "Running" && !crash ? 2 : 0,
    containers: 2,
    pods: 1,
    createdAt: started - next() * 9e8,
    restarts: crash ? 14 : i % 19 === 0 ? 2 : 0,
    lastRestartAt: crash ? started - 90_000 : i % 19 === 0 ? started - 4e6 : null,
    cpu: { value: null, request: Math.round(base / 1e7) * 1e7, limit: next() < 0.4 ? null : base * 2 },
    memory: { value: null, request: Math.round(memory / MiB) * MiB, limit },
    sampledAt: null,
    why: phase === "Running" ? (i % 29 === 11 ? "outdated" : null) : "notRunning",
    cpuSpark: [],
    memorySpark: [],
  };
  return {
    row,
    cpu: (t) => base * (0.7 + 0.3 * Math.sin(t / wave + i)) * (0.92 + 0.16 * Math.abs(Math.sin(t / 15_000 + i * i))),
    memory: (t) => (app === "dbaas" ? memory * (0.4 + 0.6 * ((t / 6e6 + i) % 1)) : memory * (0.9 + 0.08 * Math.sin(t / 9e5 + i))),
  };
});

const at = () => Math.floor(Date.now() / 5000) * 5000;

function rowNow(pod: FakePod, spark: number): wire.PodRow {
  const t = at();
  const measured = pod.row.why !== "notRunning";
  const steps = Array.from({ length: spark / 15 }, (_, i) => t - (spark / 15 - i) * 15_000);
  return {
    ...pod.row,
    cpu: { ...pod.row.cpu, value: measured ? pod.cpu(t) : null },
    memory: { ...pod.row.memory, value: measured ? pod.memory(t) : null },
    sampledAt: measured ? t - 3000 : null,
    cpuSpark: measured ? steps.map(pod.cpu) : [],
    memorySpark: measured ? steps.map(pod.memory) : [],
  };
}

const sources = (): wire.Source[] =>
  (["pods", "nodes", "podMetrics", "nodeMetrics"] as const).map((name) => ({
    name,
    condition: name === "nodeMetrics" && location.hash === "#trouble" ? "forbidden" : "fresh",
    since: started,
    lastSuccessAt: at(),
    items: name.startsWith("node") ? 8 : 200,
    badItems: 0,
    message:
      name === "nodeMetrics" && location.hash === "#trouble" ? "The API server answered 403: nodes.metrics.k8s.io is forbidden." : null,
    remedy: name === "nodeMetrics" && location.hash === "#trouble" ? "Give the account get and list on nodes of metrics.k8s.io." : null,
  }));

const sum = (of: FakePod[], metric: "cpu" | "memory", t: number) =>
  of.reduce((total, pod) => total + (pod.row.why === "notRunning" ? 0 : pod[metric](t)), 0);
const totals = (of: FakePod[], metric: "cpu" | "memory", whole: number): wire.Totals => ({
  usage: sum(of, metric, at()),
  requested: of.reduce((total, pod) => total + (pod.row[metric].request ?? 0), 0),
  limited: of.reduce((total, pod) => total + (pod.row[metric].limit ?? 0), 0),
  allocatable: whole * 0.96,
  capacity: whole,
});

function select(query: wire.PodQuery): FakePod[] {
  const words = (query.text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  return pods.filter(({ row }) => {
    const all = `${row.name} ${row.namespace} ${row.workload?.name} ${row.node} ${row.status}`.toLowerCase();
    return (
      words.every((word) => all.includes(word)) &&
      (!query.namespaces?.length || query.namespaces.includes(row.namespace ?? "")) &&
      (!query.nodes?.length || query.nodes.includes(row.node ?? "")) &&
      (!query.phases?.length || query.phases.includes(row.phase ?? "")) &&
      (!query.workload || query.workload === `${row.workload?.kind}/${row.workload?.name}`)
    );
  });
}

function podPage(query: wire.PodQuery): wire.PodPage {
  const sort = query.sort ?? "memory";
  const value = (row: wire.PodRow): string | number => {
    if (sort === "cpu" || sort === "memory") return row[sort].value ?? -1;
    if (sort === "restarts") return row.restarts;
    if (sort === "age") return -(row.createdAt ?? 0);
    if (sort === "namespace" || sort === "status") return row[sort] ?? "";
    if (sort === "node") return row.node ?? "";
    return row.name;
  };
  let rows = select(query).map((pod) => rowNow(pod, query.sparkSeconds ?? 900));
  if (query.group !== undefined && query.group !== "none") rows = grouped(rows, query.group);
  rows.sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    return (x < y ? -1 : x > y ? 1 : 0) * (query.descending ? -1 : 1);
  });
  const offset = query.offset ?? 0;
  return {
    version: at(),
    at: Date.now(),
    total: rows.length,
    totalPods: 200,
    offset,
    rows: rows.slice(offset, offset + (query.limit ?? 50)),
    newestSampleAt: at(),
  };
}

function grouped(rows: wire.PodRow[], group: "workload" | "namespace" | "node"): wire.PodRow[] {
  const groups = new Map<string, wire.PodRow>();
  const add = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : a + b);
  for (const row of rows) {
    const name =
      group === "workload" ? (row.workload?.name ?? "") : group === "namespace" ? (row.namespace ?? "") : (row.node ?? "(no node)");
    const key = group === "workload" ? `${row.namespace}/${row.workload?.kind}/${name}` : name;
    const old = groups.get(key);
    if (old === undefined) {
      groups.set(key, {
        ...row,
        key,
        kind: group,
        name,
        namespace: group === "node" ? null : row.namespace,
        node: group === "node" ? row.node : null,
      });
    } else {
      old.pods++;
      old.ready += row.ready;
      old.containers += row.containers;
      old.restarts += row.restarts;
      for (const metric of ["cpu", "memory"] as const) {
        old[metric] = {
          value: add(old[metric].value, row[metric].value),
          request: add(old[metric].request, row[metric].request),
          limit: add(old[metric].limit, row[metric].limit),
        };
      }
    }
  }
  return [...groups.values()];
}

function series(query: wire.SeriesQuery, from: number, reset: boolean): wire.SeriesMessage {
  const range = query.rangeSeconds ?? 3600;
  const step = range <= 3600 ? 15_000 : range <= 21_600 ? 60_000 : 600_000;
  const of =
    query.kind === "cluster" ? pods : pods.filter(({ row }) => (query.kind === "node" ? row.node === query.name : row.name === query.name));
  const times: number[] = [];
  for (let t = Math.ceil(from / step) * step; t <= Date.now(); t += step) {
    const age = Date.now() - t;
    if (age > range * 400 && age < range * 450) continue;
    times.push(t);
  }
  const column = (metric: "cpu" | "memory", factor: number): wire.Column => {
    const mean = times.map((t) => sum(of, metric, t) * factor);
    return { mean, minimum: step > 15_000 ? mean.map((v) => v * 0.85) : null, maximum: step > 15_000 ? mean.map((v) => v * 1.2) : null };
  };
  const names: [string, number][] =
    query.kind === "pod"
      ? [
          ["total", 1],
          ["app", 0.8],
          ["proxy", 0.2],
        ]
      : [["total", 1]];
  return {
    version: at(),
    at: Date.now(),
    reset,
    resolution: step === 15_000 ? "sample" : step === 60_000 ? "minute" : "tenMinutes",
    gapMilliseconds: step * 3,
    lines: names.map(([name, factor]) => ({ name, times, cpu: column("cpu", factor), memory: column("memory", factor) })),
    marks:
      reset && query.kind === "pod"
        ? [{ at: Date.now() - range * 300, kind: "oomKilled", pod: query.name ?? "", container: "app", text: "OOMKilled, exit code 137" }]
        : [],
  };
}

function answer(name: StreamName, args: readonly unknown[]): unknown {
  switch (name) {
    case "Status":
      return {
        version: at(),
        at: Date.now(),
        cluster: "simulated cluster",
        source: "simulator",
        demo: true,
        serverVersion: "0.1.0",
        collectionIntervalMilliseconds: 5000,
        sources: sources(),
      } satisfies wire.Status;
    case "Overview": {
      const rows = pods.map((pod) => rowNow(pod, 900));
      const phase = (value: string) => ({ value, count: rows.filter((row) => row.phase === value).length });
      return {
        version: at(),
        at: Date.now(),
        cpu: totals(pods, "cpu", 128e9),
        memory: totals(pods, "memory", 512 * 1024 * MiB),
        nodes: { total: 8, ready: 7 },
        pods: { total: 200, byPhase: ["Running", "Pending", "Succeeded", "Failed"].map(phase), notReady: 9 },
        topCpu: rows.toSorted((a, b) => (b.cpu.value ?? 0) - (a.cpu.value ?? 0)).slice(0, 8),
        topMemory: rows.toSorted((a, b) => (b.memory.value ?? 0) - (a.memory.value ?? 0)).slice(0, 8),
        restarts: rows
          .filter((row) => row.lastRestartAt !== null)
          .map((row) => ({
            at: row.lastRestartAt as number,
            kind: row.restarts > 9 ? "oomKilled" : "restarted",
            pod: row.name,
            container: "app",
            text: row.restarts > 9 ? "OOMKilled, exit code 137" : "Error, exit code 1",
            namespace: row.namespace ?? "",
          })),
        troubled: rows.filter((row) => row.statusMessage !== null),
        sources: sources(),
        collection: {
          polls: 120,
          failures: 1,
          lastPollMilliseconds: 9.4,
          lastPollBytes: 104_000,
          clockSkewMilliseconds: 300,
          sockets: 3,
          peakSockets: 4,
          maxSockets: 20,
        },
      } satisfies wire.Overview;
    }
    case "Pods":
      return podPage(args[0] as wire.PodQuery);
    case "Facets": {
      const facet = (of: (row: wire.PodRow) => string | null) => {
        const counts = new Map<string, number>();
        for (const { row } of pods) {
          const value = of(row);
          if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
        }
        return [...counts].map(([value, count]) => ({ value, count }));
      };
      return {
        version: at(),
        namespaces: facet((row) => row.namespace),
        nodes: facet((row) => row.node),
        phases: facet((row) => row.phase),
      } satisfies wire.Facets;
    }
    case "Pod": {
      const pod = pods.find(({ row }) => row.name === args[1]);
      if (pod === undefined) throw new Error(`There is no pod ${String(args[0])}/${String(args[1])}.`);
      const row = rowNow(pod, 0);
      const part = (metric: "cpu" | "memory", factor: number): wire.Usage => {
        const scale = (value: number | null) => (value === null ? null : value * factor);
        return { value: scale(row[metric].value), request: scale(row[metric].request), limit: scale(row[metric].limit) };
      };
      const container = (containerName: string, kind: "main" | "sidecar", factor: number): wire.ContainerDetail => ({
        name: containerName,
        kind,
        image: `registry.example/${containerName}:1.4.2`,
        state: row.why === "notRunning" ? "waiting" : "running",
        reason: row.status === "Running" ? null : row.status,
        ready: row.ready > 0,
        startedAt: row.createdAt,
        restarts: row.restarts,
        lastTermination: row.restarts > 0 ? { reason: "OOMKilled", exitCode: 137, finishedAt: row.lastRestartAt } : null,
        cpu: part("cpu", factor),
        memory: part("memory", factor),
      });
      return {
        version: at(),
        at: Date.now(),
        pod: { ...row, cpuSpark: [], memorySpark: [] },
        goneAt: null,
        labels: { app: row.workload?.name ?? "", "app.kubernetes.io/part-of": "shop", "pod-template-hash": "5d4f8c7b9" },
        qosClass: "Burstable",
        podIp: "10.1.3.17",
        containers: [container("app", "main", 0.8), container("proxy", "sidecar", 0.2)],
        marks: [{ at: row.createdAt ?? 0, kind: "created", pod: row.name, container: null, text: "Pod created" }],
      } satisfies wire.PodDetail;
    }
    case "Nodes":
      return {
        version: at(),
        at: Date.now(),
        nodes: Array.from({ length: 8 }, (_, i): wire.NodeRow => {
          const of = pods.filter(({ row }) => row.node === `node-${i}`);
          return {
            name: `node-${i}`,
            status: i === 5 ? "NotReady" : i === 2 ? "Ready,SchedulingDisabled" : "Ready",
            statusMessage: i === 5 ? "Kubelet stopped posting node status." : null,
            roles: i === 0 ? ["control-plane"] : [],
            kubeletVersion: "v1.34.1",
            internalIp: `10.0.0.${i + 10}`,
            createdAt: started - 4e9,
            pods: of.length,
            podsAllocatable: 110,
            cpu: totals(of, "cpu", 16e9),
            memory: totals(of, "memory", 64 * 1024 * MiB),
            sampledAt: at(),
            why: i === 5 ? "nodeUnreachable" : null,
          };
        }),
      } satisfies wire.NodePage;
    default:
      throw new Error(`${name} is a series.`);
  }
}

function runtime(rangeSeconds: number, from: number, reset: boolean): wire.RuntimeMessage {
  const times: number[] = [];
  for (
    let t = Math.ceil(Math.max(from, Date.now() - rangeSeconds * 1000) / 1000) * 1000;
    t <= Date.now();
    t += Math.max(1000, rangeSeconds * 3)
  )
    times.push(t);
  const wave = (base: number, swing: number) => times.map((t) => base + swing * Math.sin(t / 60_000));
  return {
    at: Date.now(),
    reset,
    times,
    columns: {
      threads: wave(22, 2),
      threadPoolThreads: wave(8, 2),
      threadPoolQueue: wave(1, 1),
      timers: wave(14, 1),
      cpuCores: wave(0.08, 0.04),
      residentBytes: wave(130 * MiB, 4 * MiB),
      gen0Bytes: wave(6 * MiB, 3 * MiB),
      gen1Bytes: wave(2 * MiB, MiB),
      gen2Bytes: wave(21 * MiB, MiB),
      lohBytes: wave(4 * MiB, 0),
      pohBytes: wave(MiB, 0),
      allocatedBytesPerSecond: wave(MiB, 0.6 * MiB),
      gcPauseShare: wave(0.001, 0.0008),
      exceptionsPerSecond: wave(0, 0),
      contentionsPerSecond: wave(0.4, 0.3),
      collectionsPerMinute: wave(4, 3),
    },
    connections: { "→ 127.0.0.1:41233": times.map(() => 3), "← :5080": times.map(() => 2) },
    memoryLimitBytes: 512 * MiB,
  };
}

export function fakeConnection(): LiveConnection {
  return {
    state: { phase: "connected", since: started, retryAt: null },
    onStateChange: () => () => {},
    retryNow: () => {},
    stream(name, args, observer) {
      let last = 0;
      const send = () => {
        try {
          const reset = last === 0;
          if (name === "Series") {
            const query = args[0] as wire.SeriesQuery;
            observer.next(series(query, reset ? Date.now() - (query.rangeSeconds ?? 3600) * 1000 : last + 1, reset));
          } else if (name === "Runtime") {
            observer.next(runtime(args[0] as number, last + 1, reset));
          } else {
            observer.next(answer(name, args));
          }
          last = Date.now();
        } catch (cause) {
          observer.error(cause as Error);
        }
      };
      const first = setTimeout(send, 60);
      const timer = setInterval(send, name === "Runtime" ? 1000 : 5000);
      return () => {
        clearTimeout(first);
        clearInterval(timer);
      };
    },
  };
}
