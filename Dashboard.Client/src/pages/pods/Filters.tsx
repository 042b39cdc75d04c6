import { ActionIcon, Button, CloseButton, Collapse, MultiSelect, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { formatCount } from "../../lib/format";
import { useStream } from "../../live/useStream";
import { exactValues, withExactValues } from "../../model/filter";
import { descendsFirst, isFiltered, sortKeys } from "../../model/podQuery";
import { text } from "../../model/text";
import type { Facet, GroupKey, SortKey } from "../../model/wire";
import { FiltersIcon, SearchIcon, SortedAscendingIcon, SortedDescendingIcon } from "../parts/icons";
import style from "./Pods.module.css";
import type { ViewControl } from "./useView";

const noArguments: [] = [];
const typingPauseMilliseconds = 100;
/** Groups by label wait for the choice of the key. */
const groups = ["none", "workload", "namespace", "node"] as const;

interface FiltersProps extends ViewControl {
  /** What the server says of the filter, among others. */
  error: string | null;
}

export function Filters({ view, change, clear, error }: FiltersProps) {
  const facets = useStream("Facets", noArguments).data;
  const phone = useMediaQuery("(max-width: 760px)", false, { getInitialValueInEffect: false });
  const [open, setOpen] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  useSlashFocuses(search);
  // A menu writes a term `ns:=a,b` into the filter and takes it away again: the box says all there is.
  const menu = (key: string, label: string, from: Facet[] | undefined) => (
    <FacetSelect
      label={label}
      facets={from}
      value={exactValues(view.filter, key)}
      onChange={(values) => change({ filter: withExactValues(view.filter, key, values) })}
    />
  );
  const selects = (
    <div className={style.selects}>
      {menu("ns", text.pods.namespace, facets?.namespaces)}
      {menu("node", text.pods.node, facets?.nodes)}
      {menu("phase", text.pods.phase, facets?.phases)}
    </div>
  );

  return (
    <search className={style.filters}>
      <div className={style.firstRow}>
        <Typed
          ref={search}
          label={text.pods.search}
          placeholder={text.pods.searchHint}
          value={view.filter}
          onChange={(filter) => change({ filter }, true)}
          error={error}
          icon={<SearchIcon size={15} />}
        />
        {phone && (
          <Button variant="default" size="xs" leftSection={<FiltersIcon size={15} />} aria-expanded={open} onClick={() => setOpen(!open)}>
            {text.pods.filters}
          </Button>
        )}
        {!phone && selects}
      </div>
      {phone && <Collapse expanded={open}>{selects}</Collapse>}
      <div className={style.secondRow}>
        <SegmentedControl
          size="xs"
          className={style.groups ?? ""}
          aria-label={text.pods.group}
          value={view.group}
          data={groups.map((value) => ({ value, label: text.pods.groups[value] }))}
          onChange={(group) => change({ group: group as GroupKey })}
        />
        {phone && <SortSelect view={view} change={change} />}
        {isFiltered(view) && (
          <Button variant="subtle" size="compact-xs" onClick={clear}>
            {text.pods.clear}
          </Button>
        )}
      </div>
    </search>
  );
}

const facetParts = { inputField: style.facetField ?? "", pillsList: style.facetPills ?? "" };

function FacetSelect(props: { label: string; facets: Facet[] | undefined; value: string[]; onChange: (value: string[]) => void }) {
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
      searchable
      clearable
      limit={100}
      maxDropdownHeight={320}
      comboboxProps={{ width: "max-content", position: "bottom-start" }}
    />
  );
}

function SortSelect({ view, change }: Pick<ViewControl, "view" | "change">) {
  const direction = view.descending ? text.pods.descending : text.pods.ascending;
  return (
    <div className={style.sort}>
      <Select
        size="xs"
        aria-label={text.pods.sort}
        value={view.sort}
        allowDeselect={false}
        data={sortKeys.map((value) => ({ value, label: text.pods.columns[value] }))}
        onChange={(sort) => change({ sort: sort as SortKey, descending: descendsFirst(sort as SortKey) })}
      />
      <ActionIcon
        variant="default"
        size={30}
        aria-label={text.pods.turn(direction)}
        onClick={() => change({ descending: !view.descending })}
      >
        {view.descending ? <SortedDescendingIcon size={16} /> : <SortedAscendingIcon size={16} />}
      </ActionIcon>
    </div>
  );
}

interface TypedProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  icon?: React.ReactNode;
  error?: string | null;
  ref?: React.Ref<HTMLInputElement>;
}

/** A text that becomes part of the address when the typing pauses, and follows the address when that changes elsewhere. */
function Typed({ label, placeholder, value, onChange, icon, error, ref }: TypedProps) {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed;
      onChange(typed);
    }, typingPauseMilliseconds);
    return () => clearTimeout(timer);
  }, [typed, onChange]);
  return (
    <TextInput
      ref={ref ?? null}
      size="xs"
      className={icon === undefined ? "" : (style.search ?? "")}
      aria-label={label}
      placeholder={icon === undefined ? `${label}: ${placeholder}` : placeholder}
      leftSection={icon}
      value={typed}
      error={typed !== "" && error !== null && error !== undefined ? error : undefined}
      onChange={(event) => setTyped(event.currentTarget.value)}
      rightSection={typed === "" ? null : <CloseButton size="xs" aria-label={text.pods.remove(label)} onClick={() => setTyped("")} />}
      spellCheck={false}
      autoComplete="off"
    />
  );
}

function useSlashFocuses(input: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.key !== "/" || event.ctrlKey || event.metaKey || target.closest("input, textarea, [contenteditable]") !== null) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [input]);
}
