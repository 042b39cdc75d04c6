import type { Point } from "./series";

/** What a chart shows as rows of one time each. */
export interface PointTable {
  /** Milliseconds since 1970 UTC, oldest first. */
  times: number[];
  columns: { name: string; values: (number | null)[] }[];
}

export interface NamedPoints {
  name: string;
  points: readonly Point[];
  /** Each value holds until the next: a level. */
  holds?: boolean;
}

/** One row for each time at which a line has a value; null where another has none. Levels fill the rows and make none. */
export function pointTable(lines: readonly NamedPoints[]): PointTable {
  const known = lines.map(({ points }) => points.filter((point) => point.y !== null));
  const times = [...new Set(known.flatMap((points, index) => (lines[index]?.holds === true ? [] : points.map(({ x }) => x))))].sort(
    (one, other) => one - other,
  );
  return {
    times,
    columns: lines.map(({ name, points, holds }) => ({ name, values: holds === true ? held(points, times) : at(points, times) })),
  };
}

function at(points: readonly Point[], times: readonly number[]): (number | null)[] {
  const values = new Map(points.map(({ x, y }) => [x, y]));
  return times.map((time) => values.get(time) ?? null);
}

function held(points: readonly Point[], times: readonly number[]): (number | null)[] {
  let next = 0;
  let value: number | null = null;
  return times.map((time) => {
    for (let point = points[next]; point !== undefined && point.x <= time; point = points[++next]) value = point.y;
    return value;
  });
}

/** RFC 4180. Times are ISO 8601 in UTC, values as they are, an empty field where there is none. */
export function toCsv(table: PointTable, unit: string): string {
  const field = (content: string) => (/[",\r\n]/.test(content) ? `"${content.replaceAll('"', '""')}"` : content);
  const header = ["time", ...table.columns.map(({ name }) => `${name} (${unit})`)];
  const rows = table.times.map((time, row) => [
    new Date(time).toISOString(),
    ...table.columns.map(({ values }) => String(values[row] ?? "")),
  ]);
  return [header, ...rows].map((fields) => `${fields.map(field).join(",")}\r\n`).join("");
}

export function toJson(table: PointTable, unit: string, title: string): string {
  return JSON.stringify({
    title,
    unit,
    times: table.times.map((time) => new Date(time).toISOString()),
    columns: table.columns,
  });
}
