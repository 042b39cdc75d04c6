import { extentOf } from "../model/series";
import { text } from "../model/text";
import { type ChartContent, isWithinReach } from "./content";
import style from "./TimeChart.module.css";

interface LegendProps {
  content: ChartContent;
  exact?: ((value: number) => string) | undefined;
  toggle: (name: string) => void;
}

const none: never[] = [];

/** The lines with their last values, each a button that hides its own, and the levels. */
export function Legend({ content, exact, toggle }: LegendProps) {
  const { lines, references, format } = content;
  return (
    <ul className={style.legend}>
      {lines.map((line) => {
        const last = extentOf(line.points.map((point) => point.y)).last;
        const entry = (
          <>
            <Sample colour={line.colour} dash={line.dash ?? none} />
            <span className="clip">{line.name}</span>
            <b title={last === null ? undefined : exact?.(last)}>{last === null ? text.missing : format(last)}</b>
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
            <b title={exact?.(reference.value)}>{format(reference.value)}</b>
            {!isWithinReach(content, reference) && <span className="quiet">↑</span>}
          </span>
        </li>
      ))}
      {lines.some((line) => line.band !== undefined) && <li className="quiet">{text.charts.band}</li>}
    </ul>
  );
}

function Sample({ colour, dash }: { colour: string; dash: number[] }) {
  return (
    <svg className={style.sample} width="16" height="8" aria-hidden="true">
      <line x1="0" y1="4" x2="16" y2="4" stroke={colour} strokeWidth="2.5" strokeDasharray={dash.join(" ")} />
    </svg>
  );
}
