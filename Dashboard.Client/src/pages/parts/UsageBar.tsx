import { useMemo } from "react";
import { formatShare } from "../../lib/format";
import { setText, textIn } from "../../lib/writtenText";
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
  const whole = limit === null ? text.usage.request : text.usage.limit;
  const words = share === null ? bounds : `${text.usage.of(formatShare(share), whole)}, ${bounds}`;
  return (
    <span className={style.bar} title={words} role="img" aria-label={`${text.units[metric]}: ${words}`}>
      {track(value, usage, metric)}
      <span className={style.share}>{shareFigures(usage)}</span>
    </span>
  );
}

/**
 * The same where there are hundreds: the share at the end of the line that the value begins, the bar below. What it says in words is what stays while the
 * value moves; the share can be read.
 */
export function UsageLines({ usage, metric, ref }: UsageBarProps & { ref?: React.Ref<HTMLSpanElement> | undefined }) {
  const { value, request, limit } = usage;
  const words = useMemo(() => boundsInWords(metric, request, limit), [metric, request, limit]);
  if (value === null) return null;
  return (
    <>
      <span ref={ref} className={style.endShare} title={words}>
        {shareFigures(usage)}
      </span>
      {track(value, usage, metric, words)}
    </>
  );
}

/** Whether the lines of one usage become those of the other by writing its figures: the bounds, the sign and the place of the tick are the same. */
export function sameButFigures(one: Usage, other: Usage): boolean {
  return (
    one.request === other.request &&
    one.limit === other.limit &&
    isWithin(one) &&
    isWithin(other) &&
    usageSeverity(one) === usageSeverity(other)
  );
}

/** Beyond the request, where there is no limit, the tick moves. */
const isWithin = ({ value, request, limit }: Usage): boolean => value !== null && value <= (limit ?? request ?? value);

/** What writes such a usage into lines that were drawn for another; `share` is the element that UsageLines gives as its ref. */
export function usageWriter(share: Element): (usage: Usage) => void {
  const words = textIn(share);
  const track = share.nextElementSibling as HTMLElement;
  let written: number | undefined;
  return ({ value, request, limit }) => {
    const part = shareOf(value, limit ?? request);
    if (part === null) return;
    setText(words, formatShare(part));
    const percent = fullPercent(part);
    if (percent !== written) track.style.backgroundSize = fillOf(percent);
    written = percent;
  };
}

function boundsInWords(metric: Metric, request: number | null, limit: number | null): string {
  if (request === null && limit === null) return `${text.usage.noRequest}, ${text.usage.noLimit}`;
  const { format } = formats[metric];
  const words = (bound: number | null) => (bound === null ? text.notSet : format(bound));
  return `${text.usage.request} ${words(request)}, ${text.usage.limit} ${words(limit)}`;
}

// The parts are no components: a table has fifty usages, all of which change with one message.

/** What is near the limit, and by a sign and not by colour alone. */
function markOf(usage: Usage): "warning" | "bad" | null {
  const severity = usageSeverity(usage);
  return severity === "warning" || severity === "bad" ? severity : null;
}

function shareFigures(usage: Usage): React.ReactNode {
  const share = shareOf(usage.value, usage.limit ?? usage.request);
  const mark = markOf(usage);
  return (
    <>
      {mark !== null && <SeverityIcon severity={mark} size={11} />}
      {share === null ? text.missing : formatShare(share)}
      {share !== null && usage.limit === null && <i>{text.usage.requestShort}</i>}
    </>
  );
}

/** With `words` it is a picture of its own; without, part of one. */
function track(value: number, usage: Usage, metric: Metric, words?: string): React.ReactNode {
  const { request, limit } = usage;
  const whole = limit ?? request;
  const said = words === undefined ? undefined : ({ title: words, role: "img", "aria-label": `${text.units[metric]}: ${words}` } as const);
  if (whole === null || whole === 0) return <span className={`${style.track} ${style.open}`} {...said} />;
  // Beyond the request (there is no limit) the bar is full and the tick stands where the request is.
  const end = Math.max(whole, value);
  return (
    <span
      className={`${style.track} ${style.filled} ${style[`${markOf(usage) ?? metric}Fill`]}`}
      style={{ backgroundSize: fillOf(fullPercent(value / end)) }}
      {...said}
    >
      {request !== null && request < end && <span className={style.tick} style={{ marginInlineStart: `${(request / end) * 100}%` }} />}
    </span>
  );
}

/** Whole per cent, as the share beside the bar: what reads the same is not painted anew. A little is still to be seen, and nothing is nothing. */
const fullPercent = (share: number): number => (share === 0 ? 0 : Math.max(2, Math.round(Math.min(1, share) * 100)));

const fillOf = (percent: number): string => `${percent}% 100%`;
