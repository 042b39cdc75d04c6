// biome-ignore-all lint/a11y/useSemanticElements: a virtualised table is laid out as grids, which takes the roles from <table> and <tr>; ARIA gives them back
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers are no controls; the links and buttons in them take the focus
import { Link } from "react-router";
import { formatCount } from "../../lib/format";
import { text } from "../../model/text";
import type { PodRow } from "../../model/wire";
import { Age } from "../parts/Age";
import { Status } from "../parts/Status";
import { UsageBar } from "../parts/UsageBar";
import type { Metric } from "../parts/Value";
import { Figure } from "./columns";
import style from "./PodCard.module.css";

/** A row on a phone: the name, its state, and both figures with their bars. */
export function PodCard({ row, address, box }: { row: PodRow; address: string; box: React.ReactNode }) {
  return (
    <div role="cell" className={style.phoneCard}>
      <div className={style.phoneHead}>
        {box}
        <Link to={address} className="clip">
          {row.name}
        </Link>
        <Status status={row.status} message={row.statusMessage} />
      </div>
      <div className={`${style.phoneFacts} quiet`}>
        {row.kind !== "namespace" && row.namespace !== null && <span className="clip">{row.namespace}</span>}
        {row.kind === "pod" ? (
          row.node !== null && <span className="clip">{row.node}</span>
        ) : (
          <span>{text.pods.podsIn(formatCount(row.pods))}</span>
        )}
        {row.restarts > 0 && (
          <span>
            {text.pods.columns.restarts} {formatCount(row.restarts)}
          </span>
        )}
        {row.createdAt !== null && row.kind === "pod" && <Age at={row.createdAt} />}
      </div>
      <div className={style.phoneUsage}>
        {(["cpu", "memory"] as const).map((metric: Metric) => (
          <div key={metric}>
            <div className={style.phoneFigure}>
              <span className="quiet">{text.units[metric]}</span>
              <b>
                <Figure row={row} metric={metric} />
              </b>
            </div>
            <UsageBar usage={row[metric]} metric={metric} />
          </div>
        ))}
      </div>
    </div>
  );
}
