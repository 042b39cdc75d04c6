import { text } from "../../model/text";
import { PodsView } from "../pods/PodsPage";

/** The table of pods with a row for each workload. */
export function WorkloadsPage() {
  return <PodsView title={text.workloads.title} fixedGroup="workload" />;
}
