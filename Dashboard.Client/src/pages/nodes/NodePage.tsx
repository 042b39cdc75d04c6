import { Button } from "@mantine/core";
import { Link, useParams } from "react-router";
import { useStream } from "../../live/useStream";
import { text } from "../../model/text";
import type { NodeRow } from "../../model/wire";
import { Age } from "../parts/Age";
import { BackLink } from "../parts/BackLink";
import { PageHead } from "../parts/PageHead";
import { Panel } from "../parts/Panel";
import { Problem } from "../parts/Problem";
import { SeriesCharts } from "../parts/SeriesCharts";
import type { Level } from "../parts/seriesContent";
import { TimeControls } from "../parts/TimeControls";
import { TopPods } from "../parts/TopPods";
import { usePageTitle } from "../parts/usePageTitle";
import { Why } from "../parts/Why";
import { NodeStatus } from "./NodeStatus";
import style from "./Nodes.module.css";

const noArguments: [] = [];

export function NodePage() {
  const { name = "" } = useParams();
  return <NodeView key={name} name={name} />;
}

function NodeView({ name }: { name: string }) {
  usePageTitle(name);
  const { data, error } = useStream("Nodes", noArguments);
  const node = data?.nodes.find((candidate) => candidate.name === name) ?? null;
  if (data === null && error !== null) return <Problem heading title={text.problem.stream} detail={error} />;
  if (data !== null && node === null) {
    return (
      <Problem
        heading
        title={text.nodes.notFound}
        detail={text.nodes.notFoundRemedy}
        action={
          <Button component={Link} to="/nodes" variant="default" size="xs">
            {text.nodes.back}
          </Button>
        }
      />
    );
  }
  return (
    <>
      <BackLink to="/nodes" label={text.nodes.back} />
      <PageHead title={name} detail={node !== null && <NodeStatus node={node} />} aside={<TimeControls />} />
      {node !== null && <NodeFacts node={node} />}
      <div className={style.charts}>
        <SeriesCharts
          of={{ kind: "node", name }}
          titles={{ cpu: text.charts.cpu, memory: text.charts.memory }}
          levels={{ cpu: levelsOf(node, "cpu"), memory: levelsOf(node, "memory") }}
          total={text.usage.used}
          height={220}
        />
        <TopPods node={name} metric="cpu" />
        <TopPods node={name} metric="memory" />
      </div>
    </>
  );
}

function NodeFacts({ node }: { node: NodeRow }) {
  return (
    <Panel>
      <dl className={style.wideFacts}>
        <div>
          <dt>{text.nodes.pods}</dt>
          <dd>{node.podsAllocatable === null ? node.pods : text.nodes.podsOf(String(node.pods), String(node.podsAllocatable))}</dd>
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
          <dt>{text.nodes.ip}</dt>
          <dd>{node.internalIp ?? text.nodes.noAddress}</dd>
        </div>
        <div>
          <dt>{text.nodes.age}</dt>
          <dd>
            <Age at={node.createdAt} />
          </dd>
        </div>
        <div>
          <dt>{text.pod.sampled}</dt>
          <dd>
            <Age at={node.sampledAt} />
          </dd>
        </div>
        {node.why !== null && (
          <div>
            <dt>{text.pods.columns.status}</dt>
            <dd>
              <Why why={node.why} node={node.name} />
            </dd>
          </div>
        )}
      </dl>
      {node.statusMessage !== null && <p className={style.message}>{node.statusMessage}</p>}
    </Panel>
  );
}

function levelsOf(node: NodeRow | null, metric: "cpu" | "memory"): Level[] {
  return [
    { name: text.usage.requested, value: node?.[metric].requested ?? null, kind: "request" },
    { name: text.usage.limited, value: node?.[metric].limited ?? null, kind: "limit" },
    { name: text.usage.allocatable, value: node?.[metric].allocatable ?? null, kind: "allocatable" },
  ];
}
