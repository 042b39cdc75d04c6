import { useCallback, useEffect, useRef } from "react";
import type { ChartContent } from "./content";
import { drawInNextFrame, forgetDrawing } from "./frame";

interface Drawing {
  canvas: React.RefObject<HTMLCanvasElement | null>;
  /** The canvas with the newest content on it, in view or not. */
  drawn: () => Promise<HTMLCanvasElement>;
}

/**
 * Keeps a chart on the canvas up to date: once per frame, and only while it can be seen. Chart.js is a third of all the JavaScript, so it
 * is fetched when the first chart comes into view and the figures do not wait for it.
 */
export function useDrawing(content: ChartContent, ask: ((from: number, to: number) => void) | undefined): Drawing {
  const canvas = useRef<HTMLCanvasElement>(null);
  const newest = useRef(content);
  const asked = useRef(ask);
  const request = useRef<() => void>(() => {});
  const drawAnyway = useRef<() => Promise<void>>(async () => {});
  const zooms = ask !== undefined;

  useEffect(() => {
    const element = canvas.current as HTMLCanvasElement;
    let engine: typeof import("./engine") | null = null;
    let chart: ReturnType<typeof import("./engine").makeChart> | null = null;
    let visible = false;
    let gone = false;
    let drawn: ChartContent | null = null;
    const draw = () => {
      if (engine === null || drawn === newest.current) return;
      chart ??= engine.makeChart(element);
      const next = newest.current;
      const shown = engine.showContent(chart, next, {
        ask: zooms ? (from, to) => asked.current?.(from, to) : undefined,
        redraw: () => {
          drawn = null;
          request.current();
        },
      });
      if (shown) drawn = next;
    };
    const drawInView = () => {
      if (visible) draw();
    };
    request.current = () => {
      if (visible && engine !== null) drawInNextFrame(drawInView);
    };
    drawAnyway.current = async () => {
      engine ??= await import("./engine");
      if (!gone) draw();
    };
    const observer = new IntersectionObserver((entries) => {
      visible = entries.at(-1)?.isIntersecting ?? false;
      if (engine !== null || !visible) {
        request.current();
        return;
      }
      void import("./engine").then((loaded) => {
        engine = loaded;
        if (!gone) request.current();
      });
    });
    observer.observe(element.parentElement as HTMLElement);
    return () => {
      gone = true;
      observer.disconnect();
      forgetDrawing(drawInView);
      request.current = () => {};
      chart?.destroy();
    };
  }, [zooms]);

  useEffect(() => {
    asked.current = ask;
  }, [ask]);

  useEffect(() => {
    newest.current = content;
    request.current();
  }, [content]);

  const drawn = useCallback(async () => {
    await drawAnyway.current();
    return canvas.current as HTMLCanvasElement;
  }, []);
  return { canvas, drawn };
}
