import { Skeleton } from "@mantine/core";
import { Link } from "react-router";
import { formatCount } from "../../lib/format";
import type { StreamRequest } from "../../live/early";
import { useStream } from "../../live/useStream";
import { podsAddress } from "../../model/podQuery";
import { text } from "../../model/text";
import type { Overview, PodRow, Totals } from "../../model/wire";
import { PageHead } from "../parts/PageHead";
import { Panel } from "../parts/Panel";
import { GrowingList, RestartList, TopList, TroubledList } from "../parts/PodLists";
import { Problem } from "../parts/Problem";
import { SeriesCharts } from "../parts/SeriesCharts";
import { SeverityIcon } from "../parts/Status";
import type { Level } from "../parts/seriesContent";
import { TimeControls } from "../parts/TimeControls";
import { usePageTitle } from "../parts/usePageTitle";
import { CollectionPanel } from "./CollectionPanel";
import { LoadTile } from "./LoadTile";
import { NodeLoads } from "./NodeLoads";
import style from "./Overview.module.css";
import { PhaseBar } from "./PhaseBar";

const noArguments: [] = [];
const cluster = { kind: "cluster" } as const;

export const overviewStreams = (): StreamRequest[] => [["Overview", []]];

export function OverviewPage() {
  usePageTitle(text.overview.title);
  const { data, error } = useStream("Overview", noArguments);
  if (data === null && error !== null) return <Problem heading title={text.problem.stream} detail={error} />;
  return (
    <>
      <PageHead title={text.overview.title} aside={<TimeControls />} />
      <div className={style.tiles}>
        <LoadTile metric="cpu" totals={data?.cpu ?? null} />
        <LoadTile metric="memory" totals={data?.memory ?? null} />
        <CountTiles overview={data} />
      </div>
      <div className={style.charts}>
        <SeriesCharts
          of={cluster}
          titles={{ cpu: text.overview.clusterCpu, memory: text.overview.clusterMemory }}
          total={text.usage.used}
          levels={{
            cpu: levelsOf(data?.cpu ?? null),
            memory: levelsOf(data?.memory ?? null),
          }}
        />
      </div>
      <div className={style.lists}>
        <TopList metric="cpu" title={text.overview.topCpu} rows={top(data?.topCpu)} expected={topRows} all={podsAddress({ sort: "cpu" })} />
        <TopList
          metric="memory"
          title={text.overview.topMemory}
          rows={top(data?.topMemory)}
          expected={topRows}
          all={podsAddress({ sort: "memory" })}
        />
        <GrowingList rows={top(data?.growing)} expected={topRows} />
        <div className={style.column}>
          <TroubledList rows={data?.troubled ?? null} />
          <RestartList restarts={data?.restarts ?? null} />
        </div>
      </div>
      <NodeLoads />
      <CollectionPanel overview={data} />
    </>
  );
}

const topRows = 8;

/** Of ten that the server sends; null while nothing has come. */
function top(rows: PodRow[] | undefined): PodRow[] | null {
  return rows?.slice(0, topRows) ?? null;
}

function levelsOf(totals: Totals | null): Level[] {
  return [
    { name: text.usage.requested, value: totals?.requested ?? null, kind: "request" },
    { name: text.usage.limited, value: totals?.limited ?? null, kind: "limit" },
    { name: text.usage.allocatable, value: totals?.allocatable ?? null, kind: "allocatable" },
  ];
}

function CountTiles({ overview }: { overview: Overview | null }) {
  if (overview === null) {
    return (
      <Panel>
        <Skeleton height={74} />
      </Panel>
    );
  }
  const { nodes, pods } = overview;
  return (
    <Panel title={text.overview.podsByPhase} aside={<Link to="/pods">{text.pods.podsIn(formatCount(pods.total))}</Link>}>
      <PhaseBar phases={pods.byPhase} total={pods.total} />
      <div className={style.counts}>
        <Link to="/nodes" className={style.count}>
          <SeverityIcon severity={nodes.ready === nodes.total ? "good" : "bad"} />
          <span>{text.overview.nodes}</span>
          <b>
            {nodes.ready} / {nodes.total}
          </b>
        </Link>
        <Link to={podsAddress({ sort: "status", descending: true })} className={style.count}>
          <SeverityIcon severity={pods.notReady === 0 ? "good" : "warning"} />
          <span>{text.overview.notReady}</span>
          <b>{formatCount(pods.notReady)}</b>
        </Link>
      </div>
    </Panel>
  );
}
