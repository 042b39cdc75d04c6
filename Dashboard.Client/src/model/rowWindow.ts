import type { PodRow, Usage } from "./wire";

/** Windows begin and end on such steps, so that scrolling by a row asks for nothing new. */
const block = 25;
const mostRows = 200;
/** As many as the first window has: a list that is short for a while, or not known yet, is no reason to ask anew. */
const leastRows = 50;

export interface RowWindow {
  offset: number;
  limit: number;
}

/** What is asked for before it is known what is on screen. */
export const firstWindow: RowWindow = { offset: 0, limit: leastRows };

/** The window to ask for when rows `first` to `last` are on screen: a few more either side, on whole blocks. */
export function windowFor(first: number, last: number): RowWindow {
  const margin = 10;
  const offset = Math.max(0, Math.floor((first - margin) / block) * block);
  const end = Math.ceil((last + 1 + margin) / block) * block;
  return { offset, limit: Math.min(mostRows, Math.max(leastRows, end - offset)) };
}

const placesStep = 1000;

/**
 * For how many rows there is to be place when there are `count`: no fewer, less than two thousand more, and as many as `before` as long as that will
 * do, wherever the count wavers.
 */
export function placesFor(count: number, before = 0): number {
  const least = Math.ceil(count / placesStep) * placesStep;
  return before >= count && before <= least + placesStep ? before : least;
}

/**
 * How many of these places the list is long when its row `last` is the last in sight. As long as its end is far away nobody sees it, and a list that is of
 * another length is laid out anew with the whole page.
 */
export function placesLaid(count: number, places: number, last: number): number {
  return last + placesStep < count ? places : count;
}

/** The row as it now is, in the old one's objects as far as they are equal: what is drawn from them then need not be drawn again. */
export function shareRow(before: PodRow | undefined, now: PodRow): PodRow {
  if (before === undefined || before === now) return now;
  const cpu = sameUsage(before.cpu, now.cpu) ? before.cpu : now.cpu;
  const memory = sameUsage(before.memory, now.memory) ? before.memory : now.memory;
  const cpuSpark = sameList(before.cpuSpark, now.cpuSpark) ? before.cpuSpark : now.cpuSpark;
  const memorySpark = sameList(before.memorySpark, now.memorySpark) ? before.memorySpark : now.memorySpark;
  const workload =
    before.workload?.name === now.workload?.name && before.workload?.kind === now.workload?.kind ? before.workload : now.workload;
  const shared: PodRow = { ...now, cpu, memory, cpuSpark, memorySpark, workload };
  return (Object.keys(shared) as (keyof PodRow)[]).every((key) => shared[key] === before[key]) ? before : shared;
}

function sameUsage(a: Usage, b: Usage): boolean {
  return a.value === b.value && a.request === b.request && a.limit === b.limit;
}

function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
