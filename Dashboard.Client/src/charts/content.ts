import type { Point } from "../model/series";
import type { Colours } from "./colours";

export interface ChartLine {
  name: string;
  colour: string;
  dash?: number[];
  points: Point[];
  /** Least and most of each step, drawn as a band behind the line. */
  band?: { minimum: Point[]; maximum: Point[] } | undefined;
  filled?: boolean;
  hidden?: boolean;
}

/** A level to compare with: a request, a limit. */
export interface ChartReference {
  name: string;
  value: number;
  colour: string;
  dash: number[];
}

export interface ChartMark {
  at: number;
  label: string;
  colour: string;
}

export interface ChartContent {
  lines: ChartLine[];
  references: ChartReference[];
  marks: ChartMark[];
  from: number;
  to: number;
  format: (value: number) => string;
  /** Axis steps in powers of two, for bytes. */
  binary: boolean;
  stacked: boolean;
  /** Counts: no fractions on the axis. */
  whole: boolean;
  colours: Colours;
}

/** A reference more than so many times above the data is named in the legend and not drawn: it would press the line to the floor. */
const referenceHeadroom = 4;

export function highestValue(content: Pick<ChartContent, "lines">): number {
  let highest = 0;
  for (const line of content.lines) {
    if (line.hidden === true) continue;
    for (const point of line.band?.maximum ?? line.points) if (point.y !== null && point.y > highest) highest = point.y;
  }
  return highest;
}

/** Whether a reference is drawn; when not, the legend says that it lies above. */
export function isWithinReach(content: Pick<ChartContent, "lines">, reference: ChartReference): boolean {
  return reference.value <= highestValue(content) * referenceHeadroom;
}
