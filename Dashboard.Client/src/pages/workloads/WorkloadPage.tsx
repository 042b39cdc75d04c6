import { Button, Skeleton } from "@mantine/core";
import { Link, useParams } from "react-router";
import { formatCount, formatDateTime } from "../../lib/format";
import { useStream } from "../../live/useStream";
import { podAddress, podsAddress } from "../../model/podQuery";
import { text } from "../../model/text";
import type { PodRow, Release, WorkloadDetail } from "../../model/wire";
import { Age } from "../parts/Age";
import { BackLink } from "../parts/BackLink";
import { Events } from "../parts/Events";
import { ManyLines } from "../parts/ManyLines";
import { PageHead } from "../parts/PageHead";
import { Panel } from "../parts/Panel";
import { Nothing, Problem } from "../parts/Problem";
import { SeriesCharts } from "../parts/SeriesCharts";
import { Status } from "../parts/Status";
import type { Level } from "../parts/seriesContent";
import { TimeControls } from "../parts/TimeControls";
import { UsageBar } from "../parts/UsageBar";
import { usePageTitle } from "../parts/usePageTitle";
import { type Metric, Value } from "../parts/Value";
import { Why } from "../parts/Why";
import { Marks } from "../pod/Lists";
import style from "./Workload.module.css";

export function WorkloadPage() {
  const { namespace = "", kind = "", name = "" } = useParams();
  return <WorkloadView key={`${namespace}/${kind}/${name}`} namespace={namespace} kind={kind} name={name} />;
}

function WorkloadView({ namespace, kind, name }: { namespace: string; kind: string; name: string }) {
  usePageTitle(name);
  const { data, error } = useStream("Workload", [namespace, kind, name]);
  if (data === null && error !== null) {
    return (
      <Problem
        heading
        title={text.workloads.notFound}
        detail={text.workloads.notFoundRemedy}
        said={error}
        action={
          <Button component={Link} to="/workloads" variant="default" size="xs">
            {text.workloads.back}
          </Button>
        }
      />
    );
  }
  const row = data?.row ?? null;
  const subject = { namespace, workloadKind: kind, name };
  return (
    <>
      <BackLink to="/workloads" label={text.workloads.back} />
      <PageHead
        title={name}
        detail={
          <span className="quiet">
            {kind}, <Link to={podsAddress({ namespaces: [namespace] })}>{namespace}</Link>
          </span>
        }
        aside={<TimeControls />}
      />
      <Facts detail={data} />
      <div className={style.charts}>
        <SeriesCharts
          of={{ kind: "workload", ...subject }}
          titles={{ cpu: text.workloads.cpu, memory: text.workloads.memory }}
          levels={{ cpu: levelsOf(row, "cpu"), memory: levelsOf(row, "memory") }}
          total={text.workloads.allPods}
          height={220}
        />
        <ManyLines of={{ kind: "workloadPods", ...subject }} titles={{ cpu: text.workloads.podsCpu, memory: text.workloads.podsMemory }} />
      </div>
      <Pods detail={data} />
      <div className={style.lists}>
        <Releases releases={data?.releases ?? null} />
        <Marks marks={data?.marks ?? null} named />
      </div>
      <Events events={data?.events ?? null} named />
    </>
  );
}

function levelsOf(row: PodRow | null, metric: Metric): Level[] {
  return [
    { name: text.usage.requested, value: row?.[metric].request ?? null, kind: "request" },
    { name: text.usage.limited, value: row?.[metric].limit ?? null, kind: "limit" },
  ];
}

function Facts({ detail }: { detail: WorkloadDetail | null }) {
  if (detail === null) {
    return (
      <Panel>
        <Skeleton height={40} />
      </Panel>
    );
  }
  const { row } = detail;
  if (row === null) {
    return (
      <Panel>
        <Nothing title={text.workloads.noneLives} detail={text.workloads.noneLivesDetail} />
      </Panel>
    );
  }
  return (
    <Panel>
      <dl className={style.facts}>
        <div>
          <dt>{text.pods.columns.status}</dt>
          <dd>
            <Status status={row.status} message={row.statusMessage} />
          </dd>
        </div>
        <div>
          <dt>{text.pages.pods}</dt>
          <dd>{formatCount(row.pods)}</dd>
        </div>
        <div>
          <dt>{text.workloads.ready}</dt>
          <dd>{text.pods.ready(row.ready, row.containers)}</dd>
        </div>
        <div>
          <dt>{text.pods.columns.restarts}</dt>
          <dd>{formatCount(row.restarts)}</dd>
        </div>
        <div>
          <dt>{text.pods.columns.age}</dt>
          <dd>
            <Age at={row.createdAt} />
          </dd>
        </div>
      </dl>
      {row.statusMessage !== null && <p className={style.message}>{row.statusMessage}</p>}
    </Panel>
  );
}

function Pods({ detail }: { detail: WorkloadDetail | null }) {
  return (
    <Panel title={text.pages.pods} flush>
      {detail === null && <Skeleton height={120} />}
      <ul className={style.pods}>
        {detail?.pods.map((pod) => (
          <li key={pod.key}>
            <Link to={podAddress(pod.namespace, pod.name)} className="clip">
              <b>{pod.name}</b>
            </Link>
            <Status status={pod.status} message={pod.statusMessage} />
            <span className="clip quiet">{pod.node ?? text.workloads.noNode}</span>
            {(["cpu", "memory"] as const).map((metric) => (
              <span key={metric} className={style.usage}>
                {pod[metric].value === null && pod.why !== null ? (
                  <Why why={pod.why} name={pod.name} namespace={pod.namespace} node={pod.node} />
                ) : (
                  <Value metric={metric} value={pod[metric].value} />
                )}
                <UsageBar usage={pod[metric]} metric={metric} />
              </span>
            ))}
            <span className="quiet">
              <Age at={pod.createdAt} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Releases({ releases }: { releases: Release[] | null }) {
  return (
    <Panel title={text.workloads.releases} flush>
      {releases === null && <Skeleton height={80} />}
      {releases?.length === 0 && <Nothing title={text.workloads.noReleases} />}
      <ol className={style.releases}>
        {releases?.map((release) => (
          <li key={release.revision}>
            <span className={style.release}>
              <b>{release.revision}</b>
              {release.images.map((image) => (
                <span key={image} className={style.image}>
                  {image}
                </span>
              ))}
            </span>
            <span className="quiet" title={formatDateTime(release.at)}>
              {text.workloads.livingPods(formatCount(release.pods))}, <Age at={release.at} />
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
