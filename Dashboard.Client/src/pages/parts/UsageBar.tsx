import { formatShare } from "../../lib/format";
import { text } from "../../model/text";
import { shareOf, usageSeverity } from "../../model/usage";
import type { Usage } from "../../model/wire";
import style from "./parts.module.css";
import { SeverityIcon } from "./Status";

interface UsageBarProps {
  usage: Usage;
  metric: "cpu" | "memory";
  format: (value: number) => string;
  label: string;
  /** The bar below, the share at the right of the line above it. */
  stacked?: boolean;
}

/** A bar from nothing to the limit (or the request, without one), with a tick at the request; the share in figures beside it. */
export function UsageBar({ usage, metric, format, label, stacked }: UsageBarProps) {
  const { value, request, limit } = usage;
  const whole = limit ?? request;
  const share = shareOf(value, whole);
  const severity = usageSeverity(usage);
  const marked = severity === "warning" || severity === "bad";
  // Absent is not zero: without a value there is no bar, not an empty one.
  if (value === null) return stacked ? null : <span className={style.bar} />;
  if (whole === null || whole === 0) {
    return (
      <span className={stacked ? style.stackedBar : style.bar} title={`${text.usage.noRequest}, ${text.usage.noLimit}`}>
        {stacked && <span className={style.share}>{text.missing}</span>}
        <span className={`${style.track} ${style.open}`} />
        {!stacked && <span className={style.share}>{text.missing}</span>}
      </span>
    );
  }
  // Beyond the request (there is no limit) the bar is full and the tick stands where the request is.
  const end = Math.max(whole, value);
  const what = limit === null ? text.usage.request : text.usage.limit;
  const title = [
    share === null ? null : text.usage.of(formatShare(share), what),
    `${text.usage.request} ${request === null ? text.notSet : format(request)}`,
    `${text.usage.limit} ${limit === null ? text.notSet : format(limit)}`,
  ]
    .filter(Boolean)
    .join(", ");
  const figures = (
    <span className={style.share}>
      {marked && <SeverityIcon severity={severity} size={11} />}
      {share === null ? text.missing : formatShare(share)}
      {share !== null && limit === null && <i>{text.usage.requestShort}</i>}
    </span>
  );
  return (
    <span className={stacked ? style.stackedBar : style.bar} title={title} role="img" aria-label={`${label}: ${title}`}>
      {stacked && figures}
      <span
        className={`${style.track} ${style.filled} ${style[`${marked ? severity : metric}Fill`]}`}
        style={{ backgroundSize: `${fullPercent(value / end)}% 100%` }}
      >
        {request !== null && request < end && <span className={style.tick} style={{ marginInlineStart: `${(request / end) * 100}%` }} />}
      </span>
      {!stacked && figures}
    </span>
  );
}

/** Whole per cent, as the share beside the bar: what reads the same is not painted anew. A little is still to be seen. */
const fullPercent = (share: number): number => Math.max(2, Math.round(Math.min(1, share) * 100));
