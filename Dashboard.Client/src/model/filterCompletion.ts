import { nameKeys, numberKeys, quoted, readTerms, type Term } from "./filter";
import type { Facet, Facets } from "./wire";

export interface Choice {
  /** What stands in the list. */
  label: string;
  /** What is written in place of what was typed. */
  insert: string;
  /** Pods that it is true of, where that is known. */
  count: number | null;
  /** The key whose meaning is to be told beside it; null for a value. */
  key: string | null;
}

export interface Completion {
  /** The part of the filter that a choice replaces. */
  from: number;
  to: number;
  choices: Choice[];
  /** A value is being typed, so the first choice is the likely one; a free word stands for itself. */
  eager: boolean;
}

const most = 12;

/** Values that are good to begin with, where the cluster has no list of them. */
const examples: Record<string, readonly string[]> = {
  cpu: [">100m", ">500m", ">1", ">80%", ">100%req"],
  mem: [">100Mi", ">1Gi", ">80%", ">=95%", ">100%req"],
  restarts: [">0", ">5"],
  age: ["<1h", "<1d", ">7d"],
  growth: [">1Mi", ">10Mi", ">100Mi"],
};

const statuses = [
  "Running",
  "Pending",
  "CrashLoopBackOff",
  "ImagePullBackOff",
  "OOMKilled",
  "Error",
  "Evicted",
  "Terminating",
  "Completed",
];

/** What may be meant at the caret. */
export function complete(filter: string, caret: number, facets: Facets | null): Completion {
  const term = readTerms(filter).find(({ start, end }) => start < caret && caret <= end);
  if (term === undefined) return { from: caret, to: caret, choices: keyChoices("", ""), eager: false };
  const sign = term.negated ? "-" : "";
  const body = term.start + sign.length;
  if (term.key === null) return completeWord(filter, term, body, caret, facets);
  if (Object.hasOwn(examples, term.key)) return completeNumber(filter, term, term.key, body, caret);
  return completeName(filter, term, term.key, body, caret, facets);
}

/** A word without an operator: the beginning of a key, or part of a name. */
function completeWord(filter: string, term: Term, body: number, caret: number, facets: Facets | null): Completion {
  const typed = filter.slice(body, caret).replaceAll('"', "").toLowerCase();
  const choices = keyChoices(typed, "");
  if (typed.length >= 2) {
    const named = (key: string, from: readonly Facet[] | undefined) =>
      matching(from ?? [], typed, 3).map(({ value, count }) => ({
        label: `${key}:=${value}`,
        insert: `${key}:=${quoted(value)} `,
        count,
        key: null,
      }));
    choices.push(...named("ns", facets?.namespaces), ...workloadChoices(facets, typed, 4), ...named("node", facets?.nodes));
  }
  return { from: body, to: term.end, choices: choices.slice(0, most), eager: false };
}

function workloadChoices(facets: Facets | null, typed: string, limit: number): Choice[] {
  const names = workloadNames(facets);
  return matching(names, typed, limit).map(({ value, count }) => ({
    label: `workload:=${value}`,
    insert: `workload:=${quoted(value)} `,
    count,
    key: null,
  }));
}

function keyChoices(typed: string, sign: string): Choice[] {
  const keys = [...nameKeys.map((key) => `${key}:`), ...numberKeys].filter((key) => key.startsWith(typed) && key !== typed);
  return keys.map((key) => ({
    label: key,
    insert: `${sign}${key}${key.endsWith(":") ? "" : ">"}`,
    count: null,
    key: key.replace(":", ""),
  }));
}

function completeNumber(filter: string, term: Term, key: string, body: number, caret: number): Completion {
  const typed = filter.slice(body + key.length, caret);
  const wanted = (examples[key] ?? []).filter((example) => example.startsWith(typed) && example !== typed);
  const choices = wanted.map((example) => ({ label: `${key}${example}`, insert: `${key}${example} `, count: null, key: null }));
  return { from: body, to: term.end, choices, eager: false };
}

function completeName(filter: string, term: Term, key: string, body: number, caret: number, facets: Facets | null): Completion {
  const last = term.values.findLast(({ start }) => start <= caret);
  if (last === undefined) return { from: caret, to: caret, choices: [], eager: false };
  const typed = filter.slice(last.start, Math.max(last.start, caret)).replaceAll('"', "");
  if (key === "label") return completeLabel(term, last.start, body, typed, facets);
  const known = valuesOf(key, facets);
  const taken = new Set(term.values.filter((value) => value !== last).map(({ text }) => text));
  const found = matching(
    known.filter(({ value }) => !taken.has(value)),
    typed,
    most,
  );
  // Taken from the list means exactly this one: `ns:=`. Beside other alternatives the term's operator stays as it is.
  const alone = term.values.length === 1 && key !== "ready";
  return {
    from: alone ? body : last.start,
    to: last.end,
    choices: found.map(({ value, count }) => ({
      label: value,
      insert: `${alone ? `${key}:=` : ""}${quoted(value)} `,
      count: count < 0 ? null : count,
      key: null,
    })),
    eager: typed !== "",
  };
}

/** `label:app`, then `label:app=web`, and more values after a comma. */
function completeLabel(term: Term, from: number, body: number, typed: string, facets: Facets | null): Completion {
  const first = term.values[0]?.text ?? "";
  const equals = first.indexOf("=");
  const labels = facets?.labels ?? [];
  const isFirst = term.values.length === 1;
  if (equals < 0 || (isFirst && !typed.includes("="))) {
    const keys = matching(
      labels.map(({ key, count }) => ({ value: key, count })),
      typed,
      most,
    );
    const choices = keys.map(({ value, count }) => ({ label: value, insert: `label:${value}=`, count, key: null }));
    return { from: body, to: term.end, choices, eager: typed !== "" };
  }
  const key = first.slice(0, equals);
  const part = isFirst ? typed.slice(typed.indexOf("=") + 1) : typed;
  const values = labels.find((label) => label.key === key)?.values ?? [];
  const start = isFirst ? from + equals + 1 : from;
  const found = matching(values, part, most);
  return {
    from: start,
    to: term.end,
    choices: found.map(({ value, count }) => ({ label: value, insert: `${quoted(value)} `, count, key: null })),
    eager: part !== "",
  };
}

/** The values that the cluster has for a key; a count below zero is not known. */
function valuesOf(key: string, facets: Facets | null): readonly Facet[] {
  const unknown = (value: string) => ({ value, count: -1 });
  switch (key) {
    case "ns":
      return facets?.namespaces ?? [];
    case "node":
      return facets?.nodes ?? [];
    case "phase":
      return facets?.phases ?? [];
    case "workload":
      return workloadNames(facets);
    case "kind":
      return sums(facets?.workloads ?? [], (value) => value.slice(0, value.indexOf("/")));
    case "status":
      return statuses.map(unknown);
    case "ready":
      return ["yes", "no"].map(unknown);
    default:
      return [];
  }
}

function workloadNames(facets: Facets | null): Facet[] {
  return sums(facets?.workloads ?? [], (value) => value.slice(value.indexOf("/") + 1));
}

function sums(facets: readonly Facet[], name: (value: string) => string): Facet[] {
  const counts = new Map<string, number>();
  for (const { value, count } of facets) counts.set(name(value), (counts.get(name(value)) ?? 0) + count);
  return [...counts].map(([value, count]) => ({ value, count }));
}

/** Those that begin with what was typed, then those that hold it; what has most pods first. */
function matching(facets: readonly Facet[], typed: string, limit: number): Facet[] {
  const wanted = typed.toLowerCase();
  const begins = (value: string) => (value.toLowerCase().startsWith(wanted) ? 0 : 1);
  return facets
    .filter(({ value }) => value !== "" && value.toLowerCase().includes(wanted))
    .toSorted((a, b) => begins(a.value) - begins(b.value) || b.count - a.count || a.value.localeCompare(b.value))
    .slice(0, limit);
}

/** The filter after a choice was taken, and where the caret then stands. */
export function take(filter: string, { from, to }: Completion, choice: Choice): { filter: string; caret: number } {
  const rest = filter.slice(to);
  const insert = choice.insert.endsWith(" ") && rest.startsWith(" ") ? choice.insert.trimEnd() : choice.insert;
  const caret = from + insert.length + (insert === choice.insert ? 0 : 1);
  return { filter: filter.slice(0, from) + insert + rest, caret };
}
