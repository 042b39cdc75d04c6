// Levels and marks of a chart as chartjs-plugin-annotation draws them.

import type { AnnotationOptions } from "chartjs-plugin-annotation";
import { type ChartContent, groupMarks, isWithinReach, toldApart } from "./content";

/** Room for the name of a mark and how many it stands for. */
const labelPixels = 112;
/** Lines of one colour that are nearer than this are a single smear. Each takes the plugin some 16 kB: those of one workload were more than half of its page. */
const linePixels = 6;

export function annotationsOf(content: ChartContent, font: { family: string; size: number }, width: number): AnnotationOptions[] {
  const levels = content.references
    .filter((reference) => reference.steps === undefined && isWithinReach(content, reference))
    .map(
      (reference): AnnotationOptions => ({
        type: "line",
        scaleID: "y",
        value: reference.value,
        borderColor: reference.colour,
        borderWidth: 1.25,
        borderDash: reference.dash,
      }),
    );
  const within = content.marks.filter((mark) => mark.at >= content.from && mark.at <= content.to);
  const pixel = (content.to - content.from) / Math.max(1, width);
  const lines = toldApart(within, pixel * linePixels).map(
    (mark): AnnotationOptions => ({
      type: "line",
      scaleID: "x",
      value: mark.at,
      borderColor: mark.colour,
      borderWidth: 1.25,
      borderDash: [3, 3],
    }),
  );
  const names = groupMarks(within, pixel * labelPixels).map(
    (group): AnnotationOptions => ({
      type: "line",
      scaleID: "x",
      value: group.at,
      borderWidth: 0,
      label: {
        display: true,
        content: group.label,
        position: "start",
        backgroundColor: group.colour,
        color: content.colours.surface,
        font: { ...font, size: 10, weight: "bold" },
        padding: { x: 4, y: 2 },
        borderRadius: 3,
      },
    }),
  );
  return [...levels, ...lines, ...names];
}
