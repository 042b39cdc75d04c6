import { useEffect, useRef } from "react";
import { drawInNextFrame, forgetDrawing } from "./frame";

export interface SparklineProps {
  values: (number | null)[];
  colour: string;
  width: number;
  height: number;
  /** What it shows, in words. */
  label: string;
}

/** A small line drawn by hand: fifty of them take under a millisecond, where fifty charts take sixty. */
export function Sparkline({ values, colour, width, height, label }: SparklineProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = () => {
      if (canvas.current !== null) drawSparkline(canvas.current, values, colour, width, height);
    };
    drawInNextFrame(draw);
    return () => forgetDrawing(draw);
  }, [values, colour, width, height]);
  return <canvas ref={canvas} role="img" aria-label={label} style={{ width, height, display: "block" }} />;
}

function drawSparkline(canvas: HTMLCanvasElement, values: (number | null)[], colour: string, width: number, height: number): void {
  const scale = window.devicePixelRatio || 1;
  if (canvas.width !== width * scale || canvas.height !== height * scale) {
    canvas.width = width * scale;
    canvas.height = height * scale;
  }
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  const { low, high } = bounds(values);
  if (low > high) return;
  const step = values.length > 1 ? (width - 3) / (values.length - 1) : 0;
  const y = (value: number) => (high === low ? height / 2 : height - 2 - ((value - low) / (high - low)) * (height - 4));
  context.strokeStyle = colour;
  context.lineWidth = 1.25;
  context.lineJoin = "round";
  context.beginPath();
  let open = false;
  for (const [index, value] of values.entries()) {
    if (value === null) {
      open = false;
    } else if (open) {
      context.lineTo(index * step, y(value));
    } else {
      context.moveTo(index * step, y(value));
      open = true;
    }
  }
  context.stroke();
  const last = values.at(-1);
  if (last === null || last === undefined) return;
  context.fillStyle = colour;
  context.beginPath();
  context.arc(width - 3, y(last), 1.75, 0, 2 * Math.PI);
  context.fill();
}

/** The range to draw. Noise of a few per cent is not blown up to the full height: that would look like a storm. */
function bounds(values: (number | null)[]): { low: number; high: number } {
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
