import { ActionIcon, Button, NativeSelect, SegmentedControl, Skeleton } from "@mantine/core";
import { lazy, memo, Suspense, useCallback, useState } from "react";
import { useWatchedStream } from "../../live/useStream";
import { exactValues, withExactValues } from "../../model/filter";
import { descendsFirst, groupKeys, isFiltered, sortKeys } from "../../model/podQuery";
import { text } from "../../model/text";
import type { Facet, GroupKey, SortKey } from "../../model/wire";
import { FiltersIcon, SortedAscendingIcon, SortedDescendingIcon } from "../parts/icons";
import { usePhone } from "../parts/useWindowWidth";
import { FacetChoice } from "./FacetChoice";
import { FilterBox } from "./FilterBox";
import style from "./Pods.module.css";
import type { ViewControl } from "./useView";

const LabelSelect = lazy(async () => ({ default: (await import("./FacetSelects")).LabelSelect }));

const noArguments: [] = [];

interface FiltersProps extends ViewControl {
  /** What the server says of the filter, among others. */
  error: string | null;
  /** The page is of these groups only. */
  fixedGroup?: boolean;
  /** At the end of the second row. */
  aside?: React.ReactNode;
}

export const Filters = memo(function Filters({ view, change, clear, error, fixedGroup = false, aside }: FiltersProps) {
  const [pointed, setPointed] = useState(false);
  const [boxOpen, setBoxOpen] = useState(false);
  const [menuOpen, setMenuOpen] = useState(false);
  const facets = useWatchedStream("Facets", noArguments, pointed || boxOpen || menuOpen).data;
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  const changeFilter = useCallback((filter: string) => change({ filter }, true), [change]);
  const labels = facets?.labels ?? [];
  // A menu writes a term `ns:=a,b` into the filter and takes it away again: the box says all there is.
  const menu = (key: string, label: string, from: Facet[] | undefined) => (
    <FacetChoice
      label={label}
      facets={from}
      value={exactValues(view.filter, key)}
      onChange={(values) => change({ filter: withExactValues(view.filter, key, values) })}
      onListOpen={setMenuOpen}
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
    <search className={style.filters} onPointerEnter={() => setPointed(true)} onPointerLeave={() => setPointed(false)}>
      <div className={style.firstRow}>
        <FilterBox value={view.filter} onChange={changeFilter} facets={facets} error={error} onListOpen={setBoxOpen} />
        {phone && (
          <Button variant="default" size="xs" leftSection={<FiltersIcon size={15} />} aria-expanded={open} onClick={() => setOpen(!open)}>
            {text.pods.filters}
          </Button>
        )}
        {!phone && selects}
      </div>
      {phone && open && selects}
      <div className={style.secondRow}>
        {!fixedGroup && (
          <SegmentedControl
            size="xs"
            className={style.groups ?? ""}
            aria-label={text.pods.group}
            value={view.group}
            data={groupKeys.map((value) => ({ value, label: text.pods.groups[value] }))}
            onChange={(group) => change({ group: group as GroupKey, by: group === "label" ? (labels[0]?.key ?? "app") : "" })}
          />
        )}
        {view.group === "label" && (
          <Suspense fallback={<Skeleton height={30} width={180} />}>
            <LabelSelect by={view.by} labels={labels} onChange={(by) => change({ by })} onListOpen={setMenuOpen} />
          </Suspense>
        )}
        {phone && <SortSelect view={view} change={change} />}
        {isFiltered(view) && (
          <Button variant="subtle" size="compact-xs" onClick={clear}>
            {text.pods.clear}
          </Button>
        )}
        {aside}
      </div>
    </search>
  );
});

function SortSelect({ view, change }: Pick<ViewControl, "view" | "change">) {
  const direction = view.descending ? text.pods.descending : text.pods.ascending;
  return (
    <div className={style.sort}>
      <NativeSelect
        size="xs"
        aria-label={text.pods.sort}
        value={view.sort}
        data={sortKeys.map((value) => ({ value, label: text.pods.columns[value] }))}
        onChange={({ currentTarget: { value } }) => change({ sort: value as SortKey, descending: descendsFirst(value as SortKey) })}
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
