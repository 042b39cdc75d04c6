import { Skeleton } from "@mantine/core";
import { formatShare } from "../../lib/format";
import { text } from "../../model/text";
import { shareOf } from "../../model/usage";
import type { Totals } from "../../model/wire";
import { Panel } from "../parts/Panel";
import { type Metric, Value } from "../parts/Value";
import style from "./Overview.module.css";

/** How full the cluster is: what is used, and what is promised, of what can be had. */
export function LoadTile({ metric, totals }: { metric: Metric; totals: Totals | null }) {
  if (totals === null) {
    return (
      <Panel title={text.units[metric]}>
        <Skeleton height={74} />
      </Panel>
    );
  }
  const used = shareOf(totals.usage, totals.allocatable);
  const requested = shareOf(totals.requested, totals.allocatable);
  return (
    <Panel title={text.units[metric]} aside={<span className="quiet">{used === null ? null : formatShare(used)}</span>}>
      <p className={style.figure}>
        <b>
          <Value metric={metric} value={totals.usage} />
        </b>{" "}
        <span className="quiet">
          / <Value metric={metric} value={totals.allocatable} /> {text.usage.allocatable.toLowerCase()}
        </span>
      </p>
      <div className={style.loadBar} aria-hidden="true">
        <span className={style[metric]} style={{ inlineSize: `${Math.min(1, used ?? 0) * 100}%` }} />
        {requested !== null && <i style={{ insetInlineStart: `${Math.min(1, requested) * 100}%` }} />}
      </div>
      <dl className={style.totals}>
        <div>
          <dt>{text.usage.requested}</dt>
          <dd>
            <Value metric={metric} value={totals.requested} />{" "}
            {requested !== null && <span className="quiet">{formatShare(requested)}</span>}
          </dd>
        </div>
        <div>
          <dt>{text.usage.limited}</dt>
          <dd>
            <Value metric={metric} value={totals.limited} />
          </dd>
        </div>
      </dl>
    </Panel>
  );
}
