import { Skeleton } from "@mantine/core";
import { text } from "../../model/text";
import type { Status } from "../../model/wire";
import { DemoIcon } from "../parts/icons";
import style from "./Shell.module.css";

export function ClusterName({ status }: { status: Status | null }) {
  if (status === null) return <Skeleton width={140} height={16} />;
  return (
    <div className={style.cluster}>
      <span className="unseen">{text.header.cluster}</span>
      {!status.demo && (
        <span className="clip" title={`${text.header.from[status.source]}, ${text.header.serverVersion(status.serverVersion)}`}>
          {status.source === "simulator" ? text.header.demo : status.cluster}
        </span>
      )}
      {status.demo && (
        <span className={style.demo} title={`${text.header.demoWhy} ${text.header.serverVersion(status.serverVersion)}`}>
          <DemoIcon size={13} />
          <span className="clip">{text.header.demo}</span>
        </span>
      )}
    </div>
  );
}
