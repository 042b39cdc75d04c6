import type { Text } from "../en";

export const namespaces: Text["namespaces"] = {
  title: "命名空间",
  list: "命名空间，实时",
  sorts: { name: "名称", cpu: "CPU", memory: "内存", pods: "Pod", quota: "配额" },
  notReady: (count) => `${count} 个未就绪`,
  quotas: "资源配额",
  quotaOf: (name) => `ResourceQuota ${name}`,
  noQuota: "没有 ResourceQuota。",
  usedUnknown: "尚未统计",
  levels: { near: "接近上限", full: "即将用尽", over: "超出配额" },
  none: "集群中没有此账号可见的、包含 Pod 的命名空间。",
  back: "全部命名空间",
  facts: "概况",
  workloadsOf: "此命名空间的工作负载",
  notFound: "此命名空间没有 Pod，也没有配额。",
  notFoundRemedy: "它可能为空或已删除，也可能是地址有误。",
};
