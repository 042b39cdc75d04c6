import { settings } from "./settings";
import { zone } from "./zone";

// Numbers as a person reads them. Every text carries its unit; `exact` is for a tooltip. The units are here and not in the catalogues, which
// know nothing of numbers; language and zone are read once, as they are everywhere.

const units = {
  en: {
    locale: "en-GB",
    cores: "cores",
    millicores: "millicores",
    bytes: "bytes",
    s: "s",
    min: "min",
    minAfterHours: "min",
    h: "h",
    d: "d",
  },
  zh: { locale: "zh-CN", cores: "核", millicores: "毫核", bytes: "字节", s: "秒", min: "分钟", minAfterHours: "分", h: "小时", d: "天" },
}[settings().language];

const nanocoresPerCore = 1e9;
const nanocoresPerMillicore = 1e6;
/** Between a number and its unit: unbreakable, so that lines do not split there. */
const space = "\u00a0";
const binaryUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const groupedWithNanocores = new Intl.NumberFormat("en", { maximumFractionDigits: 6 });
const dateTime = new Intl.DateTimeFormat(units.locale, { dateStyle: "medium", timeStyle: "medium", timeZone: zone() });
const clockTime = new Intl.DateTimeFormat(units.locale, { timeStyle: "medium", timeZone: zone() });

/** Three significant digits without an exponent and without trailing zeros that claim precision. */
export function significant(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 99.95) return grouped.format(value);
  if (size >= 9.995) return value.toFixed(1);
  return value.toFixed(2);
}

export function formatCpu(nanocores: number): string {
  const millicores = nanocores / nanocoresPerMillicore;
  if (Math.abs(millicores) >= 999.5) return `${significant(nanocores / nanocoresPerCore)}${space}${units.cores}`;
  const digits = Math.abs(millicores) < 9.95 && millicores !== 0 ? millicores.toFixed(1) : String(Math.round(millicores));
  return `${digits}${space}m`;
}

export function exactCpu(nanocores: number): string {
  return `${groupedWithNanocores.format(nanocores / nanocoresPerMillicore)} ${units.millicores}`;
}

export function formatBytes(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (Math.abs(value) >= 1023.5 && unit < binaryUnits.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? String(Math.round(value)) : significant(value)}${space}${binaryUnits[unit]}`;
}

export function exactBytes(bytes: number): string {
  return `${grouped.format(bytes)} ${units.bytes}`;
}

export function formatBytesPerSecond(value: number): string {
  return `${formatBytes(value)}/s`;
}

/** A share of one as per cent. */
export function formatShare(share: number): string {
  const percent = share * 100;
  const size = Math.abs(percent);
  const digits = size === 0 || size >= 9.95 ? 0 : size >= 0.95 ? 1 : 2;
  return `${percent.toFixed(digits)}${space}%`;
}

export function formatCount(value: number): string {
  return grouped.format(value);
}

/** A measured rate or mean of counts, which need not be whole. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value)) return grouped.format(value);
  return Math.abs(value) >= 1000 ? grouped.format(value) : significant(value);
}

export function formatMilliseconds(milliseconds: number): string {
  const sign = milliseconds < 0 ? "−" : "";
  const size = Math.abs(milliseconds);
  return size < 1000 ? `${sign}${significant(size)}${space}ms` : `${sign}${significant(size / 1000)}${space}s`;
}

/** How long, in the two largest units that matter; never negative, since clocks differ by a little. */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const { s, min, minAfterHours, h, d } = units;
  if (seconds < 120) return `${seconds}${space}${s}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes}${space}${min}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return hours < 10 ? `${hours}${space}${h} ${minutes % 60}${space}${minAfterHours}` : `${hours}${space}${h}`;
  const days = Math.floor(hours / 24);
  return days < 10 ? `${days}${space}${d} ${hours % 24}${space}${h}` : `${days}${space}${d}`;
}

export function formatDateTime(milliseconds: number): string {
  return dateTime.format(milliseconds);
}

export function formatClock(milliseconds: number): string {
  return clockTime.format(milliseconds);
}

/** A round step at or above `rough` for an axis in binary units: 1, 2, 4 … 512 times a power of 1024. */
export function binaryStep(rough: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, rough)));
}
