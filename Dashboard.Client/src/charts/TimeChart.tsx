import { Skeleton } from "@mantine/core";
import { lazy, Suspense, useId, useMemo, useState } from "react";
import { extentOf } from "../model/series";
import { text } from "../model/text";
import { ChartMenu } from "./ChartMenu";
import { useColours } from "./colours";
import type { ChartContent, ChartLine, ChartMark, ChartReference } from "./content";
import { Legend } from "./Legend";
import style from "./TimeChart.module.css";
import { useDrawing } from "./useDrawing";

const PointTable = lazy(() => import("./PointTable"));

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
  /** Of the values, as exports name it: nanocores, bytes. */
  unit: string;
  /** A span of time was chosen in the chart, in milliseconds since 1970 UTC. */
  onSpan?: ((from: number, to: number) => void) | undefined;
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
  const { canvas, drawn } = useDrawing(content, props.onSpan);
  const [asTable, setAsTable] = useState(false);
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
        <span className={style.aside}>
          {props.aside}
          <ChartMenu
            title={title}
            content={content}
            unit={props.unit}
            drawn={drawn}
            asTable={asTable}
            setAsTable={setAsTable}
            zooms={props.onSpan !== undefined}
          />
        </span>
      </figcaption>
      {asTable && (
        <Suspense fallback={<Skeleton height={height} radius={4} />}>
          <PointTable title={title} content={content} exact={props.exact} height={height} />
        </Suspense>
      )}
      <div className={style.canvas} style={{ height }} hidden={asTable}>
        <canvas ref={canvas} role="img" aria-label={title} aria-describedby={words} />
        {props.loading && <Skeleton className={style.over} height={height} radius={4} aria-label={text.charts.loading} />}
        {empty && <p className={style.empty}>{text.charts.noPoints}</p>}
      </div>
      <p id={words} className="unseen">
        {describe(props)}
      </p>
      <Legend content={content} exact={props.exact} toggle={toggle} />
    </figure>
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
