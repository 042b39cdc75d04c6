import { Input } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { ChevronIcon } from "../parts/icons";
import type { FacetSelectProps } from "./FacetSelects";

const load = () => import("./FacetSelects");
const FacetSelect = lazy(async () => ({ default: (await load()).FacetSelect }));

/** What is chosen of a facet; a press makes it the list to choose from. */
export function FacetChoice(props: FacetSelectProps) {
  const [choosing, setChoosing] = useState(false);
  const closed = (
    <Input
      component="button"
      type="button"
      size="xs"
      pointer
      aria-label={props.value.length === 0 ? props.label : `${props.label}: ${props.value.join(", ")}`}
      aria-haspopup="listbox"
      aria-expanded={false}
      rightSection={<ChevronIcon size={14} />}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => {
        setChoosing(true);
        // Which comes open, and does not tell it.
        props.onListOpen(true);
      }}
    >
      {props.value.length === 0 ? (
        <Input.Placeholder>{props.label}</Input.Placeholder>
      ) : (
        <span className="clip">{props.value.join(", ")}</span>
      )}
    </Input>
  );
  if (!choosing) return closed;
  return (
    <Suspense fallback={closed}>
      <FacetSelect {...props} />
    </Suspense>
  );
}
