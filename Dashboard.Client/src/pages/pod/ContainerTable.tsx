import { Skeleton } from "@mantine/core";
import { formatCount } from "../../lib/format";
import { text } from "../../model/text";
import type { Severity } from "../../model/usage";
import type { ContainerDetail, PodDetail } from "../../model/wire";
import { Age } from "../parts/Age";
import { Panel } from "../parts/Panel";
import { Status } from "../parts/Status";
import { UsageBar } from "../parts/UsageBar";
import { Value } from "../parts/Value";
import style from "./Pod.module.css";

export function ContainerTable({ detail }: { detail: PodDetail | null }) {
  return (
    <Panel title={text.pod.containers} flush>
      {detail === null ? (
        <Skeleton height={90} />
      ) : (
        <div className={style.scroll}>
          <table className={style.containers}>
            <thead>
              <tr>
                <th scope="col">{text.pod.container}</th>
                <th scope="col">{text.pod.state}</th>
                <th scope="col" className={style.number}>
                  {text.pod.restarts}
                </th>
                <th scope="col">{text.pod.lastTermination}</th>
                <th scope="col">{text.units.cpu}</th>
                <th scope="col">{text.units.memory}</th>
              </tr>
            </thead>
            <tbody>
              {detail.containers.map((container) => (
                <ContainerRow key={container.name} container={container} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function ContainerRow({ container }: { container: ContainerDetail }) {
  const { lastTermination } = container;
  return (
    <tr>
      <td>
        <div className={style.containerName}>
          <b>{container.name}</b>
          {container.kind !== "main" && <span className={style.kind}>{text.pod.kinds[container.kind]}</span>}
        </div>
        {container.image !== null && <span className={`${style.image} quiet`}>{container.image}</span>}
      </td>
      <td>
        <Status status={container.reason ?? text.pod.states[container.state]} severity={severityOf(container)} />
        {container.startedAt !== null && (
          <div className="quiet">
            <Age at={container.startedAt} />
          </div>
        )}
      </td>
      <td className={style.number}>{formatCount(container.restarts)}</td>
      <td className={lastTermination === null ? style.empty : undefined}>
        {lastTermination === null ? (
          <span className="quiet">{text.missing}</span>
        ) : (
          <>
            {lastTermination.reason}
            <div className="quiet">
              {text.pod.exitCode(lastTermination.exitCode)}
              {lastTermination.finishedAt !== null && (
                <>
                  , <Age at={lastTermination.finishedAt} />
                </>
              )}
            </div>
          </>
        )}
      </td>
      {(["cpu", "memory"] as const).map((metric) => (
        <td key={metric} className={style.usage}>
          <div className={style.usageHead}>
            <b>
              <Value metric={metric} value={container[metric].value} />
            </b>
            <span className="quiet">
              {text.usage.request} <Value metric={metric} value={container[metric].request} missing={text.notSet} />, {text.usage.limit}{" "}
              <Value metric={metric} value={container[metric].limit} missing={text.notSet} />
            </span>
          </div>
          <UsageBar usage={container[metric]} metric={metric} />
        </td>
      ))}
    </tr>
  );
}

/** An init container that ended well has done its work; anything else that waits or ended does not. */
function severityOf(container: ContainerDetail): Severity {
  if (container.state === "running") return container.ready || container.kind === "init" ? "good" : "warning";
  if (container.state === "terminated") return container.reason === "Completed" || container.reason === null ? "note" : "bad";
  return container.reason === null || container.reason === "ContainerCreating" || container.reason === "PodInitializing" ? "note" : "bad";
}
