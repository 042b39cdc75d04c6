import type { SourceWords } from "../../sourceWords";

const waiting = { message: "尚未收到首次响应。", remedy: "请稍候。" };
const listed = (what: string, resource: string) => ({
  pending: waiting,
  stale: { message: `${what}列表已停止更新，显示的是最后一次的内容。`, remedy: "检查 API 服务器是否可达；恢复后会自动更新。" },
  empty: { message: `集群未返回任何${what}。`, remedy: "检查此账号可见的命名空间。" },
  absent: { message: `集群不提供 ${resource}。`, remedy: "检查集群版本与已启用的 API。" },
  forbidden: { message: `此服务器的账号无权读取${what}。`, remedy: `为其授予 ${resource} 的 get、list、watch 权限。` },
  unavailable: { message: `无法从 API 服务器读取${what}。`, remedy: "检查 API 服务器是否可达。" },
});
const measured = (what: string) => ({
  pending: waiting,
  stale: { message: `${what}指标已过时，显示的是最后一次的值。`, remedy: "检查 metrics-server 以及各节点的 kubelet。" },
  empty: { message: `指标 API 有响应，但不含任何${what}。`, remedy: "稍候片刻；若仍如此，请检查 metrics-server 的日志。" },
  absent: { message: "集群没有指标 API（metrics.k8s.io）。", remedy: "安装 metrics-server。" },
  forbidden: { message: "此服务器的账号无权读取 metrics.k8s.io。", remedy: `为其授予 metrics.k8s.io 中${what}的 get、list 权限。` },
  unavailable: { message: "指标 API 没有响应。", remedy: "检查 metrics-server 与 APIService v1beta1.metrics.k8s.io。" },
});

export const sourceWords: SourceWords = {
  pods: listed(" Pod ", "pods"),
  nodes: listed("节点", "nodes"),
  podMetrics: measured(" Pod "),
  nodeMetrics: measured("节点"),
  events: listed("事件", "events"),
  resourceQuotas: listed("资源配额", "resourcequotas"),
};
