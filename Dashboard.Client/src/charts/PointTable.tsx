import { formatDateTime } from "../lib/format";
import { text } from "../model/text";
import type { ChartContent } from "./content";
import style from "./TimeChart.module.css";
import { tableOf } from "./tableOf";

interface PointTableProps {
  title: string;
  content: ChartContent;
  exact?: ((value: number) => string) | undefined;
  height: number;
}

/** The chart's alternative for those who do not see it, or want the figures: newest first. */
export default function PointTable({ title, content, exact, height }: PointTableProps) {
  const { times, columns } = tableOf(content);
  const rows = times.map((_, index) => times.length - 1 - index);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by the keyboard
    <section className={style.table} style={{ height }} tabIndex={0} aria-label={text.charts.tableOf(title)}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.charts.time}</th>
            {columns.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={times[row]}>
              <th scope="row">{formatDateTime(times[row] as number)}</th>
              {columns.map(({ name, values }) => {
                const value = values[row] ?? null;
                return (
                  <td key={name} title={value === null ? undefined : exact?.(value)}>
                    {value === null ? text.missing : content.format(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
