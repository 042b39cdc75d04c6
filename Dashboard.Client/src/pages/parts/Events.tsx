import { Skeleton } from "@mantine/core";
import { formatCount } from "../../lib/format";
import { uniqueKeys } from "../../lib/uniqueKeys";
import { text } from "../../model/text";
import type { ClusterEvent } from "../../model/wire";
import { Age } from "./Age";
import style from "./Events.module.css";
import { NothingFrom } from "./NothingFrom";
import { Panel } from "./Panel";
import { SeverityIcon } from "./Status";

interface EventsProps {
  events: ClusterEvent[] | null;
  /** Several objects are in the list: each event names its own. */
  named?: boolean;
}

/** The cluster's own words, newest first; an empty list says why it is empty. */
export function Events({ events, named = false }: EventsProps) {
  return (
    <Panel title={text.pod.events} flush>
      {events === null && <Skeleton height={80} />}
      {events?.length === 0 && <NothingFrom source="events" empty={text.pod.noEvents} />}
      <ol className={style.events}>
        {uniqueKeys(events ?? [], (event) => `${event.kind}/${event.name}/${event.reason}/${event.firstAt}/${event.message}`).map(
          ([key, event]) => (
            <li key={key}>
              <SeverityIcon severity={event.type === "warning" ? "warning" : "note"} />
              <span className={style.words}>
                <span>
                  <b>{event.reason}</b> <span className="quiet">{text.pod.eventTypes[event.type]}</span>
                  {event.count > 1 && <span className="quiet"> ×{formatCount(event.count)}</span>}
                </span>
                {named && (
                  <span className="quiet">
                    {event.kind} {event.name}
                  </span>
                )}
                <span className={style.message}>{event.message}</span>
              </span>
              <span className={`${style.when} quiet`}>
                <Age at={event.at} />
                <span>{event.reporter}</span>
              </span>
            </li>
          ),
        )}
      </ol>
    </Panel>
  );
}
