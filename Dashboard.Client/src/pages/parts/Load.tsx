import { useColours } from "../../charts/colours";
import { Sparkline } from "../../charts/Sparkline";
import { formatShare } from "../../lib/format";
import { extentOf } from "../../model/series";
import { text } from "../../model/text";
import { shareOf } from "../../model/usage";
import type { Totals } from "../../model/wire";
import style from "./Load.module.css";
import { formats, type Metric, Value } from "./Value";

interface LoadProps {
  metric: Metric;
  totals: Totals;
  spark: (number | null)[];
  /** What stands in place of a usage that is not known. */
  why?: React.ReactNode;
}

/** How full something is: usage of what can be allocated, as a figure, a share and a bar with ticks at what is requested and limited, and its last quarter of an hour. */
export function Load({ metric, totals, spark, why }: LoadProps) {
  const { usage, requested, limited, allocatable } = totals;
  const used = shareOf(usage, allocatable);
  const promised = shareOf(requested, allocatable);
  const capped = shareOf(limited, allocatable);
  const said = [
    used === null ? null : `${formatShare(used)} ${text.nodes.ofAllocatable}`,
    promised === null ? null : `${text.usage.requested} ${formatShare(promised)}`,
    capped === null ? null : `${text.usage.limited} ${formatShare(capped)}`,
  ].filter((part) => part !== null);
  return (
    <div className={style.load}>
      <div className={style.head}>
        <span className="quiet">{text.units[metric]}</span>
        <span className={style.figures}>
          {usage === null ? (
            (why ?? <span className="quiet">{text.nodes.notMeasured}</span>)
          ) : (
            <>
              <b>
                <Value metric={metric} value={usage} />
              </b>
              {allocatable !== null && (
                <span className="quiet">
                  {" / "}
                  <Value metric={metric} value={allocatable} />
                </span>
              )}
            </>
          )}
        </span>
        {used !== null && <span className={style.share}>{formatShare(used)}</span>}
        <LoadSpark metric={metric} values={spark} />
      </div>
      <div
        className={style.track}
        role="img"
        aria-label={`${text.units[metric]}: ${said.join(", ") || text.nodes.notMeasured}`}
        title={said.join(", ")}
      >
        <span
          className={`${style[metric]} ${used !== null && used >= 0.9 ? style.full : ""}`}
          style={{ inlineSize: `${Math.min(1, used ?? 0) * 100}%` }}
        />
        {promised !== null && <i style={{ insetInlineStart: `min(100% - 2px, ${promised * 100}%)` }} />}
      </div>
      {promised !== null && (
        <p className={`${style.words} quiet`}>
          {text.usage.requested} {formatShare(promised)}
          {capped !== null && `, ${text.usage.limited} ${formatShare(capped)}`}
        </p>
      )}
    </div>
  );
}

function LoadSpark({ metric, values }: { metric: Metric; values: (number | null)[] }) {
  const colours = useColours();
  const { minimum, maximum } = extentOf(values);
  if (minimum === null || maximum === null) return <span className={style.spark} />;
  const { format } = formats[metric];
  return (
    <span className={style.spark}>
      <Sparkline
        values={values}
        colour={colours[metric]}
        width={72}
        height={18}
        label={text.charts.spark(text.units[metric], format(minimum), format(maximum))}
      />
    </span>
  );
}
