import { text } from "./text";
import type { Source, SourceCondition, SourceName } from "./wire";

/** What is wrong with a source and what to do, by its condition, in a language that the server does not speak. */
export type SourceWords = Partial<Record<SourceName, Partial<Record<SourceCondition, { message: string; remedy: string }>>>>;

export interface SourceSaid {
  message: string | null;
  remedy: string | null;
  /** The server's own sentence where another stands before it: it names hosts, status codes and accounts. */
  detail: string | null;
}

/** The catalogue's sentences where it has some, else the server's. */
export function sourceSaid({ name, condition, message, remedy }: Source): SourceSaid {
  const own = text.sourceWords[name]?.[condition];
  const said = message === null ? null : asSentence(message);
  return own === undefined ? { message: said, remedy, detail: null } : { ...own, detail: said };
}

/** What an API server says often has no full stop, and here more follows. */
const asSentence = (words: string) => (/[.!?]$/.test(words) ? words : `${words}.`);
