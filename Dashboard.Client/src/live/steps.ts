import type { PodPage, PodPageStep, PodRow, PodRowStep, SparkStep } from "../model/wire";
import type { StreamName } from "./streams";

/** For one stream that is opened now: makes of each message what it stands for, since some are steps from the one before. */
export function wholeMessages(name: StreamName): (message: unknown) => unknown {
  if (name !== "Pods") return (message) => message;
  let page: PodPage | null = null;
  return (message) => {
    page = nextPage(page, message as PodPageStep);
    return page;
  };
}

/** The page after a step; what did not change in it is the same object. */
export function nextPage(before: PodPage | null, step: PodPageStep): PodPage {
  const rows = before?.rows ?? [];
  return { ...step, rows: step.rows === null ? rows : step.rows.map((row) => nextRow(rows, row)) };
}

function nextRow(before: readonly PodRow[], step: number | PodRowStep | PodRow): PodRow {
  if (typeof step === "number") return rowAt(before, step);
  if (!("was" in step)) return step;
  const { was, cpuSpark, memorySpark, ...changed } = step;
  const row = rowAt(before, was);
  return { ...row, ...changed, cpuSpark: nextSpark(row.cpuSpark, cpuSpark), memorySpark: nextSpark(row.memorySpark, memorySpark) };
}

function rowAt(rows: readonly PodRow[], place: number): PodRow {
  const row = rows[place];
  if (row === undefined) throw new Error(`The server spoke of row ${place} of a page that had ${rows.length}.`);
  return row;
}

function nextSpark(before: (number | null)[], step: SparkStep | (number | null)[] | undefined): (number | null)[] {
  if (step === undefined) return before;
  if (Array.isArray(step)) return step;
  return [...before.slice(step.drop, step.drop + before.length - step.tail.length), ...step.tail];
}
