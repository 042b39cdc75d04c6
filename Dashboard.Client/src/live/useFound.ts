import { useEffect, useState } from "react";
import type { PodPage, PodRow } from "../model/wire";

const typingPauseMilliseconds = 80;
const most = 8;

export interface FoundRows {
  rows: PodRow[];
  /** What was asked, or is still to be. */
  pending: boolean;
  error: string | null;
}

const nothing: FoundRows = { rows: [], pending: false, error: null };

/** Pods and workloads that the server finds for the words. The answer to the last question wins; the one before is shown until then. */
export function useFound(words: string): FoundRows {
  const [found, setFound] = useState(nothing);
  const asked = words.trim();
  useEffect(() => {
    if (asked === "") {
      setFound(nothing);
      return;
    }
    const leaving = new AbortController();
    setFound((before) => ({ ...before, pending: true }));
    const timer = setTimeout(async () => {
      try {
        const [workloads, pods] = await Promise.all([ask(asked, "workload", leaving.signal), ask(asked, "none", leaving.signal)]);
        if (!leaving.signal.aborted) setFound({ rows: [...workloads, ...pods], pending: false, error: null });
      } catch (cause) {
        if (!leaving.signal.aborted) setFound({ rows: [], pending: false, error: cause instanceof Error ? cause.message : String(cause) });
      }
    }, typingPauseMilliseconds);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [asked]);
  return found;
}

async function ask(text: string, group: "none" | "workload", signal: AbortSignal): Promise<PodRow[]> {
  const question = new URLSearchParams({ text, group, limit: String(most), sort: "name", descending: "false" });
  const answer = await fetch(`/api/v1/pods?${question}`, { signal });
  if (answer.ok) return ((await answer.json()) as PodPage).rows;
  const problem = (await answer.json().catch(() => null)) as { detail?: string } | null;
  throw new Error(problem?.detail ?? `${answer.status} ${answer.statusText}`);
}
