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
  const drawn = useRef<SparkShape>(null);
  const now = sparkShape(values, width, height);
  if (drawn.current === null || !looksLike(drawn.current, now)) drawn.current = now;
  return (
    <svg
      ref={ref}
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width * unit} ${height * unit}`}
      style={{ display: "block" }}
    >
      <path d={outlineOf(drawn.current)} fill="none" stroke={colour} strokeWidth={1.25 * unit} strokeLinejoin="round" />
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
  let drawn: SparkShape | null = null;
  let written: readonly (number | null)[] | null = null;
  return (values, label) => {
    if (values === written) return;
    written = values;
    const now = sparkShape(values, width, height);
    if (drawn !== null && looksLike(drawn, now)) return;
    drawn = now;
    path.setAttribute("d", outlineOf(now));
    svg.setAttribute("aria-label", label());
  };
}

/** The path's units in a pixel: whole numbers are shorter, and words that the engine has at hand. */
const unit = 10;

/** Of a pixel's radius, from its left end. */
const dot = `a${unit} ${unit} 0 1 0 ${2 * unit} 0a${unit} ${unit} 0 1 0 ${-2 * unit} 0`;

/** Where a line's points are, in the units of its path. */
export interface SparkShape {
  /** How far from the top each value is, null for a gap; they stand evenly from the left to the right. */
  heights: (number | null)[];
  width: number;
  height: number;
}

/** The small line of these values in a picture of so many pixels. Its range is theirs, or what noise would fill. */
export function sparkShape(values: readonly (number | null)[], width: number, height: number): SparkShape {
  const { low, high } = bounds(values);
  const middle = Math.round((height / 2) * unit);
  const least = (height - 2) * unit;
  const scale = ((height - 4) * unit) / (high - low);
  const heights = values.map((value) => (value === null ? null : high === low ? middle : Math.round(least - (value - low) * scale)));
  return { heights, width, height };
}

/** Whether nobody could tell one from the other: no value is a whole pixel away from where it was drawn. */
export function looksLike(drawn: SparkShape, now: SparkShape): boolean {
  return (
    drawn.width === now.width &&
    drawn.heights.length === now.heights.length &&
    now.heights.every((y, index) => {
      const was = drawn.heights[index] ?? null;
      return y === null || was === null ? y === was : Math.abs(y - was) < unit;
    })
  );
}

/** The line, with gaps where a value is missing, and a dot at its end: one path, in tenths of a pixel. */
export function outlineOf({ heights, width, height }: SparkShape): string {
  const room = (width - 3) * unit;
  const step = heights.length > 1 ? room / (heights.length - 1) : 0;
  // From corner to corner: a picture whose bounds change has the browser arrange the layers of the whole page anew.
  let path = `M0 0h0M${width * unit} ${height * unit}h0`;
  let open = false;
  for (let index = 0; index < heights.length; index++) {
    const y = heights[index] ?? null;
    if (y !== null) path += `${open ? "L" : "M"}${Math.round(index * step)} ${y}`;
    open = y !== null;
  }
  const last = heights.at(-1) ?? null;
  return last === null ? path : `${path}M${room - unit} ${last}${dot}`;
}

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
