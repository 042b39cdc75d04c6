import { Skeleton } from "@mantine/core";
import { Link } from "react-router";
import { formatShare } from "../../lib/format";
import { useStream } from "../../live/useStream";
import { nodeAddress, podsAddress } from "../../model/podQuery";
import { text } from "../../model/text";
import { shareOf } from "../../model/usage";
import type { NodeRow } from "../../model/wire";
import { Age } from "../parts/Age";
import { NothingFrom } from "../parts/NothingFrom";
import { PageHead } from "../parts/PageHead";
import { Panel } from "../parts/Panel";
import { Problem } from "../parts/Problem";
import { usePageTitle } from "../parts/usePageTitle";
import { type Metric, Value } from "../parts/Value";
import { Why } from "../parts/Why";
import { NodeStatus } from "./NodeStatus";
import style from "./Nodes.module.css";

const noArguments: [] = [];

export function NodesPage() {
  usePageTitle(text.nodes.title);
  const { data, error } = useStream("Nodes", noArguments);
  if (data === null && error !== null) return <Problem title={text.problem.stream} detail={error} />;
  return (
    <>
      <PageHead title={text.nodes.title} detail={data !== null && <span className="quiet">{data.nodes.length}</span>} />
      {data?.nodes.length === 0 ? (
        <Panel>
          <NothingFrom source="nodes" empty={text.nodes.none} />
        </Panel>
      ) : (
        <ul className={style.nodes} aria-label={text.nodes.table}>
          {data === null
            ? ["a", "b", "c", "d", "e", "f"].map((key) => (
                <li key={key} className={style.node}>
                  <Skeleton height={150} />
                </li>
              ))
            : data.nodes.map((node) => <NodeCard key={node.name} node={node} />)}
        </ul>
      )}
    </>
  );
}

/** A node as a card: two figures with their bars are read across many nodes faster than twelve columns. */
function NodeCard({ node }: { node: NodeRow }) {
  return (
    <li className={style.node}>
      <div className={style.nodeHead}>
        <Link to={nodeAddress(node.name)} className={`${style.name} clip`}>
          {node.name}
        </Link>
        <NodeStatus node={node} />
      </div>
      {node.statusMessage !== null && <p className={`${style.message} quiet`}>{node.statusMessage}</p>}
      {node.why !== null && (
        <div>
          <Why why={node.why} node={node.name} />
        </div>
      )}
      <NodeLoad node={node} metric="cpu" />
      <NodeLoad node={node} metric="memory" />
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
          <dd>{node.kubeletVersion ?? text.missing}</dd>
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
}

export function NodeLoad({ node, metric }: { node: NodeRow; metric: Metric }) {
  const { usage, requested, allocatable } = node[metric];
  const used = shareOf(usage, allocatable);
  const promised = shareOf(requested, allocatable);
  return (
    <div>
      <div className={style.loadHead}>
        <span className="quiet">{text.units[metric]}</span>
        <span>
          <b>
            <Value metric={metric} value={usage} />
          </b>{" "}
          <span className="quiet">
            / <Value metric={metric} value={allocatable} />
          </span>
        </span>
        <span className={style.share}>{used === null ? text.missing : formatShare(used)}</span>
      </div>
      <div
        className={style.track}
        role="img"
        aria-label={`${text.units[metric]}: ${used === null ? text.missing : formatShare(used)} ${text.nodes.ofAllocatable}, ${text.usage.requested} ${promised === null ? text.missing : formatShare(promised)}`}
        title={promised === null ? undefined : `${text.usage.requested} ${formatShare(promised)}`}
      >
        <span className={style[metric]} style={{ inlineSize: `${Math.min(1, used ?? 0) * 100}%` }} />
        {promised !== null && <i style={{ insetInlineStart: `${Math.min(1, promised) * 100}%` }} />}
      </div>
    </div>
  );
}
