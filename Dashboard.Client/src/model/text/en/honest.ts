import type { WhyMissing } from "../../wire";

export interface Explanation {
  /** A few letters for a cell. */
  short: string;
  /** A sentence: why. */
  why: string;
  /** A sentence: what to do. */
  remedy: string;
  /** To copy into a terminal, where one helps. */
  command?: string;
}

const why: Record<WhyMissing, Explanation> = {
  notRunning: {
    short: "not running",
    why: "The pod is not running, so it uses nothing that could be measured.",
    remedy: "Look at its status; a finished job needs nothing done.",
    command: "kubectl describe pod NAME -n NAMESPACE",
  },
  firstSamplePending: {
    short: "first sample due",
    why: "The pod is new and its first measurement is not there yet.",
    remedy: "Wait: the kubelet measures about every 15 s and needs two measurements for CPU.",
  },
  containerWithoutPoint: {
    short: "no measurement",
    why: "metrics-server answers, but without this pod: one of its containers restarted or has no previous point.",
    remedy: "It comes back by itself after two measurements of every container; if not, look at the kubelet of its node.",
    command: "kubectl top pod NAME -n NAMESPACE --containers",
  },
  nodeUnreachable: {
    short: "node unreachable",
    why: "The node does not answer, so nobody measures its pods.",
    remedy: "Look at the node's conditions and its kubelet.",
    command: "kubectl describe node NODE",
  },
  metricsAbsent: {
    short: "no metrics API",
    why: "The cluster has no metrics API (metrics.k8s.io).",
    remedy: "Install metrics-server.",
    command: "kubectl apply -f https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml",
  },
  metricsForbidden: {
    short: "not allowed",
    why: "This server's account may not read metrics.k8s.io.",
    remedy: "Give it a role with get and list on pods and nodes of metrics.k8s.io.",
    command: "kubectl auth can-i list pods.metrics.k8s.io -A",
  },
  metricsUnavailable: {
    short: "metrics API down",
    why: "The metrics API does not answer.",
    remedy: "Look at metrics-server and at the APIService.",
    command: "kubectl get apiservice v1beta1.metrics.k8s.io",
  },
  metricsPending: {
    short: "first poll due",
    why: "This server has just started and has not read the metrics API yet.",
    remedy: "Wait a few seconds.",
  },
  outdated: {
    short: "old value",
    why: "The last measurement is older than it should be; the value shown is that old one.",
    remedy: "Look at metrics-server and at the kubelet of the pod's node.",
    command: "kubectl get --raw /apis/metrics.k8s.io/v1beta1/namespaces/NAMESPACE/pods/NAME",
  },
};

export const honest = {
  why,
  whatToDo: "What to do",
  copy: "Copy command",
  copied: "Copied",
  missing: "–",
  notSet: "not set",
  units: { cpu: "CPU", memory: "Memory" },
  usage: {
    of: (share: string, what: string) => `${share} of ${what}`,
    request: "request",
    requestShort: "req",
    requestLevel: "Request",
    limitLevel: "Limit",
    limit: "limit",
    requested: "Requested",
    limited: "Limits",
    allocatable: "Allocatable",
    capacity: "Capacity",
    used: "Used",
    noLimit: "no limit",
    noRequest: "no request",
    sampled: (time: string, age: string) => `measured ${time}, ${age} ago`,
    exact: (value: string) => value,
  },
};
