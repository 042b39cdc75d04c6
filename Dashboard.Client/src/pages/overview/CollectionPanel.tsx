import { Skeleton } from "@mantine/core";
import { formatBytes, formatCount, formatMilliseconds } from "../../lib/format";
import { text } from "../../model/text";
import type { Collection, Overview } from "../../model/wire";
import { Panel } from "../parts/Panel";
import { SourceList } from "../shell/Sources";
import style from "./Overview.module.css";

/** Whether the figures above can be believed: the sources and the collector's measure of itself. */
export function CollectionPanel({ overview }: { overview: Overview | null }) {
  return (
    <Panel title={text.overview.collection}>
      {overview === null ? (
        <Skeleton height={180} />
      ) : (
        <div className={style.collectionHalves}>
          <SourceList sources={overview.sources} />
          <CollectionFigures collection={overview.collection} />
        </div>
      )}
    </Panel>
  );
}

function CollectionFigures({ collection }: { collection: Collection }) {
  const { polls, failures, lastPollMilliseconds, lastPollBytes, clockSkewMilliseconds, sockets, peakSockets, maxSockets } = collection;
  return (
    <dl className={style.collection}>
      <Fact name={text.overview.lastPoll} value={lastPollMilliseconds === null ? text.missing : formatMilliseconds(lastPollMilliseconds)} />
      <Fact name={text.overview.pollBytes} value={lastPollBytes === null ? text.missing : formatBytes(lastPollBytes)} />
      <Fact name={text.overview.polls} value={formatCount(polls)} />
      <Fact name={text.overview.failures} value={formatCount(failures)} />
      <Fact name={text.overview.sockets} value={text.overview.socketsOf(sockets, peakSockets, maxSockets)} />
      <Fact name={text.overview.skew} value={skewWords(clockSkewMilliseconds)} />
    </dl>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** The Date header has whole seconds only, so less than that is no difference. */
function skewWords(milliseconds: number | null): string {
  if (milliseconds === null) return text.missing;
  if (Math.abs(milliseconds) < 1500) return text.overview.skewNone;
  const size = formatMilliseconds(Math.abs(milliseconds));
  return milliseconds > 0 ? text.overview.skewAhead(size) : text.overview.skewBehind(size);
}
