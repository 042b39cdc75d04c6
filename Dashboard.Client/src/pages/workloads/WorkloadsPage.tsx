import type { StreamRequest } from "../../live/early";
import { text } from "../../model/text";
import { PodsView, podsStreams } from "../pods/PodsPage";

export const workloadsStreams = (parameters: URLSearchParams): StreamRequest[] => podsStreams(parameters, "workload");

/** The table of pods with a row for each workload. */
export function WorkloadsPage() {
  return <PodsView title={text.workloads.title} fixedGroup="workload" />;
}
