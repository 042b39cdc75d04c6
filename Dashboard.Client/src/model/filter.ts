// The filter language as the client must know it: where its terms begin and end, so that a menu can write one and the box can complete one.
// What a term means, and whether it is right, only the server says (PodQuery.filter).

/** One alternative of a term. */
export interface Value {
  /** Without its quotes. */
  text: string;
  start: number;
  end: number;
}

export interface Term {
  start: number;
  end: number;
  /** Turned round by a `-` before it. */
  negated: boolean;
  /** Lower case; null for free text. */
  key: string | null;
  /** As written: ":", ":=", ">", ">=", "<", "<="; null for free text and for a key that has none yet. */
  operator: string | null;
  values: Value[];
}

/** Keys that take names, with a colon. */
export const nameKeys = ["ns", "node", "phase", "status", "kind", "workload", "image", "pod", "label", "ready"] as const;
/** Keys that take a number, with a comparison. */
export const numberKeys = ["cpu", "mem", "restarts", "age", "growth"] as const;

const head = /^([A-Za-z]+)(:=|:|>=|<=|>|<|=)/;

/** The terms of a filter, in their order. Whatever is written can be read: what makes no sense is free text here. */
export function readTerms(filter: string): Term[] {
  const terms: Term[] = [];
  let at = 0;
  while (at < filter.length) {
    if (isSpace(filter[at])) {
      at++;
      continue;
    }
    const end = endOfTerm(filter, at);
    terms.push(readTerm(filter, at, end));
    at = end;
  }
  return terms;
}

/** Quotes hold spaces together; a quote that is not closed holds all that follows. */
function endOfTerm(filter: string, start: number): number {
  let quoted = false;
  for (let at = start; at < filter.length; at++) {
    if (filter[at] === '"') quoted = !quoted;
    else if (!quoted && isSpace(filter[at])) return at;
  }
  return filter.length;
}

function readTerm(filter: string, start: number, end: number): Term {
  const negated = filter[start] === "-" && end > start + 1;
  const from = negated ? start + 1 : start;
  const match = head.exec(filter.slice(from, end));
  if (match === null) return { start, end, negated, key: null, operator: null, values: readValues(filter, from, end) };
  const [whole, key, operator] = match as unknown as [string, string, string];
  return { start, end, negated, key: key.toLowerCase(), operator, values: readValues(filter, from + whole.length, end) };
}

function readValues(filter: string, start: number, end: number): Value[] {
  const values: Value[] = [];
  let from = start;
  let quoted = false;
  for (let at = start; at <= end; at++) {
    if (at < end && filter[at] === '"') quoted = !quoted;
    if (at < end && (quoted || filter[at] !== ",")) continue;
    values.push({ text: filter.slice(from, at).replaceAll('"', ""), start: from, end: at });
    from = at + 1;
  }
  return values;
}

/** A value as it is written in a term: in quotes if it would otherwise end early or be read as something else. */
export function quoted(value: string): string {
  const plain = value.replaceAll('"', "");
  return plain === "" || /[\s,:<>=*]/.test(plain) || plain.startsWith("-") ? `"${plain}"` : plain;
}

/** A term that names its values exactly. */
export function exactTerm(key: string, values: readonly string[]): string {
  return `${key}:=${values.map(quoted).join(",")}`;
}

/** The values that the filter's terms `key:=a,b` allow; none where there is no such term. */
export function exactValues(filter: string, key: string): string[] {
  const term = readTerms(filter).find((candidate) => isExact(candidate, key));
  return term === undefined ? [] : term.values.map(({ text }) => text).filter((text) => text !== "");
}

/** The filter with its term `key:=…` naming these values; without one when there are none. Everything else stays as it was written. */
export function withExactValues(filter: string, key: string, values: readonly string[]): string {
  const own = readTerms(filter).filter((term) => isExact(term, key));
  const [first, ...more] = own;
  let result = filter;
  for (const term of more.reverse()) result = cut(result, term.start, term.end);
  if (first === undefined) return values.length === 0 ? result : withTerm(result, exactTerm(key, values));
  if (values.length === 0) return cut(result, first.start, first.end);
  return result.slice(0, first.start) + exactTerm(key, values) + result.slice(first.end);
}

function isExact(term: Term, key: string): boolean {
  return term.key === key && term.operator === ":=" && !term.negated;
}

/** The filter with one more term, unless it has it already. */
export function withTerm(filter: string, term: string): string {
  const trimmed = filter.trimEnd();
  if (readTerms(trimmed).some(({ start, end }) => trimmed.slice(start, end) === term)) return trimmed;
  return trimmed === "" ? term : `${trimmed} ${term}`;
}

function cut(filter: string, start: number, end: number): string {
  return `${filter.slice(0, start).trimEnd()} ${filter.slice(end).trimStart()}`.trim();
}

/**
 * What is worth asking the server while someone types: without a last term that has no value yet (`ns:`, `cpu>`) or whose quote is still open,
 * which would only be refused.
 */
export function sendable(filter: string): string {
  const last = readTerms(filter).at(-1);
  if (last === undefined) return "";
  const written = filter.slice(last.start, last.end);
  const open = [...written].filter((character) => character === '"').length % 2 === 1;
  const empty = written === "-" || (last.key !== null && last.values.at(-1)?.start === last.values.at(-1)?.end);
  return (open || empty ? filter.slice(0, last.start) : filter).trim();
}

/** The place that an error of the server names ("at character 12", counted from 1), as an index into the filter; null without one. */
export function placeOfError(message: string): number | null {
  const match = /\bat character (\d+)/i.exec(message);
  return match === null ? null : Math.max(0, Number(match[1]) - 1);
}

/** The part of a filter that an error is about; null when it names none, or one that is not there any more. */
export function partOfError(filter: string, message: string): { start: number; end: number } | null {
  const place = placeOfError(message);
  if (place === null) return null;
  // What was sent had no space before it.
  const start = place + (filter.length - filter.trimStart().length);
  const told = /\bat character \d+ "(.*?)(…?)": /i.exec(message);
  const token = told?.[1] ?? "";
  if (token !== "" && filter.startsWith(token, start)) {
    const term = readTerms(filter).find((candidate) => candidate.start <= start && start < candidate.end);
    return { start, end: told?.[2] === "…" ? (term?.end ?? start + token.length) : start + token.length };
  }
  // A value that was in quotes is told without them; and where something is missing there is nothing to be told.
  const around = readTerms(filter).find((candidate) => candidate.start <= start && start <= candidate.end);
  if (around === undefined) return null;
  return start < around.end ? { start, end: around.end } : { start: around.start, end: around.end };
}

function isSpace(character: string | undefined): boolean {
  return character !== undefined && /\s/.test(character);
}
