import type { Text } from "../en";

export const nodes: Text["nodes"] = {
  title: "节点",
  name: "名称",
  status: "状态",
  roles: "角色",
  version: "Kubelet 版本",
  age: "运行时长",
  pods: "Pod",
  ip: "内部 IP",
  none: "集群中没有此账号可见的节点。",
  back: "全部节点",
  notFound: "集群中没有此节点。",
  notFoundRemedy: "它可能已被移除；其上的 Pod 已迁移或正在等待调度。",
  table: "节点，实时",
  ofAllocatable: "占可分配量",
  podsOf: (pods, most) => `${pods} / ${most}`,
  noRole: "工作节点",
  notMeasured: "未测量",
  sorts: { name: "名称", cpu: "CPU", memory: "内存", pods: "Pod" },
  noAddress: "未上报",
};
