import { useMemo } from "react";
import { formatShare } from "../../lib/format";
import { text } from "../../model/text";
import { shareOf, usageSeverity } from "../../model/usage";
import type { Usage } from "../../model/wire";
import style from "./parts.module.css";
import { SeverityIcon } from "./Status";
import { formats, type Metric } from "./Value";

interface UsageBarProps {
  usage: Usage;
  metric: Metric;
}

/** A bar from nothing to the limit (or the request, without one), with a tick at the request; the share in figures beside it. */
export function UsageBar({ usage, metric }: UsageBarProps) {
  const { value, request, limit } = usage;
  // Absent is not zero: without a value there is no bar, not an empty one.
  if (value === null) return <span className={style.bar} />;
  const share = shareOf(value, limit ?? request);
  const bounds = boundsInWords(metric, request, limit);
  const words =
    share === null ? bounds : `${text.usage.of(formatShare(share), limit === null ? text.usage.request : text.usage.limit)}, ${bounds}`;
  return (
    <span className={style.bar} title={words} role="img" aria-label={`${text.units[metric]}: ${words}`}>
      <Track usage={usage} metric={metric} />
      <Share usage={usage} />
    </span>
  );
}

/**
 * The same where there are hundreds: the share at the end of the line that the value begins, the bar below. What it says in words is what stays while the
 * value moves; the share can be read.
 */
export function UsageLines({ usage, metric }: UsageBarProps) {
  const { value, request, limit } = usage;
  const words = useMemo(() => boundsInWords(metric, request, limit), [metric, request, limit]);
  if (value === null) return null;
  return (
    <>
      <Share usage={usage} atEnd title={words} />
      <Track usage={usage} metric={metric} words={words} />
    </>
  );
}

function boundsInWords(metric: Metric, request: number | null, limit: number | null): string {
  if (request === null && limit === null) return `${text.usage.noRequest}, ${text.usage.noLimit}`;
  const { format } = formats[metric];
  const words = (bound: number | null) => (bound === null ? text.notSet : format(bound));
  return `${text.usage.request} ${words(request)}, ${text.usage.limit} ${words(limit)}`;
}

const isMarked = (usage: Usage): boolean => ["warning", "bad"].includes(usageSeverity(usage));

function Share({ usage, title, atEnd }: { usage: Usage; title?: string; atEnd?: boolean }) {
  const { value, request, limit } = usage;
  const share = shareOf(value, limit ?? request);
  return (
    <span className={atEnd ? style.endShare : style.share} title={title}>
      {isMarked(usage) && <SeverityIcon severity={usageSeverity(usage)} size={11} />}
      {share === null ? text.missing : formatShare(share)}
      {share !== null && limit === null && <i>{text.usage.requestShort}</i>}
    </span>
  );
}

/** With `words` it is a picture of its own; without, part of one. */
function Track({ usage, metric, words }: UsageBarProps & { words?: string }) {
  const { value, request, limit } = usage;
  const whole = limit ?? request;
  const said = words === undefined ? undefined : ({ title: words, role: "img", "aria-label": `${text.units[metric]}: ${words}` } as const);
  if (value === null || whole === null || whole === 0) return <span className={`${style.track} ${style.open}`} {...said} />;
  // Beyond the request (there is no limit) the bar is full and the tick stands where the request is.
  const end = Math.max(whole, value);
  const fill = isMarked(usage) ? usageSeverity(usage) : metric;
  return (
    <span
      className={`${style.track} ${style.filled} ${style[`${fill}Fill`]}`}
      style={{ backgroundSize: `${fullPercent(value / end)}% 100%` }}
      {...said}
    >
      {request !== null && request < end && <span className={style.tick} style={{ marginInlineStart: `${(request / end) * 100}%` }} />}
    </span>
  );
}

/** Whole per cent, as the share beside the bar: what reads the same is not painted anew. A little is still to be seen, and nothing is nothing. */
const fullPercent = (share: number): number => (share === 0 ? 0 : Math.max(2, Math.round(Math.min(1, share) * 100)));
