import { Skeleton } from "@mantine/core";
import { formatDateTime } from "../../lib/format";
import { uniqueKeys } from "../../lib/uniqueKeys";
import { text } from "../../model/text";
import type { Severity } from "../../model/usage";
import type { Mark } from "../../model/wire";
import { Age } from "../parts/Age";
import { Panel } from "../parts/Panel";
import { Nothing } from "../parts/Problem";
import { SeverityIcon } from "../parts/Status";
import style from "./Pod.module.css";

const severities: Record<Mark["kind"], Severity> = {
  created: "note",
  restarted: "warning",
  oomKilled: "bad",
  deleted: "note",
  rolledOut: "note",
  moved: "note",
};

/** What the marks in the charts say, as a list. */
export function Marks({ marks, named = false }: { marks: Mark[] | null; named?: boolean }) {
  return (
    <Panel title={text.pod.marks} flush>
      {marks === null && <Skeleton height={80} />}
      {marks?.length === 0 && <Nothing title={text.pod.noMarks} />}
      <ol className={style.marks}>
        {uniqueKeys(
          (marks ?? []).toSorted((one, other) => other.at - one.at),
          (mark) => `${mark.at}/${mark.kind}/${mark.pod}/${mark.container}/${mark.text}`,
        ).map(([key, mark]) => (
          <li key={key}>
            <SeverityIcon severity={severities[mark.kind]} />
            <span>
              <b>{text.pod.markKinds[mark.kind]}</b>
              {named && ` ${mark.pod}`}
              {mark.container !== null && ` ${mark.container}`}
              {mark.text !== text.pod.markKinds[mark.kind] && <span className="quiet"> {mark.text}</span>}
            </span>
            <span className="quiet" title={formatDateTime(mark.at)}>
              <Age at={mark.at} />
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

export function Labels({ labels }: { labels: Record<string, string> | null }) {
  const entries = Object.entries(labels ?? {});
  return (
    <Panel title={text.pod.labels}>
      {labels === null && <Skeleton height={40} />}
      {labels !== null && entries.length === 0 && <p className="quiet">{text.pod.noLabels}</p>}
      <ul className={style.labels}>
        {entries.map(([key, value]) => (
          <li key={key}>
            <span className="quiet">{key}</span>={value}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
