import { formatCount, formatShare } from "../../lib/format";
import { type QuotaLevel, quotaLevel, quotaShare } from "../../model/namespaces";
import { text } from "../../model/text";
import type { Severity } from "../../model/usage";
import type { Quota, QuotaItem } from "../../model/wire";
import { SeverityIcon } from "../parts/Status";
import { formats } from "../parts/Value";
import style from "./Namespaces.module.css";

const severities: Record<QuotaLevel, Severity> = { room: "good", near: "warning", full: "bad", over: "bad" };

/** Each resource of each quota: what is used of what is allowed, as a bar, in figures, and in words where it becomes tight. */
export function QuotaBars({ quotas }: { quotas: Quota[] }) {
  return (
    <ul className={style.quotas} aria-label={text.namespaces.quotas}>
      {quotas.flatMap((quota) =>
        quota.items.map((item) => (
          <li key={`${quota.name}/${item.resource}`} className={style.quota} title={text.namespaces.quotaOf(quota.name)}>
            <span className="clip quiet">{item.resource}</span>
            <span className={style.quotaFigures}>
              <b>{item.used === null ? text.namespaces.usedUnknown : figure(item, item.used)}</b>
              <span className="quiet"> / {figure(item, item.hard)}</span>
            </span>
            <QuotaBar item={item} />
          </li>
        )),
      )}
    </ul>
  );
}

function QuotaBar({ item }: { item: QuotaItem }) {
  const share = quotaShare(item);
  const level = quotaLevel(item);
  return (
    <span className={style.quotaBar}>
      <span className={style.quotaTrack} aria-hidden="true">
        <span data-level={level} style={{ inlineSize: `${Math.min(1, share ?? 0) * 100}%` }} />
      </span>
      <span className={style.quotaWords}>
        {level !== "room" && <SeverityIcon severity={severities[level]} size={12} />}
        {share !== null && formatShare(share)}
        {level !== "room" && ` ${text.namespaces.levels[level]}`}
      </span>
    </span>
  );
}

function figure(item: QuotaItem, value: number): string {
  return item.unit === "nanocores" ? formats.cpu.format(value) : item.unit === "bytes" ? formats.memory.format(value) : formatCount(value);
}
