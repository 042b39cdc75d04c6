import { MultiSelect, Select } from "@mantine/core";
import { formatCount } from "../../lib/format";
import { text } from "../../model/text";
import type { Facet, LabelFacet } from "../../model/wire";
import style from "./Pods.module.css";

// Lists to choose from are 16 kB of JavaScript, so they are fetched when somebody wants to choose.

const facetParts = { inputField: style.facetField ?? "", pillsList: style.facetPills ?? "" };

export interface FacetSelectProps {
  label: string;
  facets: Facet[] | undefined;
  value: string[];
  onChange: (value: string[]) => void;
  onListOpen: (open: boolean) => void;
}

/** Open from the beginning: somebody has asked for it. */
export function FacetSelect(props: FacetSelectProps) {
  // A value from the address that the cluster does not have now is still a choice, or it could not be taken away.
  const counts = new Map((props.facets ?? []).map(({ value, count }) => [value, count]));
  const data = [...new Set([...counts.keys(), ...props.value])];
  return (
    <MultiSelect
      size="xs"
      aria-label={props.label}
      placeholder={props.value.length === 0 ? props.label : ""}
      data={data}
      classNames={facetParts}
      renderOption={({ option }) => `${option.value} (${formatCount(counts.get(option.value) ?? 0)})`}
      value={props.value}
      onChange={props.onChange}
      autoFocus
      defaultDropdownOpened
      onDropdownOpen={() => props.onListOpen(true)}
      onDropdownClose={() => props.onListOpen(false)}
      searchable
      clearable
      limit={100}
      maxDropdownHeight={320}
      comboboxProps={{ width: "max-content", position: "bottom-start" }}
    />
  );
}

interface LabelSelectProps {
  by: string;
  labels: readonly LabelFacet[];
  onChange: (by: string) => void;
  onListOpen: (open: boolean) => void;
}

/** By which label rows are grouped. */
export function LabelSelect({ by, labels, onChange, onListOpen }: LabelSelectProps) {
  return (
    <Select
      size="xs"
      aria-label={text.pods.labelKey}
      value={by}
      allowDeselect={false}
      searchable
      data={[...new Set([by, ...labels.map(({ key }) => key)])]}
      onChange={(chosen) => onChange(chosen ?? "")}
      onDropdownOpen={() => onListOpen(true)}
      onDropdownClose={() => onListOpen(false)}
    />
  );
}
