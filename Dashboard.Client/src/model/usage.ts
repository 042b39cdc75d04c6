import type { SourceCondition, Usage, WhyMissing } from "./wire";

export type Severity = "good" | "note" | "warning" | "bad" | "unknown";

/** Where usage stands between nothing and the limit; the thresholds are those at which an operator acts. */
export function usageSeverity(usage: Usage): Severity {
  if (usage.value === null) return "unknown";
  const share = shareOf(usage.value, usage.limit);
  if (share === null) return "good";
  if (share >= 0.95) return "bad";
  return share >= 0.8 ? "warning" : "good";
}

export function shareOf(value: number | null, whole: number | null): number | null {
  return value === null || whole === null || whole <= 0 ? null : value / whole;
}

const goodStatuses = new Set(["Running", "Completed", "Succeeded", "Ready"]);
const passingStatuses = new Set(["Pending", "ContainerCreating", "PodInitializing", "Terminating"]);

/** How a status as kubectl prints it is to be seen. */
export function statusSeverity(status: string): Severity {
  if (goodStatuses.has(status)) return "good";
  if (passingStatuses.has(status) || /^Init:\d/.test(status) || status === "Ready,SchedulingDisabled") return "note";
  if (status === "Unknown") return "unknown";
  return "bad";
}

export function conditionSeverity(condition: SourceCondition): Severity {
  switch (condition) {
    case "fresh":
      return "good";
    case "pending":
      return "note";
    case "stale":
    case "empty":
      return "warning";
    default:
      return "bad";
  }
}

/** A pod that does not run is no fault of the metrics; everything else wants someone to look. */
export function whySeverity(why: WhyMissing): Severity {
  return why === "notRunning" || why === "firstSamplePending" || why === "metricsPending" ? "note" : "warning";
}
