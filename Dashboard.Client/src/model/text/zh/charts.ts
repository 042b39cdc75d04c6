import type { Text } from "../en";

export const charts: Text["charts"] = {
  range: "时间范围",
  ranges: { 300: "5 分钟", 900: "15 分钟", 3600: "1 小时", 21600: "6 小时", 86400: "24 小时", 604800: "7 天" },
  cpu: "CPU",
  memory: "内存",
  loading: "正在加载历史数据",
  since: (time) => `历史数据始于 ${time}`,
  noPoints: "此时间范围内尚无数据点。",
  band: "色带：最小值与最大值",
  resolution: { sample: "每个采样", minute: "1 分钟均值", tenMinutes: "10 分钟均值" },
  describe: (title, line, last, least, most, range) => `${title}，${line}：当前 ${last}，${range}内介于 ${least} 与 ${most} 之间。`,
  describeEmpty: (title) => `${title}：尚无数据点。`,
  spark: (what, least, most) => `${what}介于 ${least} 与 ${most} 之间`,
  earlier: "向前半个区间",
  later: "向后半个区间",
  pause: "暂停",
  backToLive: "回到实时",
  show: (line) => `显示 ${line}`,
};
