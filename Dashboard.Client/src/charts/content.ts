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
  /** As it is at the end of the range. */
  value: number;
  /** As it was: each value holds until the next. Without them `value` is drawn over all of the range. */
  steps?: Point[] | undefined;
  colour: string;
  dash: number[];
}

export interface ChartMark {
  at: number;
  label: string;
  colour: string;
  /** How grave it is: of several close together the gravest is named. */
  weight: number;
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
  return highest === 0 || highestOf(reference) <= highest * referenceHeadroom;
}

export function highestOf(reference: ChartReference): number {
  return (reference.steps ?? []).reduce((most, step) => Math.max(most, step.y ?? 0), reference.steps === undefined ? reference.value : 0);
}

/** Marks that stand too close to each other for two names. */
export interface MarkGroup {
  /** Of the newest. */
  at: number;
  /** The gravest one's name, and how many more there are. */
  label: string;
  colour: string;
}

/**
 * The marks that have a line of their own: the first of each colour in each step of time. The steps stand still while the window goes on, so that no line
 * jumps to its neighbour's place.
 */
export function toldApart(marks: readonly ChartMark[], step: number): ChartMark[] {
  const taken = new Set<string>();
  return marks.filter((mark) => {
    const place = `${Math.floor(mark.at / step)} ${mark.colour}`;
    if (taken.has(place)) return false;
    taken.add(place);
    return true;
  });
}

/** One name for all marks within `room` milliseconds before the newest of them. */
export function groupMarks(marks: readonly ChartMark[], room: number): MarkGroup[] {
  const groups: ChartMark[][] = [];
  for (const mark of marks.toSorted((one, other) => other.at - one.at)) {
    const group = groups.at(-1);
    if (group !== undefined && (group[0] as ChartMark).at - mark.at < room) group.push(mark);
    else groups.push([mark]);
  }
  return groups.map((group) => {
    const gravest = group.reduce((most, mark) => (mark.weight > most.weight ? mark : most));
    const alike = group.filter((mark) => mark.label === gravest.label).length;
    const others = group.length - alike;
    return {
      at: (group[0] as ChartMark).at,
      label: `${gravest.label}${alike > 1 ? ` ×${alike}` : ""}${others > 0 ? ` +${others}` : ""}`,
      colour: gravest.colour,
    };
  });
}
