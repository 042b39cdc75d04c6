import type { SourceWords } from "../../sourceWords";

/** None: the server says in English what is wrong with a source, with the names of what it met. */
export const sourceWords: SourceWords = {};
