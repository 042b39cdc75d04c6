import { useEffect } from "react";
import { useStream } from "../../live/useStream";
import type { PodPage, PodQuery } from "../../model/wire";

/** Follows held rows that are in no window any more; null until the answer to this very question is here. */
export function HeldWatch({ query, onPage }: { query: PodQuery; onPage: (page: PodPage | null) => void }) {
  const { data, pending, error } = useStream("Pods", [query]);
  const page = pending || error !== null ? null : data;
  useEffect(() => onPage(page), [page, onPage]);
  return null;
}
