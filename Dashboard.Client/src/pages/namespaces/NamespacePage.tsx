import { Button, Skeleton } from "@mantine/core";
import { Link, useParams } from "react-router";
import { useStream } from "../../live/useStream";
import { podsAddress } from "../../model/podQuery";
import { text } from "../../model/text";
import type { NamespaceRow } from "../../model/wire";
import { BackLink } from "../parts/BackLink";
import { PageHead } from "../parts/PageHead";
import { Panel } from "../parts/Panel";
import { Problem } from "../parts/Problem";
import { SeriesCharts } from "../parts/SeriesCharts";
import type { Level } from "../parts/seriesContent";
import { TimeControls } from "../parts/TimeControls";
import { TopPods } from "../parts/TopPods";
import { usePageTitle } from "../parts/usePageTitle";
import style from "./Namespaces.module.css";
import { NamespaceFacts } from "./NamespacesPage";
import { QuotaBars } from "./QuotaBars";

const noArguments: [] = [];

export function NamespacePage() {
  const { name = "" } = useParams();
  return <NamespaceView key={name} name={name} />;
}

function NamespaceView({ name }: { name: string }) {
  usePageTitle(name);
  const { data, error } = useStream("Namespaces", noArguments);
  const row = data?.namespaces.find((candidate) => candidate.name === name) ?? null;
  if (data === null && error !== null) return <Problem heading title={text.problem.stream} detail={error} />;
  if (data !== null && row === null) {
    return (
      <Problem
        heading
        title={text.namespaces.notFound}
        detail={text.namespaces.notFoundRemedy}
        action={
          <Button component={Link} to="/namespaces" variant="default" size="xs">
            {text.namespaces.back}
          </Button>
        }
      />
    );
  }
  return (
    <>
      <BackLink to="/namespaces" label={text.namespaces.back} />
      <PageHead title={name} aside={<TimeControls />} />
      <div className={style.summary}>
        <Panel title={text.namespaces.facts}>{row === null ? <Skeleton height={48} /> : <NamespaceFacts row={row} />}</Panel>
        <Panel title={text.namespaces.quotas}>
          {row === null ? (
            <Skeleton height={48} />
          ) : row.quotas.length === 0 ? (
            <p className="quiet">{text.namespaces.noQuota}</p>
          ) : (
            <QuotaBars quotas={row.quotas} />
          )}
        </Panel>
      </div>
      <div className={style.charts}>
        <SeriesCharts
          of={{ kind: "namespace", namespace: name }}
          titles={{ cpu: text.charts.cpu, memory: text.charts.memory }}
          levels={{ cpu: levelsOf(row, "cpu"), memory: levelsOf(row, "memory") }}
          total={text.usage.used}
          height={220}
        />
        <TopPods namespace={name} metric="cpu" />
        <TopPods namespace={name} metric="memory" />
      </div>
      <Link to={podsAddress({ namespaces: [name], group: "workload" })}>{text.namespaces.workloadsOf}</Link>
    </>
  );
}

function levelsOf(row: NamespaceRow | null, metric: "cpu" | "memory"): Level[] {
  return [
    { name: text.usage.requested, value: row?.[metric].requested ?? null, kind: "request" },
    { name: text.usage.limited, value: row?.[metric].limited ?? null, kind: "limit" },
  ];
}
