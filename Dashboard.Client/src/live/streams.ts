import type {
  Facets,
  NamespacePage,
  NodePage,
  Overview,
  PodDetail,
  PodPage,
  PodQuery,
  RuntimeMessage,
  SeriesMessage,
  SeriesQuery,
  Status,
  WorkloadDetail,
} from "../model/wire";

/** The hub's streams: what each is asked with and what it answers. Steps have been taken by then (`steps.ts`). */
export interface Streams {
  Status: { arguments: []; message: Status };
  Overview: { arguments: []; message: Overview };
  Pods: { arguments: [query: PodQuery]; message: PodPage };
  Facets: { arguments: []; message: Facets };
  Pod: { arguments: [namespace: string, name: string]; message: PodDetail };
  Series: { arguments: [query: SeriesQuery]; message: SeriesMessage };
  Nodes: { arguments: []; message: NodePage };
  Namespaces: { arguments: []; message: NamespacePage };
  Workload: { arguments: [namespace: string, kind: string, name: string]; message: WorkloadDetail };
  Runtime: { arguments: [rangeSeconds: number]; message: RuntimeMessage };
}

export type StreamName = keyof Streams;

export type ConnectionPhase =
  /** The first attempt is under way. */
  | "connecting"
  | "connected"
  /** Lost, and being mended. */
  | "reconnecting"
  /** Lost for so long, or so plainly (the browser has no network), that what is shown is old. Still trying. */
  | "offline"
  /** The server wants a sign-in. */
  | "refused";

export interface ConnectionState {
  phase: ConnectionPhase;
  /** When the phase began, by this computer's clock. */
  since: number;
  /** When the next attempt is due, by this computer's clock; null while one is under way or none is needed. */
  retryAt: number | null;
}

export interface StreamObserver {
  next(message: unknown): void;
  /** The stream ended with an error that names its cause. */
  error(cause: Error): void;
  complete(): void;
}

/** The one line to the server. An interface because the network behind it is a true edge. */
export interface LiveConnection {
  readonly state: ConnectionState;
  /** Calls `listener` on every change of state; returns how to stop that. */
  onStateChange(listener: () => void): () => void;
  /** Opens a stream; returns how to close it. Only while connected. */
  stream(name: StreamName, args: readonly unknown[], observer: StreamObserver): () => void;
  /** Tries at once instead of waiting for `retryAt`. */
  retryNow(): void;
}
