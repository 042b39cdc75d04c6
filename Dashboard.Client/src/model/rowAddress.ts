import { quoted, withExactValues, withTerm } from "./filter";
import { type PodView, podAddress, podsAddress, workloadAddress } from "./podQuery";
import type { PodRow } from "./wire";

/** Where a row leads: a pod and a workload to their pages, another group to the list of its pods. */
export function rowAddress(row: PodRow, view: PodView): string {
  const pods = (filter: string) => podsAddress({ ...view, filter, group: "none", by: "", selected: [] });
  switch (row.kind) {
    case "pod":
      return podAddress(row.namespace, row.name);
    case "workload":
      return row.namespace !== null && row.workload !== null
        ? workloadAddress(row.namespace, row.workload.kind, row.workload.name)
        : pods(view.filter);
    case "namespace":
      return pods(withExactValues(view.filter, "ns", [row.namespace ?? row.name]));
    case "node":
      return pods(withExactValues(view.filter, "node", [row.node ?? row.name]));
    case "label":
      return pods(withTerm(view.filter, row.name === "" ? `-label:${view.by}` : `label:${view.by}=${quoted(row.name)}`));
  }
}
