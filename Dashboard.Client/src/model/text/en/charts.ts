export const charts = {
  range: "Range",
  ranges: { 300: "5 min", 900: "15 min", 3600: "1 h", 21600: "6 h", 86400: "24 h", 604800: "7 d" } as Record<number, string>,
  cpu: "CPU",
  memory: "Memory",
  loading: "Loading history",
  since: (time: string) => `history since ${time}`,
  noPoints: "No points in this range yet.",
  band: "band: least and most",
  resolution: { sample: "every sample", minute: "1 min means", tenMinutes: "10 min means" },
  describe: (title: string, line: string, last: string, least: string, most: string, range: string) =>
    `${title}, ${line}: now ${last}, between ${least} and ${most} over ${range}.`,
  describeEmpty: (title: string) => `${title}: no points yet.`,
  spark: (what: string, least: string, most: string) => `${what} between ${least} and ${most}`,
  show: (line: string) => `Show ${line}`,
};
