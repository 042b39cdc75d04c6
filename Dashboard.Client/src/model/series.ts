import type { Column, Levels, Line, Mark, SeriesMessage } from "./wire";

/** What a chart draws: the history and the points that came since, as one. */
export interface Series {
  at: number;
  rangeMilliseconds: number;
  resolution: SeriesMessage["resolution"];
  gapMilliseconds: number;
  lines: Line[];
  marks: Mark[];
  levels: Levels | null;
}

export interface Point {
  x: number;
  y: number | null;
}

/** Takes one message into what is drawn. Never changes `before`, so that a render in progress stays whole. */
export function foldSeries(before: Series | null, message: SeriesMessage, rangeMilliseconds: number): Series {
  const from = message.at - rangeMilliseconds;
  const keep = before !== null && !message.reset ? before : null;
  const lines = keep === null ? message.lines : appendLines(keep.lines, message.lines);
  const marks = keep === null ? message.marks : appendMarks(keep.marks, message.marks);
  return {
    at: message.at,
    rangeMilliseconds,
    resolution: message.resolution,
    gapMilliseconds: message.gapMilliseconds,
    lines: lines.map((line) => trimLine(line, from)),
    marks: marks.filter((mark) => mark.at >= from),
    levels: message.levels,
  };
}

function appendLines(before: Line[], added: Line[]): Line[] {
  const names = new Set([...before, ...added].map((line) => line.name));
  return [...names].map((name) => {
    const old = before.find((line) => line.name === name);
    const more = added.find((line) => line.name === name);
    if (old === undefined) return more as Line;
    return more === undefined ? old : appendLine(old, more);
  });
}

/** Points at or after the first added time are replaced: the newest minute is sent again while it fills. */
function appendLine(old: Line, more: Line): Line {
  const first = more.times[0];
  if (first === undefined) return old;
  let kept = old.times.length;
  while (kept > 0 && (old.times[kept - 1] as number) >= first) kept--;
  return {
    name: old.name,
    times: [...old.times.slice(0, kept), ...more.times],
    cpu: appendColumn(old.cpu, more.cpu, kept),
    memory: appendColumn(old.memory, more.memory, kept),
  };
}

function appendColumn(old: Column, more: Column, kept: number): Column {
  const join = (left: (number | null)[] | null, right: (number | null)[] | null) =>
    left === null || right === null ? null : [...left.slice(0, kept), ...right];
  return {
    mean: [...old.mean.slice(0, kept), ...more.mean],
    minimum: join(old.minimum, more.minimum),
    maximum: join(old.maximum, more.maximum),
  };
}

function appendMarks(before: Mark[], added: Mark[]): Mark[] {
  const key = (mark: Mark) => `${mark.at}/${mark.kind}/${mark.pod}/${mark.container ?? ""}`;
  const known = new Set(before.map(key));
  return [...before, ...added.filter((mark) => !known.has(key(mark)))];
}

function trimLine(line: Line, from: number): Line {
  // One point before the range stays, so that the line enters at the left edge and not after it.
  let start = line.times.findIndex((time) => time >= from);
  if (start === -1) start = line.times.length;
  start = Math.max(0, start - 1);
  if (start === 0) return line;
  const cut = (column: Column): Column => ({
    mean: column.mean.slice(start),
    minimum: column.minimum?.slice(start) ?? null,
    maximum: column.maximum?.slice(start) ?? null,
  });
  return { name: line.name, times: line.times.slice(start), cpu: cut(line.cpu), memory: cut(line.memory) };
}

/** Times and values as points, with an empty one wherever two are further apart than a gap allows. */
export function toPoints(times: number[], values: (number | null)[], gapMilliseconds: number): Point[] {
  const points: Point[] = [];
  for (let i = 0; i < times.length; i++) {
    const x = times[i] as number;
    const previous = times[i - 1];
    if (previous !== undefined && x - previous > gapMilliseconds) points.push({ x: previous + 1, y: null });
    points.push({ x, y: values[i] ?? null });
  }
  return points;
}

/** A level as it was, up to `to`; null when it was never set. Each value holds until the next point. */
export function levelSteps(times: readonly number[], values: readonly (number | null)[], to: number): Point[] | null {
  if (values.every((value) => value === null)) return null;
  const steps = times.map((x, index): Point => ({ x, y: values[index] ?? null }));
  const last = steps.at(-1);
  return last !== undefined && last.x < to ? [...steps, { x: to, y: last.y }] : steps;
}

export interface Extent {
  last: number | null;
  minimum: number | null;
  maximum: number | null;
}

/** The figures of a column that its words are made of. */
export function extentOf(values: readonly (number | null)[]): Extent {
  let minimum: number | null = null;
  let maximum: number | null = null;
  for (const value of values) {
    if (value === null) continue;
    if (minimum === null || value < minimum) minimum = value;
    if (maximum === null || value > maximum) maximum = value;
  }
  return { last: values.at(-1) ?? null, minimum, maximum };
}

const shortestSpan = 300_000;

/** The times that a chart shows: the range, or as much of it as there is history, so that a server just started does not show a sliver. */
export function chartSpan(first: number | null, at: number, range: number): { from: number; to: number } {
  const from = at - range;
  // The first sample after the range's beginning is a step late at most; that is no young history.
  if (first === null || first - from < range * 0.03) return { from, to: at };
  return { from: Math.max(from, Math.min(first, at - Math.min(range, shortestSpan))), to: at };
}
