import { settings } from "./settings";
import { offsetMinutesAt, zone } from "./zone";

// Round times for an axis: on whole minutes, hours and days of the chosen time zone.

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
];

const locale = settings().language === "zh" ? "zh-CN" : "en-GB";
const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone() });
const date = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: zone() });

/** The finest step of which no more than `most` fit into the range. */
export function timeStep(range: number, most: number): number {
  return steps.find((step) => range / step <= most) ?? (steps.at(-1) as number);
}

/**
 * The times within the range at which the zone's clocks show a multiple of the step, days beginning at midnight. Where clocks are put forward or
 * back, two of them are nearer to each other, or further apart, than the step.
 */
export function roundTimes(from: number, to: number, step: number): number[] {
  const times: number[] = [];
  for (let time = roundAfter(from - 1, from, step); time <= to; time = roundAfter(time, time + step, step)) times.push(time);
  return times;
}

/** What the zone's clocks are past a multiple of the step. */
function beyond(time: number, step: number): number {
  const wall = time + offsetMinutesAt(time) * minute;
  return ((wall % step) + step) % step;
}

/** The round time at `near` or next to it, later than `last`. */
function roundAfter(last: number, near: number, step: number): number {
  const excess = beyond(near, step);
  const before = near - excess;
  if (before > last && beyond(before, step) === 0) return before;
  const after = near + step - excess;
  const left = beyond(after, step);
  // Clocks were changed between the two.
  return left === 0 ? after : after - left > last && beyond(after - left, step) === 0 ? after - left : after + step - left;
}

/** The date at midnight, else the time. */
export function timeLabel(time: number, step: number): string {
  return step >= day || (step >= hour && beyond(time, day) === 0) ? date.format(time) : clock.format(time);
}
