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
  /** The line that the others are held against. */
  thick?: boolean;
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
  const highest = highestValue(content);
  // Without a line the references are all there is to show.
  return highest === 0 || reference.value <= highest * referenceHeadroom;
}

/** The marks that are named: the newest, and each before it that leaves `room` to the next named one. All of them have their line. */
export function withRoom(marks: ChartMark[], room: number): Set<ChartMark> {
  const named = new Set<ChartMark>();
  let next = Number.POSITIVE_INFINITY;
  for (const mark of marks.toSorted((one, other) => other.at - one.at)) {
    if (next - mark.at < room) continue;
    named.add(mark);
    next = mark.at;
  }
  return named;
}
