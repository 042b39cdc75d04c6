// biome-ignore-all lint/a11y/useSemanticElements: cells of a virtualised table, laid out as grids
import { Button } from "@mantine/core";
import { memo } from "react";
import { Link } from "react-router";
import { compareAddress } from "../../model/compare";
import { mostSubjects, parseSubject } from "../../model/subjects";
import { text } from "../../model/text";
import style from "./Selection.module.css";
import type { Selection, SelectionNotice } from "./useSelection";

interface SelectBoxProps {
  name: string;
  on: boolean;
  /** With Shift: all from the row that was chosen before. */
  onSelect: (range: boolean) => void;
}

/** The box of a row that can be compared. */
export const SelectBox = memo(function SelectBox({ name, on, onSelect }: SelectBoxProps) {
  return (
    <label className={style.selectTarget}>
      <input
        type="checkbox"
        checked={on}
        aria-label={text.pods.select(name)}
        onChange={(event) => onSelect((event.nativeEvent as MouseEvent).shiftKey)}
      />
    </label>
  );
});

interface SelectAllProps {
  selected: number;
  all: boolean;
  /** No more rows than can be selected. */
  few: boolean;
  onSelect: () => void;
}

/** None or all, as far as so many can be compared. */
export function SelectAll({ selected, all, few, onSelect }: SelectAllProps) {
  const label = selected > 0 ? text.pods.unselect : few ? text.pods.selectAll : text.pods.selectFirst(String(mostSubjects));
  return (
    <label className={style.selectTarget} title={label}>
      <input
        ref={(box) => {
          if (box !== null) box.indeterminate = selected > 0 && !all;
        }}
        type="checkbox"
        checked={selected > 0 && all}
        aria-label={label}
        onChange={onSelect}
      />
    </label>
  );
}

/** What is selected, and what can be done with it. */
export function SelectionBar({ selection }: { selection: Selection }) {
  const { selected, notice, set } = selection;
  const pods = selected.filter((subject) => parseSubject(subject)?.kind === "pod").length;
  return (
    <div className={style.selectionBar} data-empty={selected.length === 0 && notice === null}>
      {/* It is there before it has anything to say, or it would not be read out. */}
      <span role="status" className={style.words}>
        {selected.length > 0 && <b>{text.pods.selected(pods, selected.length - pods)}</b>}
        {notice !== null && <span className={notice.kind === "refused" ? style.refused : "quiet"}>{wordsOf(notice)}</span>}
      </span>
      {selected.length > 0 && (
        <>
          <Button component={Link} to={compareAddress(selected)} size="xs" className={style.compare ?? ""}>
            {text.pods.compare(String(selected.length))}
          </Button>
          <Button variant="subtle" size="compact-xs" onClick={() => set([], 0)}>
            {text.pods.unselect}
          </Button>
        </>
      )}
    </div>
  );
}

function wordsOf(notice: SelectionNotice): string {
  return notice.kind === "refused"
    ? text.pods.tooMany(String(notice.wanted), String(mostSubjects))
    : text.pods.onlyFirst(String(mostSubjects), String(notice.all));
}
