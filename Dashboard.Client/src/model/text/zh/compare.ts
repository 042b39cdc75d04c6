import type { Text } from "../en";

export const compare: Text["compare"] = {
  title: "对比",
  subjects: "对比对象",
  remove: (what) => `移除 ${what}`,
  add: "加入对比",
  form: "请输入 pod:命名空间/名称 或 workload:命名空间/Kind/名称，例如 workload:shop/Deployment/cart。",
  already: "已在对比中。",
  full: (most) => `最多对比 ${most} 项：请先移除一项。`,
  nothing: "尚未选择对比对象。",
  how: "在上方输入 Pod 或工作负载，或在 Pod 列表中选择。",
};
