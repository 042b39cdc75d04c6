import { Skeleton } from "@mantine/core";
import { Link } from "react-router";
import { useColours } from "../../charts/colours";
import { Sparkline } from "../../charts/Sparkline";
import { uniqueKeys } from "../../lib/uniqueKeys";
import { podAddress, podsAddress } from "../../model/podQuery";
import { extentOf } from "../../model/series";
import { text } from "../../model/text";
import type { PodRow, RestartEvent } from "../../model/wire";
import { Age } from "./Age";
import { Panel } from "./Panel";
import style from "./PodLists.module.css";
import { Nothing } from "./Problem";
import { SeverityIcon, Status } from "./Status";
import { UsageBar } from "./UsageBar";
import { formats, type Metric, Value } from "./Value";
import { Why } from "./Why";

const rowHeight = 39;

/** As high as the rows that will come, so that nothing below them jumps. */
function Waiting({ rows = 4 }: { rows?: number }) {
  return (
    <div className={style.waiting} style={{ height: rows * rowHeight + 8 }}>
      <Skeleton height="100%" />
    </div>
  );
}

function PodName({ row }: { row: Pick<PodRow, "name" | "namespace"> }) {
  return (
    <Link to={podAddress(row.namespace, row.name)} className={style.podName} title={`${row.namespace}/${row.name}`}>
      <span className="clip">{row.name}</span>
      <span className="clip quiet">{row.namespace}</span>
    </Link>
  );
}

interface TopListProps {
  title: string;
  metric: Metric;
  rows: PodRow[] | null;
  /** Where the whole list is. */
  all: string;
  allLabel?: string;
  /** Rows to keep room for while waiting. */
  expected: number;
}

export function TopList({ title, metric, rows, all, allLabel = text.overview.seeAll, expected }: TopListProps) {
  const colours = useColours();
  const { format } = formats[metric];
  const more = (
    <Link to={all} className={style.more}>
      {allLabel}
    </Link>
  );
  return (
    <Panel title={title} aside={more} flush>
      {rows === null && <Waiting rows={expected} />}
      {rows?.length === 0 && <Nothing title={text.overview.noPods} />}
      <ol className={style.list}>
        {rows?.map((row) => {
          const spark = metric === "cpu" ? row.cpuSpark : row.memorySpark;
          const { minimum, maximum } = extentOf(spark);
          const label = text.charts.spark(
            text.units[metric],
            minimum === null ? text.missing : format(minimum),
            maximum === null ? text.missing : format(maximum),
          );
          return (
            <li key={row.key} className={style.topRow}>
              <PodName row={row} />
              <span className={style.spark}>
                {spark.length > 0 && <Sparkline values={spark} colour={colours[metric]} width={72} height={20} label={label} />}
              </span>
              {row.why !== null && row[metric].value === null ? (
                <span className={style.reason}>
                  <Why why={row.why} name={row.name} namespace={row.namespace} node={row.node} />
                </span>
              ) : (
                <>
                  <span className={style.value}>
                    {row.why !== null && <Why why={row.why} name={row.name} namespace={row.namespace} node={row.node} terse />}
                    <Value metric={metric} value={row[metric].value} />
                  </span>
                  <UsageBar usage={row[metric]} metric={metric} />
                </>
              )}
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

/** The pods whose memory grows fastest, with how much an hour and the half hour that says so. */
export function GrowingList({ rows, expected }: { rows: PodRow[] | null; expected: number }) {
  const colours = useColours();
  const { format } = formats.memory;
  return (
    <Panel
      title={text.overview.growing}
      aside={
        <Link to={podsAddress({ sort: "memoryGrowth" })} className={style.more}>
          {text.overview.growingAll}
        </Link>
      }
      flush
    >
      {rows === null && <Waiting rows={expected} />}
      {rows?.length === 0 && <Nothing title={text.overview.nothingGrows} detail={text.overview.nothingGrowsDetail} />}
      <ol className={style.list}>
        {rows?.map((row) => {
          const { minimum, maximum } = extentOf(row.memorySpark);
          return (
            <li key={row.key} className={style.topRow}>
              <PodName row={row} />
              <span className={style.spark}>
                {minimum !== null && maximum !== null && (
                  <Sparkline
                    values={row.memorySpark}
                    colour={colours.memory}
                    width={72}
                    height={20}
                    label={text.charts.spark(text.units.memory, format(minimum), format(maximum))}
                  />
                )}
              </span>
              <span className={style.value}>
                {row.memoryGrowthBytesPerHour !== null && text.overview.perHour(format(row.memoryGrowthBytesPerHour))}
              </span>
              <UsageBar usage={row.memory} metric="memory" />
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

export function TroubledList({ rows }: { rows: PodRow[] | null }) {
  return (
    <Panel title={text.overview.troubled} flush>
      {rows === null && <Waiting />}
      {rows?.length === 0 && <Nothing title={text.overview.noTrouble} />}
      <ul className={style.list}>
        {rows?.map((row) => (
          <li key={row.key} className={style.eventRow}>
            <PodName row={row} />
            <span className={style.what}>
              <Status status={row.status} message={row.statusMessage} />
              {row.statusMessage !== null && (
                <span className="clip quiet" title={row.statusMessage}>
                  {row.statusMessage}
                </span>
              )}
            </span>
            <span className="quiet">
              <Age at={row.lastRestartAt ?? row.createdAt} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function RestartList({ restarts }: { restarts: RestartEvent[] | null }) {
  return (
    <Panel title={text.overview.restarts} flush>
      {restarts === null && <Waiting />}
      {restarts?.length === 0 && <Nothing title={text.overview.noRestarts} />}
      <ul className={style.list}>
        {uniqueKeys(restarts ?? [], (event) => `${event.at}/${event.namespace}/${event.pod}/${event.container}/${event.text}`).map(
          ([key, event]) => (
            <li key={key} className={style.eventRow}>
              <PodName row={{ name: event.pod, namespace: event.namespace }} />
              <span className={style.what}>
                <span className={style.kind}>
                  <SeverityIcon severity={event.kind === "oomKilled" ? "bad" : "warning"} />
                  {text.pod.markKinds[event.kind]}
                </span>
                <span className="clip quiet" title={event.text}>
                  {event.container === null ? event.text : `${event.container}: ${event.text}`}
                </span>
              </span>
              <span className="quiet">
                <Age at={event.at} />
              </span>
            </li>
          ),
        )}
      </ul>
    </Panel>
  );
}
