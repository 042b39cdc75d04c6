import { memo, useRef } from "react";

export interface SparklineProps {
  values: readonly (number | null)[];
  colour: string;
  width: number;
  height: number;
  /** What it shows, in words. */
  label: string;
  ref?: React.Ref<SVGSVGElement> | undefined;
}

/** A small line. As a canvas each would be a layer of its own, which the browser puts together anew in every frame, whatever it was that changed. */
export const Sparkline = memo(function Sparkline({ values, colour, width, height, label, ref }: SparklineProps) {
  const drawn = useRef<SparkPath>(null);
  const now = sparkPath(values, width, height);
  if (drawn.current === null || !looksLike(drawn.current, now)) drawn.current = now;
  return (
    <svg ref={ref} role="img" aria-label={label} width={width} height={height} style={{ display: "block" }}>
      <path d={outlineOf(drawn.current)} fill="none" stroke={colour} strokeWidth={1.25} strokeLinejoin="round" />
    </svg>
  );
});

/**
 * What writes other values into a line that was drawn, with what they say in words, where somebody could tell one from the other. Nothing is drawn anew for it
 * but that line.
 */
export function sparkWriter(
  svg: SVGSVGElement,
  width: number,
  height: number,
): (values: readonly (number | null)[], label: () => string) => void {
  const path = svg.firstElementChild as SVGPathElement;
  let drawn: SparkPath | null = null;
  return (values, label) => {
    const now = sparkPath(values, width, height);
    if (drawn !== null && looksLike(drawn, now)) return;
    drawn = now;
    path.setAttribute("d", outlineOf(now));
    svg.setAttribute("aria-label", label());
  };
}

/** The line with a dot at its end, as the path of one element. */
function outlineOf({ line, end, width, height }: SparkPath): string {
  // From corner to corner: a picture whose bounds change has the browser arrange the layers of the whole page anew.
  const bounds = `M0 0h0M${width} ${height}h0`;
  const dot = end === null ? "" : `M${end.x - 1} ${end.y}a1 1 0 1 0 2 0a1 1 0 1 0 -2 0`;
  return bounds + line + dot;
}

export interface SparkPath {
  /** An SVG path, with gaps where a value is missing. */
  line: string;
  /** The place of the last value, if there is one. */
  end: { x: number; y: number } | null;
  /** The height of each value in pixels from the top, evenly from the left to the right. */
  heights: (number | null)[];
  width: number;
  height: number;
}

/** Whether nobody could tell one from the other: no value is a whole pixel away from where it was drawn. */
export function looksLike(drawn: SparkPath, now: SparkPath): boolean {
  return (
    drawn.width === now.width &&
    drawn.heights.length === now.heights.length &&
    now.heights.every((y, index) => {
      const was = drawn.heights[index] ?? null;
      return y === null || was === null ? y === was : Math.abs(y - was) < 1;
    })
  );
}

/** The small line of these values. Its range is theirs, or what noise would fill. */
export function sparkPath(values: readonly (number | null)[], width: number, height: number): SparkPath {
  const { low, high } = bounds(values);
  const step = values.length > 1 ? (width - 3) / (values.length - 1) : 0;
  const y = (value: number) => tenth(high === low ? height / 2 : height - 2 - ((value - low) / (high - low)) * (height - 4));
  const heights: (number | null)[] = [];
  let line = "";
  let open = false;
  for (const [index, value] of values.entries()) {
    heights.push(value === null ? null : y(value));
    if (value !== null) line += `${open ? "L" : "M"}${tenth(index * step)} ${heights.at(-1)}`;
    open = value !== null;
  }
  const last = heights.at(-1) ?? null;
  return { line, end: last === null ? null : { x: width - 3, y: last }, heights, width, height };
}

const tenth = (pixels: number): number => Math.round(pixels * 10) / 10;

/** The range to draw. Noise of a few per cent is not blown up to the full height: that would look like a storm. */
function bounds(values: readonly (number | null)[]): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === null) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const short = (high * 0.2 - (high - low)) / 2;
  return short > 0 ? { low: low - short, high: high + short } : { low, high };
}
