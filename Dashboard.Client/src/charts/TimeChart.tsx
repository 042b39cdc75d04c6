import { Skeleton } from "@mantine/core";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { extentOf } from "../model/series";
import { text } from "../model/text";
import { useColours } from "./colours";
import { type ChartContent, type ChartLine, type ChartMark, type ChartReference, isWithinReach } from "./content";
import { drawInNextFrame, forgetDrawing } from "./frame";
import style from "./TimeChart.module.css";

export interface TimeChartProps {
  title: string;
  lines: ChartLine[];
  references?: ChartReference[];
  marks?: ChartMark[];
  from: number;
  to: number;
  format: (value: number) => string;
  exact?: (value: number) => string;
  binary?: boolean;
  stacked?: boolean;
  whole?: boolean;
  height?: number;
  /** The history is not there yet: a skeleton of the same size. */
  loading?: boolean;
  /** The range in words, for the text alternative. */
  range: string;
  /** At the right of the title. */
  aside?: React.ReactNode;
}

const none: never[] = [];

/** Lines over time with their legend. What the canvas shows is also said in words, for those who do not see it. */
export function TimeChart(props: TimeChartProps) {
  const {
    title,
    lines,
    references = none,
    marks = none,
    from,
    to,
    format,
    binary = false,
    stacked = false,
    whole = false,
    height = 200,
  } = props;
  const colours = useColours();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => lines.map((line) => ({ ...line, hidden: hidden.has(line.name) })), [lines, hidden]);
  const content = useMemo<ChartContent>(
    () => ({ lines: shown, references, marks, from, to, format, binary, stacked, whole, colours }),
    [shown, references, marks, from, to, format, binary, stacked, whole, colours],
  );
  const canvas = useDrawing(content);
  const words = useId();
  const empty = !props.loading && lines.every((line) => line.points.length === 0);
  const toggle = (name: string) => {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    setHidden(next);
  };

  return (
    <figure className={style.figure} aria-label={title}>
      <figcaption className={style.caption}>
        <h2>{title}</h2>
        {props.aside}
      </figcaption>
      <div className={style.canvas} style={{ height }}>
        <canvas ref={canvas} role="img" aria-label={title} aria-describedby={words} />
        {props.loading && <Skeleton className={style.over} height={height} radius={4} aria-label={text.charts.loading} />}
        {empty && <p className={style.empty}>{text.charts.noPoints}</p>}
      </div>
      <p id={words} className="unseen">
        {describe(props)}
      </p>
      <ul className={style.legend}>
        {shown.map((line) => {
          const last = extentOf(line.points.map((point) => point.y)).last;
          const entry = (
            <>
              <Sample colour={line.colour} dash={line.dash ?? none} />
              <span className="clip">{line.name}</span>
              <b title={last === null ? undefined : props.exact?.(last)}>{last === null ? text.missing : format(last)}</b>
            </>
          );
          return (
            <li key={line.name}>
              {lines.length > 1 ? (
                <button
                  type="button"
                  className={style.entry}
                  aria-pressed={!line.hidden}
                  title={text.charts.show(line.name)}
                  onClick={() => toggle(line.name)}
                >
                  {entry}
                </button>
              ) : (
                <span className={style.entry}>{entry}</span>
              )}
            </li>
          );
        })}
        {references.map((reference) => (
          <li key={reference.name}>
            <span className={style.entry}>
              <Sample colour={reference.colour} dash={reference.dash} />
              {reference.name}
              <b title={props.exact?.(reference.value)}>{format(reference.value)}</b>
              {!isWithinReach(content, reference) && <span className="quiet">↑</span>}
            </span>
          </li>
        ))}
        {lines.some((line) => line.band !== undefined) && <li className="quiet">{text.charts.band}</li>}
      </ul>
    </figure>
  );
}

/**
 * Keeps a chart on the canvas up to date: once per frame, and only while it can be seen. Chart.js is a third of all the JavaScript, so it
 * is fetched when the first chart comes into view and the figures do not wait for it.
 */
function useDrawing(content: ChartContent): React.RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const newest = useRef(content);
  const request = useRef<() => void>(() => {});

  useEffect(() => {
    const element = canvas.current as HTMLCanvasElement;
    let engine: typeof import("./engine") | null = null;
    let chart: ReturnType<typeof import("./engine").makeChart> | null = null;
    let visible = false;
    let gone = false;
    let drawn: ChartContent | null = null;
    const draw = () => {
      if (!visible || engine === null || drawn === newest.current) return;
      chart ??= engine.makeChart(element);
      drawn = newest.current;
      engine.showContent(chart, drawn);
    };
    request.current = () => {
      if (visible && engine !== null) drawInNextFrame(draw);
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
      forgetDrawing(draw);
      request.current = () => {};
      chart?.destroy();
    };
  }, []);

  useEffect(() => {
    newest.current = content;
    request.current();
  }, [content]);

  return canvas;
}

function Sample({ colour, dash }: { colour: string; dash: number[] }) {
  return (
    <svg className={style.sample} width="16" height="8" aria-hidden="true">
      <line x1="0" y1="4" x2="16" y2="4" stroke={colour} strokeWidth="2.5" strokeDasharray={dash.join(" ")} />
    </svg>
  );
}

function describe({ title, lines, format, range }: TimeChartProps): string {
  const sentences = lines.map((line) => {
    const { last, minimum, maximum } = extentOf(line.points.map((point) => point.y));
    if (minimum === null || maximum === null) return "";
    return text.charts.describe(title, line.name, last === null ? text.missing : format(last), format(minimum), format(maximum), range);
  });
  return sentences.filter(Boolean).join(" ") || text.charts.describeEmpty(title);
}
