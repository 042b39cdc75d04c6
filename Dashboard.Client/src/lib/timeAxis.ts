// Round times for an axis: on whole minutes, hours and days of this computer's time zone.

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

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const date = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** The finest step of which no more than `most` fit into the range. */
export function timeStep(range: number, most: number): number {
  return steps.find((step) => range / step <= most) ?? (steps.at(-1) as number);
}

/** The multiples of the step within the range; of local time, so that days begin at midnight. */
export function roundTimes(from: number, to: number, step: number): number[] {
  const offset = new Date(from).getTimezoneOffset() * minute;
  const times: number[] = [];
  for (let time = Math.ceil((from - offset) / step) * step + offset; time <= to; time += step) times.push(time);
  return times;
}

/** The date at midnight, else the time. */
export function timeLabel(time: number, step: number): string {
  const at = new Date(time);
  return step >= day || (step >= hour && at.getHours() === 0 && at.getMinutes() === 0) ? date.format(at) : clock.format(at);
}
