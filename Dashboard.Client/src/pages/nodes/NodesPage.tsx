import { Skeleton } from "@mantine/core";
import { memo, useMemo } from "react";
import { Link, useSearchParams } from "react-router";
import { useStream } from "../../live/useStream";
import { nodeSorts, readNodeSort, sortNodes } from "../../model/nodes";
import { nodeAddress, podsAddress } from "../../model/podQuery";
import { text } from "../../model/text";
import type { NodeRow } from "../../model/wire";
import { Age } from "../parts/Age";
import { Load } from "../parts/Load";
import { NothingFrom } from "../parts/NothingFrom";
import { PageHead } from "../parts/PageHead";
import { Panel } from "../parts/Panel";
import { Problem } from "../parts/Problem";
import { SortPicker } from "../parts/SortPicker";
import { usePageTitle } from "../parts/usePageTitle";
import { Why } from "../parts/Why";
import { NodeStatus } from "./NodeStatus";
import style from "./Nodes.module.css";

const noArguments: [] = [];

export function NodesPage() {
  usePageTitle(text.nodes.title);
  const { data, error } = useStream("Nodes", noArguments);
  const [parameters] = useSearchParams();
  const sort = readNodeSort(parameters);
  const shown = useMemo(() => (data === null ? null : sortNodes(data.nodes, sort)), [data, sort]);
  if (data === null && error !== null) return <Problem heading title={text.problem.stream} detail={error} />;
  return (
    <>
      <PageHead
        title={text.nodes.title}
        detail={data !== null && <span className="quiet">{data.nodes.length}</span>}
        aside={
          <SortPicker
            label={text.pods.sort}
            value={sort}
            usual="name"
            choices={nodeSorts.map((value) => ({ value, label: text.nodes.sorts[value] }))}
          />
        }
      />
      {data?.nodes.length === 0 ? (
        <Panel>
          <NothingFrom source="nodes" empty={text.nodes.none} />
        </Panel>
      ) : (
        <ul className={style.nodes} aria-label={text.nodes.table}>
          {shown === null
            ? ["a", "b", "c", "d", "e", "f"].map((key) => (
                <li key={key} className={style.node}>
                  <Skeleton height={150} />
                </li>
              ))
            : shown.map((node) => <NodeCard key={node.name} node={node} />)}
        </ul>
      )}
    </>
  );
}

/** A node as a card: two figures with their bars are read across many nodes faster than twelve columns. */
const NodeCard = memo(function NodeCard({ node }: { node: NodeRow }) {
  const why = node.why === null ? undefined : <Why why={node.why} node={node.name} />;
  return (
    <li className={style.node}>
      <div className={style.nodeHead}>
        <Link to={nodeAddress(node.name)} className={`${style.name} clip`}>
          {node.name}
        </Link>
        <NodeStatus node={node} />
      </div>
      {node.statusMessage !== null && <p className={`${style.message} quiet`}>{node.statusMessage}</p>}
      <Load metric="cpu" totals={node.cpu} spark={node.cpuSpark} why={why} />
      <Load metric="memory" totals={node.memory} spark={node.memorySpark} why={why} />
      <dl className={style.facts}>
        <div>
          <dt>{text.nodes.pods}</dt>
          <dd>
            <Link to={podsAddress({ nodes: [node.name] })}>
              {node.podsAllocatable === null ? node.pods : text.nodes.podsOf(String(node.pods), String(node.podsAllocatable))}
            </Link>
          </dd>
        </div>
        <div>
          <dt>{text.nodes.roles}</dt>
          <dd>{node.roles.length === 0 ? text.nodes.noRole : node.roles.join(", ")}</dd>
        </div>
        <div>
          <dt>{text.nodes.version}</dt>
          <dd>{node.kubeletVersion ?? text.nodes.noAddress}</dd>
        </div>
        <div>
          <dt>{text.nodes.age}</dt>
          <dd>
            <Age at={node.createdAt} />
          </dd>
        </div>
      </dl>
    </li>
  );
});
