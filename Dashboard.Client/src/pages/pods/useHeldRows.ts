import { useCallback, useEffect, useRef, useState } from "react";
import { arrange, filterFor, holdOnScreen, mostAsked } from "../../model/heldOrder";
import { type PodView, toQuery } from "../../model/podQuery";
import type { PodPage, PodQuery, PodRow } from "../../model/wire";
import type { PodRows } from "./usePodRows";

export interface HeldRows {
  at(index: number): PodRow | undefined;
  isGone(row: PodRow): boolean;
  /** The order on screen is held now. */
  held: boolean;
  /** Rows that the order has moved out of the window: to be asked for by name, or null. */
  query: PodQuery | null;
  onHeldPage: (page: PodPage | null) => void;
  /** Takes the newest order at once, until the pointer or the focus comes back. */
  release: () => void;
  /** For the element that holds the rows. */
  handlers: {
    onPointerEnter: (event: React.PointerEvent) => void;
    onPointerLeave: () => void;
    onFocus: (event: React.FocusEvent) => void;
    onBlur: (event: React.FocusEvent) => void;
  };
}

interface Hold {
  viewKey: string;
  places: Map<number, string>;
  /** Every held row as it was last seen. */
  latest: Map<string, PodRow>;
  asked: Map<string, PodRow>;
}

const nothingHeld = (viewKey: string): Hold => ({ viewKey, places: new Map(), latest: new Map(), asked: new Map() });

/** The rows in the order on screen, which stands still while the pointer is over them or the focus of the keyboard is in them. */
export function useHeldRows(rows: PodRows, view: PodView, first: number, last: number): HeldRows {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const [released, setReleased] = useState(false);
  const [heldPage, setHeldPage] = useState<PodPage | null>(null);
  const hold = useRef<Hold>(nothingHeld(rows.viewKey));
  const { page } = rows;
  const held = (pointed || focused) && !released && page !== null;
  if (!held || hold.current.viewKey !== rows.viewKey) hold.current = nothingHeld(rows.viewKey);

  let at = rows.at;
  const here = new Set(held ? page.rows.map(({ key }) => key) : []);
  if (held) {
    const { places, latest } = hold.current;
    for (const row of heldPage?.rows ?? []) latest.set(row.key, row);
    for (const row of page.rows) latest.set(row.key, row);
    const arranged = arrange(page, places, latest);
    const heldKeys = new Set(places.values());
    at = (index) => {
      const row = arranged.get(index);
      if (row !== undefined) return row;
      const cached = rows.at(index);
      return cached === undefined || heldKeys.has(cached.key) ? undefined : cached;
    };
    hold.current.places = holdOnScreen(places, first, last, at);
    const kept = [...hold.current.places.values()];
    for (const key of kept) {
      const row = latest.get(key) ?? rowWith(key, hold.current.places, at);
      if (row !== undefined) latest.set(key, row);
    }
    forgetOthers(latest, kept);
    // One that has left the window is asked for by its name, and then all of them, so that the question changes but once.
    if (kept.some((key) => !here.has(key) && !hold.current.asked.has(key))) {
      hold.current.asked = new Map(kept.slice(0, mostAsked).flatMap((key) => (latest.has(key) ? [[key, latest.get(key) as PodRow]] : [])));
    }
  }

  const { asked } = hold.current;
  const filter = asked.size === 0 ? null : filterFor(toQuery(view, { offset: 0, limit: 1 }, 0).filter ?? "", [...asked.values()]);
  const query = filter === null ? null : { ...toQuery(view, { offset: 0, limit: 200 }, 900), filter };
  const nothingAsked = query === null;
  useEffect(() => {
    if (nothingAsked) setHeldPage(null);
  }, [nothingAsked]);
  const answered = heldPage === null ? null : new Set(heldPage.rows.map(({ key }) => key));
  return {
    at,
    isGone: (row) => held && answered !== null && asked.has(row.key) && !here.has(row.key) && !answered.has(row.key),
    held,
    query,
    onHeldPage: setHeldPage,
    release: useCallback(() => setReleased(true), []),
    handlers: {
      onPointerEnter: useCallback((event) => {
        if (event.pointerType !== "touch") setPointed(true);
      }, []),
      onPointerLeave: useCallback(() => {
        setPointed(false);
        setReleased(false);
      }, []),
      onFocus: useCallback((event) => {
        // A click leaves the focus behind; only who walks by keyboard is in the rows.
        if (event.target.matches(":focus-visible")) setFocused(true);
      }, []),
      onBlur: useCallback((event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        setFocused(false);
        setReleased(false);
      }, []),
    },
  };
}

function rowWith(key: string, places: Map<number, string>, at: (index: number) => PodRow | undefined): PodRow | undefined {
  for (const [place, candidate] of places) if (candidate === key) return at(place);
  return undefined;
}

function forgetOthers(latest: Map<string, PodRow>, kept: readonly string[]): void {
  if (latest.size <= 400) return;
  const wanted = new Set(kept);
  for (const key of latest.keys()) if (!wanted.has(key)) latest.delete(key);
}
