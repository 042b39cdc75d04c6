import { Button } from "@mantine/core";
import { useState } from "react";
import { formatCount } from "../../lib/format";
import { isFiltered } from "../../model/podQuery";
import { text } from "../../model/text";
import { Age } from "../parts/Age";
import { NothingFrom } from "../parts/NothingFrom";
import { PageHead } from "../parts/PageHead";
import { Nothing, Problem } from "../parts/Problem";
import { usePageTitle } from "../parts/usePageTitle";
import { Filters } from "./Filters";
import style from "./Pods.module.css";
import { PodTable } from "./PodTable";
import { usePodRows } from "./usePodRows";
import { useView } from "./useView";

const firstWindow = { offset: 0, limit: 50 };

export function PodsPage() {
  usePageTitle(text.pods.title);
  const { view, change, clear } = useView();
  const [window, setWindow] = useState(firstWindow);
  const rows = usePodRows(view, window);
  const { page, error, pending } = rows;
  return (
    <>
      <PageHead
        title={text.pods.title}
        detail={
          page !== null && (
            <span className="quiet" role="status">
              {view.group === "none"
                ? text.pods.count(formatCount(page.total), formatCount(page.totalPods))
                : text.pods.countGroups(formatCount(page.total), formatCount(page.totalPods))}
            </span>
          )
        }
        aside={
          page?.newestSampleAt != null && (
            <span className="quiet">
              {text.pods.newestSample} <Age at={page.newestSampleAt} />
            </span>
          )
        }
      />
      <Filters view={view} change={change} clear={clear} error={error} />
      {page === null && error !== null ? (
        <div className={style.card}>
          <Problem title={text.problem.stream} detail={error} />
        </div>
      ) : page?.total === 0 && !pending ? (
        <div className={style.card}>
          {isFiltered(view) ? (
            <Nothing
              title={text.pods.nothing}
              detail={text.pods.nothingRemedy}
              action={
                <Button size="xs" variant="default" onClick={clear}>
                  {text.pods.clear}
                </Button>
              }
            />
          ) : (
            <NothingFrom source="pods" empty={text.pods.emptyCluster} />
          )}
        </div>
      ) : (
        <PodTable view={view} change={change} rows={rows} onWindow={setWindow} />
      )}
    </>
  );
}
