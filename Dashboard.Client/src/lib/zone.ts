import { settings } from "./settings";

// The time zone that every date and every axis is shown in.

const minute = 60_000;
let read: { name: string; parts: Intl.DateTimeFormat } | undefined;

function known(name: string): string {
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (name === "local") return here;
  try {
    // The name as chosen: engines resolve some to older ones (Asia/Katmandu).
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name;
  } catch {
    // A name from another browser, or from an edited setting, that this one does not know.
    return here;
  }
}

function reader(name: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en", {
    timeZone: name,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
}

function current(): { name: string; parts: Intl.DateTimeFormat } {
  if (read) return read;
  const name = known(settings().timeZone);
  read = { name, parts: reader(name) };
  return read;
}

/** The IANA name of the chosen time zone, that of this computer where none was chosen. Read once; a change reloads the page. */
export function zone(): string {
  return current().name;
}

/** Minutes that the clock of `name` (the chosen zone if not given) is ahead of UTC at that time (milliseconds since 1970 UTC): east is positive,
 * the opposite of Date.getTimezoneOffset. */
export function offsetMinutesAt(milliseconds: number, name?: string): number {
  const formatter = name === undefined ? current().parts : reader(known(name));
  const part: Record<string, number> = {};
  for (const { type, value } of formatter.formatToParts(milliseconds)) part[type] = Number(value);
  const wall = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second);
  return Math.round((wall - Math.floor(milliseconds / 1000) * 1000) / minute);
}
