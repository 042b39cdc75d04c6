import { type PointTable, pointTable } from "../model/pointTable";
import type { ChartContent } from "./content";

/** The visible lines and levels of a chart as rows. */
export function tableOf({ lines, references, from, to }: ChartContent): PointTable {
  const within = lines
    .filter((line) => line.hidden !== true)
    .map(({ name, points }) => ({ name, points: points.filter(({ x }) => x >= from && x <= to) }));
  const levels = references.map(({ name, value, steps }) => ({ name, points: steps ?? [{ x: from, y: value }], holds: true }));
  return pointTable([...within, ...levels]);
}
