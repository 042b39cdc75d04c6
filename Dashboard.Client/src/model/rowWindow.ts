import type { PodRow, Usage } from "./wire";

/** Windows begin and end on such steps, so that scrolling by a row asks for nothing new. */
const block = 25;
const mostRows = 200;

export interface RowWindow {
  offset: number;
  limit: number;
}

/** The window to ask for when rows `first` to `last` are on screen: a few more either side, on whole blocks. */
export function windowFor(first: number, last: number): RowWindow {
  const margin = 10;
  const offset = Math.max(0, Math.floor((first - margin) / block) * block);
  const end = Math.ceil((last + 1 + margin) / block) * block;
  return { offset, limit: Math.min(mostRows, Math.max(block, end - offset)) };
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

/** The row as it now is, in the old one's objects as far as they are equal: what is drawn from them then need not be drawn again. */
export function shareRow(before: PodRow | undefined, now: PodRow): PodRow {
  if (before === undefined) return now;
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
