import type { SourceCondition, SourceName } from "../../wire";
import { countOf } from "./countOf";

const sourceNames: Record<SourceName, string> = {
  pods: "Pods",
  nodes: "Nodes",
  podMetrics: "Pod metrics",
  nodeMetrics: "Node metrics",
  events: "Events",
  resourceQuotas: "Resource quotas",
};

const conditions: Record<SourceCondition, string> = {
  pending: "first answer due",
  fresh: "fresh",
  stale: "stale",
  empty: "empty",
  absent: "not installed",
  forbidden: "not allowed",
  unavailable: "unavailable",
};

export const shell = {
  product: "Dashboard",
  skipToContent: "Skip to content",
  pages: { overview: "Overview", pods: "Pods", workloads: "Workloads", namespaces: "Namespaces", nodes: "Nodes", runtime: "Runtime" },
  navigation: "Pages",
  header: {
    demo: "Simulated cluster",
    demoWhy: "No cluster is configured, so a simulated one is shown. Start with --kubeconfig FILE to see your own.",
    cluster: "Cluster",
    from: { simulator: "simulator", kubeconfig: "kubeconfig", inCluster: "in-cluster account" },
    copyLink: "Copy link",
    linkCopied: "Link copied",
    light: "Light",
    dark: "Dark",
    auto: "System",
    serverVersion: (version: string) => `Server ${version}`,
  },
  connection: {
    connecting: "Connecting",
    connected: "Live",
    reconnecting: "Reconnecting",
    offline: "Offline",
    refused: "Signed out",
    lost: "What is shown is old.",
    lostFor: (age: string) => `Connection lost ${age} ago. What is shown is from then.`,
    retryIn: (seconds: number) => `Next attempt in ${seconds}\u00a0s.`,
    retrying: "Trying now.",
    retryNow: "Try now",
    label: (state: string) => `Connection: ${state}`,
  },
  sources: {
    title: "Sources",
    names: sourceNames,
    conditions,
    allFresh: "Sources fresh",
    trouble: (count: number) => `${countOf(String(count), "source")} in trouble`,
    pending: "Sources starting",
    reading: "Reading the cluster. This takes a few seconds.",
    unknown: "Sources not known",
    never: "never answered",
    items: (count: string) => countOf(count, "item"),
    badItems: (count: string) => `${count} unreadable`,
  },
  problem: {
    stream: "The server could not answer this.",
    page: "This page met an error.",
    reload: "Reload",
    notFound: "There is no such page.",
    notFoundRemedy: "The address may have a typing error.",
  },
};
