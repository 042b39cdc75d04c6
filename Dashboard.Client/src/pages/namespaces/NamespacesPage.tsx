import { Skeleton } from "@mantine/core";
import { memo, useMemo } from "react";
import { Link, useSearchParams } from "react-router";
import { formatCount } from "../../lib/format";
import { useStream } from "../../live/useStream";
import { namespaceAddress, namespaceSorts, readNamespaceSort, sortNamespaces } from "../../model/namespaces";
import { podsAddress } from "../../model/podQuery";
import { text } from "../../model/text";
import type { NamespaceRow } from "../../model/wire";
import { Load } from "../parts/Load";
import { NothingFrom } from "../parts/NothingFrom";
import { PageHead } from "../parts/PageHead";
import { Panel } from "../parts/Panel";
import { Problem } from "../parts/Problem";
import { SortPicker } from "../parts/SortPicker";
import { SeverityIcon } from "../parts/Status";
import { usePageTitle } from "../parts/usePageTitle";
import { Why } from "../parts/Why";
import style from "./Namespaces.module.css";
import { QuotaBars } from "./QuotaBars";

const noArguments: [] = [];

export function NamespacesPage() {
  usePageTitle(text.namespaces.title);
  const { data, error } = useStream("Namespaces", noArguments);
  const [parameters] = useSearchParams();
  const sort = readNamespaceSort(parameters);
  const shown = useMemo(() => (data === null ? null : sortNamespaces(data.namespaces, sort)), [data, sort]);
  if (data === null && error !== null) return <Problem heading title={text.problem.stream} detail={error} />;
  return (
    <>
      <PageHead
        title={text.namespaces.title}
        detail={shown !== null && <span className="quiet">{formatCount(shown.length)}</span>}
        aside={
          <SortPicker
            label={text.pods.sort}
            value={sort}
            usual="memory"
            choices={namespaceSorts.map((value) => ({ value, label: text.namespaces.sorts[value] }))}
          />
        }
      />
      {shown?.length === 0 ? (
        <Panel>
          <NothingFrom source="pods" empty={text.namespaces.none} />
        </Panel>
      ) : (
        <ul className={style.cards} aria-label={text.namespaces.list} aria-busy={shown === null}>
          {shown === null
            ? ["a", "b", "c", "d", "e", "f"].map((key) => (
                <li key={key} className={style.card}>
                  <Skeleton height={210} />
                </li>
              ))
            : shown.map((row) => <NamespaceCard key={row.name} row={row} />)}
        </ul>
      )}
    </>
  );
}

const NamespaceCard = memo(function NamespaceCard({ row }: { row: NamespaceRow }) {
  const why = row.why === null ? undefined : <Why why={row.why} namespace={row.name} />;
  return (
    <li className={style.card}>
      <div className={style.cardHead}>
        <Link to={namespaceAddress(row.name)} className={`${style.name} clip`}>
          {row.name}
        </Link>
        {row.notReady > 0 && (
          <span className={style.trouble}>
            <SeverityIcon severity="warning" size={13} /> {text.namespaces.notReady(formatCount(row.notReady))}
          </span>
        )}
      </div>
      <Load metric="cpu" totals={row.cpu} spark={row.cpuSpark} why={why} />
      <Load metric="memory" totals={row.memory} spark={row.memorySpark} why={why} />
      {row.quotas.length > 0 ? <QuotaBars quotas={row.quotas} /> : <p className="quiet">{text.namespaces.noQuota}</p>}
      <NamespaceFacts row={row} />
    </li>
  );
});

export function NamespaceFacts({ row }: { row: NamespaceRow }) {
  return (
    <dl className={style.facts}>
      <div>
        <dt>{text.pages.pods}</dt>
        <dd>
          <Link to={podsAddress({ namespaces: [row.name] })}>{formatCount(row.pods)}</Link>
        </dd>
      </div>
      <div>
        <dt>{text.pages.workloads}</dt>
        <dd>
          <Link to={podsAddress({ namespaces: [row.name], group: "workload" })}>{formatCount(row.workloads)}</Link>
        </dd>
      </div>
      <div>
        <dt>{text.pods.columns.restarts}</dt>
        <dd>{formatCount(row.restarts)}</dd>
      </div>
    </dl>
  );
}
