import { useStream } from "../../live/useStream";
import { podsAddress } from "../../model/podQuery";
import { text } from "../../model/text";
import type { PodQuery } from "../../model/wire";
import { TopList } from "./PodLists";
import type { Metric } from "./Value";

const rowsShown = 8;
const sparkSeconds = 900;

/** The pods that use most, of one node or namespace, with their sparklines. */
export function TopPods({ metric, node, namespace }: { metric: Metric; node?: string; namespace?: string }) {
  const query: PodQuery = { sort: metric, descending: true, offset: 0, limit: rowsShown, sparkSeconds };
  if (node !== undefined) query.nodes = [node];
  if (namespace !== undefined) query.namespaces = [namespace];
  const { data } = useStream("Pods", [query]);
  return (
    <TopList
      title={metric === "cpu" ? text.overview.topCpu : text.overview.topMemory}
      metric={metric}
      rows={data?.rows ?? null}
      expected={rowsShown}
      all={podsAddress({ nodes: node === undefined ? [] : [node], namespaces: namespace === undefined ? [] : [namespace], sort: metric })}
      allLabel={data === null ? text.overview.seeAll : text.pods.podsIn(String(data.total))}
    />
  );
}
