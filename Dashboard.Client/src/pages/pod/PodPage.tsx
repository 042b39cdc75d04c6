import { Button, Skeleton } from "@mantine/core";
import { Link, useParams, useSearchParams } from "react-router";
import { useNow } from "../../lib/clock";
import { formatAge } from "../../lib/format";
import { useStream } from "../../live/useStream";
import { nodeAddress, podsAddress, workloadAddress } from "../../model/podQuery";
import { text } from "../../model/text";
import type { PodDetail, PodRow, Usage } from "../../model/wire";
import { Age } from "../parts/Age";
import { BackLink } from "../parts/BackLink";
import { Events } from "../parts/Events";
import { GoneIcon } from "../parts/icons";
import { ManyLines } from "../parts/ManyLines";
import { PageHead } from "../parts/PageHead";
import { Panel } from "../parts/Panel";
import { Problem } from "../parts/Problem";
import { SeriesCharts } from "../parts/SeriesCharts";
import { Spoken } from "../parts/Spoken";
import { Status } from "../parts/Status";
import type { Level } from "../parts/seriesContent";
import { TimeControls } from "../parts/TimeControls";
import { usePageTitle } from "../parts/usePageTitle";
import type { Metric } from "../parts/Value";
import { Why } from "../parts/Why";
import { ContainersPicker, readContainers } from "./ContainersPicker";
import { ContainerTable } from "./ContainerTable";
import { Labels, Marks } from "./Lists";
import style from "./Pod.module.css";

export function PodPage() {
  const { namespace = "", name = "" } = useParams();
  // A page for another pod is another page: nothing of the one before may stay.
  return <PodView key={`${namespace}/${name}`} namespace={namespace} name={name} />;
}

function PodView({ namespace, name }: { namespace: string; name: string }) {
  usePageTitle(name);
  const [parameters, setParameters] = useSearchParams();
  const containers = readContainers(parameters);
  const withSiblings = parameters.get("siblings") === "1";
  const { data, error } = useStream("Pod", [namespace, name]);
  if (data === null && error !== null) {
    return (
      <Problem
        heading
        title={text.pod.notFound}
        detail={text.pod.notFoundRemedy}
        said={error}
        action={
          <Button component={Link} to="/pods" variant="default" size="xs">
            {text.pod.back}
          </Button>
        }
      />
    );
  }
  const pod = data?.pod ?? null;
  const running = (data?.containers ?? []).filter((container) => container.kind !== "init");
  const containerLevels = (container: string, metric: Metric) => levelsOf(running.find(({ name: one }) => one === container)?.[metric]);
  return (
    <>
      <BackLink to="/pods" label={text.pod.back} />
      <PageHead title={name} detail={<Link to={podsAddress({ namespaces: [namespace] })}>{namespace}</Link>} aside={<TimeControls />} />
      {data?.goneAt != null && <Gone at={data.goneAt} />}
      {pod?.why != null && <MissingNote pod={pod} />}
      <Facts detail={data} />
      {running.length > 1 && <ContainersPicker />}
      <div className={style.charts}>
        <SeriesCharts
          of={{ kind: "pod", namespace, name }}
          containers={containers}
          containerLevels={containerLevels}
          titles={{ cpu: text.charts.cpu, memory: text.charts.memory }}
          levels={{ cpu: levelsOf(pod?.cpu), memory: levelsOf(pod?.memory) }}
          total={text.pod.total}
          height={230}
        />
      </div>
      {data !== null && data.siblings > 0 && pod?.workload != null && (
        <>
          <Button
            variant="default"
            size="xs"
            className={style.siblings ?? ""}
            aria-pressed={withSiblings}
            onClick={() =>
              setParameters(
                (before) => {
                  const next = new URLSearchParams(before);
                  if (withSiblings) next.delete("siblings");
                  else next.set("siblings", "1");
                  return next;
                },
                { replace: true, preventScrollReset: true },
              )
            }
          >
            {withSiblings ? text.pod.hideSiblings : `${text.pod.showSiblings} (${data.siblings})`}
          </Button>
          {withSiblings && (
            <div className={style.charts}>
              <ManyLines
                of={{ kind: "workloadPods", namespace, workloadKind: pod.workload.kind, name: pod.workload.name }}
                titles={text.pod.against}
                own={name}
              />
            </div>
          )}
        </>
      )}
      <ContainerTable detail={data} />
      <div className={style.lists}>
        <Marks marks={data?.marks ?? null} />
        <Labels labels={data?.labels ?? null} />
      </div>
      <Events events={data?.events ?? null} />
    </>
  );
}

function levelsOf(usage: Usage | undefined): Level[] {
  return [
    { name: text.usage.requestLevel, value: usage?.request ?? null, kind: "request" },
    { name: text.usage.limitLevel, value: usage?.limit ?? null, kind: "limit" },
  ];
}

function Gone({ at }: { at: number }) {
  const now = useNow();
  const words = text.pod.gone(formatAge(now - at));
  return (
    <p className={style.gone}>
      <GoneIcon size={16} /> {words}
      <Spoken key={at} words={words} />
    </p>
  );
}

function MissingNote({ pod }: { pod: PodRow }) {
  if (pod.why === null) return null;
  const { why, remedy } = text.why[pod.why];
  return (
    <p className={style.gone} role="status">
      <Why why={pod.why} name={pod.name} namespace={pod.namespace} node={pod.node} terse />
      <span>
        {why} <span className="quiet">{remedy}</span>
      </span>
    </p>
  );
}

function Facts({ detail }: { detail: PodDetail | null }) {
  if (detail === null) {
    return (
      <Panel>
        <Skeleton height={40} />
      </Panel>
    );
  }
  const { pod } = detail;
  const facts: [string, React.ReactNode][] = [
    [text.pods.columns.status, <Status key="status" status={pod.status} message={pod.statusMessage} />],
    [
      text.pod.workload,
      pod.workload === null ? (
        text.missing
      ) : (
        <Link key="workload" to={workloadAddress(pod.namespace, pod.workload.kind, pod.workload.name)}>
          {pod.workload.kind} {pod.workload.name}
        </Link>
      ),
    ],
    [
      text.pod.node,
      pod.node === null ? (
        text.missing
      ) : (
        <Link key="node" to={nodeAddress(pod.node)}>
          {pod.node}
        </Link>
      ),
    ],
    [text.pods.columns.age, <Age key="age" at={pod.createdAt} />],
    [text.pods.columns.restarts, String(pod.restarts)],
    [text.pod.qos, detail.qosClass ?? text.missing],
    [text.pod.ip, detail.podIp ?? text.missing],
    [text.pod.sampled, <Age key="sampled" at={pod.sampledAt} />],
  ];
  return (
    <Panel>
      <dl className={style.facts}>
        {facts.map(([fact, value]) => (
          <div key={fact}>
            <dt>{fact}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {pod.statusMessage !== null && <p className={style.message}>{pod.statusMessage}</p>}
    </Panel>
  );
}
