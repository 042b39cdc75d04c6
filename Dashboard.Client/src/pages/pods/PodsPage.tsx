import { Button, Menu } from "@mantine/core";
import { useMemo, useState } from "react";
import { formatCount } from "../../lib/format";
import type { StreamRequest } from "../../live/early";
import { exportAddress, isFiltered, type PodView, readView } from "../../model/podQuery";
import { firstWindow } from "../../model/rowWindow";
import { text } from "../../model/text";
import type { GroupKey } from "../../model/wire";
import { Age } from "../parts/Age";
import { ExportIcon } from "../parts/icons";
import { NothingFrom } from "../parts/NothingFrom";
import { PageHead } from "../parts/PageHead";
import { Nothing, Problem } from "../parts/Problem";
import { SaidOnce } from "../parts/SaidOnce";
import { usePageTitle } from "../parts/usePageTitle";
import { useWindowWidth } from "../parts/useWindowWidth";
import { ColumnsMenu } from "./ColumnsMenu";
import { Filters } from "./Filters";
import style from "./Pods.module.css";
import { PodTable, tableWidthIn } from "./PodTable";
import { SelectionBar } from "./Selection";
import { useColumns } from "./useColumns";
import { firstQuery, usePodRows } from "./usePodRows";
import { useSelection } from "./useSelection";
import { useView, withGroup } from "./useView";

/** The streams that the table opens first. */
export const podsStreams = (parameters: URLSearchParams, fixedGroup?: GroupKey): StreamRequest[] => [
  ["Pods", [firstQuery(withGroup(readView(parameters), fixedGroup))]],
];

export function PodsPage() {
  return <PodsView title={text.pods.title} />;
}

/** The table with its filter: of pods and all groups of them, or of one kind of group. */
export function PodsView({ title, fixedGroup }: { title: string; fixedGroup?: GroupKey }) {
  usePageTitle(title);
  const { view, change, clear } = useView(fixedGroup);
  const [columnState, changeColumns] = useColumns();
  const width = useWindowWidth();
  const selection = useSelection(view.selected, change);
  const [window, setWindow] = useState(firstWindow);
  const rows = usePodRows(view, window);
  const { page, error, pending } = rows;
  // The same element as long as it shows the same: then it is not drawn anew with every message.
  const tools = useMemo(
    () => (
      <span className={style.tools}>
        <SelectionBar selection={selection} />
        <ExportMenu view={view} />
        {width > 760 && <ColumnsMenu state={columnState} change={changeColumns} group={view.group} width={tableWidthIn(width)} />}
      </span>
    ),
    [selection, view, columnState, changeColumns, width],
  );
  const countOf = view.group === "none" ? text.pods.count : text.pods.countGroups;
  const count = page === null ? null : countOf(formatCount(page.total), formatCount(page.totalPods));
  return (
    <>
      <PageHead
        title={title}
        detail={
          count !== null && (
            <>
              <span className="quiet" aria-hidden="true">
                {count}
              </span>
              <SaidOnce words={count} of={pending ? null : `${view.filter} ${view.group} ${view.by}`} />
            </>
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
      <Filters view={view} change={change} clear={clear} error={error} fixedGroup={fixedGroup !== undefined} aside={tools} />
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
        <PodTable
          view={view}
          change={change}
          rows={rows}
          onWindow={setWindow}
          columnState={columnState}
          changeColumns={changeColumns}
          selection={selection}
        />
      )}
    </>
  );
}

/** All rows that match, to keep. */
function ExportMenu({ view }: { view: PodView }) {
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<ExportIcon size={14} />}>
          {text.pods.export}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(["csv", "json"] as const).map((format) => (
          <Menu.Item key={format} component="a" href={exportAddress(view, format)} download>
            {text.pods.exportAs(format.toUpperCase())}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
