import type { Text } from "../en";

export const workloads: Text["workloads"] = {
  title: "工作负载",
  back: "全部工作负载",
  notFound: "未找到此工作负载。",
  notFoundRemedy: "它消失的时间可能已超出服务器的保留期，或者地址有误。",
  cpu: "所有 Pod 的 CPU",
  memory: "所有 Pod 的内存",
  podsCpu: "各 Pod 的 CPU",
  podsMemory: "各 Pod 的内存",
  allPods: "所有 Pod",
  ready: "就绪",
  noNode: "尚未调度",
  noneLives: "没有存活的 Pod。",
  noneLivesDetail: "以下为历史记录。",
  releases: "版本",
  noReleases: "Pod 未标明所属的模板版本。",
  livingPods: (count) => `${count} 个 Pod`,
};
