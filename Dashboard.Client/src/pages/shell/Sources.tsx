import { Button, Popover } from "@mantine/core";
import { createContext, memo, useContext } from "react";
import { formatAge, formatCount } from "../../lib/format";
import { useConnectionState } from "../../live/useStream";
import { sourceSaid } from "../../model/sourceWords";
import { text } from "../../model/text";
import { conditionSeverity, type Severity } from "../../model/usage";
import type { Source, Status } from "../../model/wire";
import { Age } from "../parts/Age";
import { Spoken } from "../parts/Spoken";
import { SeverityIcon } from "../parts/Status";
import { WithCode } from "../parts/WithCode";
import { useComputerClock } from "./Connection";
import style from "./Shell.module.css";
import sourceStyle from "./Sources.module.css";

const order: Severity[] = ["bad", "warning", "unknown", "note", "good"];

/** The worst of the sources in one word; all of them with message, remedy and age on demand. */
export function SourcesButton({ status }: { status: Status | null }) {
  const { phase } = useConnectionState();
  if (status === null) return null;
  const known = phase === "connected";
  const severities = status.sources.map((source) => conditionSeverity(source.condition));
  const worst = known ? (order.find((severity) => severities.includes(severity)) ?? "note") : "unknown";
  const troubled = status.sources.filter(isTrouble).length;
  const words = !known
    ? text.sources.unknown
    : troubled > 0
      ? text.sources.trouble(troubled)
      : worst === "good"
        ? text.sources.allFresh
        : text.sources.pending;
  return (
    <SourcesContext value={status.sources}>
      <SourcesPopover severity={worst} words={words} />
    </SourcesContext>
  );
}

const SourcesContext = createContext<Source[]>([]);

/** Every message brings the sources anew; their one word is seldom another, and the list is seldom open. */
const SourcesPopover = memo(function SourcesPopover({ severity, words }: { severity: Severity; words: string }) {
  return (
    <Popover width={360} position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <button type="button" className={style.sources} aria-label={`${text.sources.title}: ${words}`}>
          <SeverityIcon severity={severity} />
          <span className={style.words}>{words}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown className={sourceStyle.dropdown}>
        <OpenList />
      </Popover.Dropdown>
    </Popover>
  );
});

function OpenList() {
  return <SourceList sources={useContext(SourcesContext)} />;
}

export function SourceList({ sources }: { sources: Source[] }) {
  return (
    <ul className={sourceStyle.sourceList} aria-label={text.sources.title}>
      {sources.map((source) => (
        <li key={source.name}>
          <SeverityIcon severity={conditionSeverity(source.condition)} />
          <div>
            <div className={sourceStyle.sourceHead}>
              <b>{text.sources.names[source.name]}</b>
              <span>{text.sources.conditions[source.condition]}</span>
              <span className="quiet">
                {text.sources.items(formatCount(source.items))}
                {source.badItems > 0 && `, ${text.sources.badItems(formatCount(source.badItems))}`}
              </span>
              <span className={sourceStyle.sourceAge}>
                <Age at={source.lastSuccessAt} />
              </span>
            </div>
            <SaidOf source={source} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function SaidOf({ source }: { source: Source }) {
  const { message, remedy, detail } = sourceSaid(source);
  return (
    <>
      {message !== null && <p>{message}</p>}
      {remedy !== null && (
        <p className="quiet">
          <WithCode words={remedy} />
        </p>
      )}
      {detail !== null && (
        <p className="quiet" lang="en">
          {detail}
        </p>
      )}
    </>
  );
}

function isTrouble(source: Source): boolean {
  const severity = conditionSeverity(source.condition);
  return severity === "bad" || severity === "warning";
}

/** Above every page: what makes its figures old or incomplete, and what to do about it. */
export function Trouble({ status }: { status: Status | null }) {
  const connection = useConnectionState();
  const lost = connection.phase === "reconnecting" || connection.phase === "offline";
  const now = useComputerClock(lost);
  const troubled = status?.sources.filter(isTrouble) ?? [];
  const lostFor = now - connection.since;
  const phase = text.connection[connection.phase];
  return (
    <>
      {lost && lostFor > 2000 && (
        <div className={sourceStyle.trouble} data-severity="warning">
          <Spoken key={connection.phase} words={`${phase}. ${text.connection.lost}`} />
          <SeverityIcon severity="warning" size={16} />
          <p>
            <b>{phase}.</b> {text.connection.lostFor(formatAge(lostFor))}{" "}
            {connection.retryAt === null
              ? text.connection.retrying
              : text.connection.retryIn(Math.max(0, Math.ceil((connection.retryAt - now) / 1000)))}
          </p>
          <Button size="compact-xs" variant="default" onClick={connection.retryNow}>
            {text.connection.retryNow}
          </Button>
        </div>
      )}
      {troubled.map((source) => (
        <SourceTrouble key={source.name} source={source} brief={troubled.length > 1} />
      ))}
    </>
  );
}

/** `brief`: it is one of several, which must not fill a phone; the list in the header has all of it. */
function SourceTrouble({ source, brief }: { source: Source; brief: boolean }) {
  const { message, remedy, detail } = sourceSaid(source);
  const title = `${text.sources.names[source.name]}: ${text.sources.conditions[source.condition]}`;
  return (
    <div className={sourceStyle.trouble} data-severity={conditionSeverity(source.condition)} data-brief={brief}>
      <Spoken key={source.condition} words={[`${title}.`, message, remedy].filter(Boolean).join(" ")} />
      <SeverityIcon severity={conditionSeverity(source.condition)} size={16} />
      <p>
        <b>{title}</b>{" "}
        <span className="quiet">({source.lastSuccessAt === null ? text.sources.never : <Age at={source.lastSuccessAt} />})</span>
        {message !== null && ` ${message}`}{" "}
        {remedy !== null && (
          <span className="quiet">
            <WithCode words={remedy} />
          </span>
        )}
        {detail !== null && (
          <span className="quiet" lang="en">
            {" "}
            {detail}
          </span>
        )}
      </p>
    </div>
  );
}
