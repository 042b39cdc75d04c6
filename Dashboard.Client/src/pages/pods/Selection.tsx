// biome-ignore-all lint/a11y/useSemanticElements: cells of a virtualised table, laid out as grids
import { Button } from "@mantine/core";
import { Link } from "react-router";
import { compareAddress } from "../../model/compare";
import { mostSubjects, subjectOf, toggled } from "../../model/subjects";
import { text } from "../../model/text";
import type { PodRow } from "../../model/wire";
import style from "./Pods.module.css";
import type { ViewControl } from "./useView";

/** The box of a row that can be compared; an empty cell for one that cannot. */
export function SelectBox({ row, selected, change }: { row: PodRow; selected: readonly string[]; change: ViewControl["change"] }) {
  const subject = subjectOf(row);
  if (subject === null) return <span role="cell" />;
  const on = selected.includes(subject);
  return (
    <span role="cell" className={style.selectCell}>
      <label className={style.selectTarget}>
        <input
          type="checkbox"
          checked={on}
          aria-label={text.pods.select(row.name)}
          onChange={() => change({ selected: toggled(selected, subject) }, true)}
        />
      </label>
    </span>
  );
}

/** What is selected, and what can be done with it. */
export function SelectionBar({ selected, change }: { selected: readonly string[]; change: ViewControl["change"] }) {
  if (selected.length === 0) return null;
  return (
    <div className={style.selectionBar}>
      <Button component={Link} to={compareAddress(selected)} size="xs">
        {text.pods.compare(String(selected.length))}
      </Button>
      <Button variant="subtle" size="compact-xs" onClick={() => change({ selected: [] })}>
        {text.pods.unselect}
      </Button>
      {selected.length >= mostSubjects && <span className="quiet">{text.pods.mostSelected(String(mostSubjects))}</span>}
    </div>
  );
}
