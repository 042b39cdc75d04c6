let page = globalThis.document?.title ?? "";
let trouble: string | null = null;

function write(): void {
  document.title = trouble === null ? page : `(${trouble}) ${page}`;
}

/** The title of the page, without what is wrong. */
export function setPageTitle(title: string): void {
  page = title;
  write();
}

/** A few words or a number that stand before the title; null when all is well. */
export function setTrouble(words: string | null): void {
  trouble = words;
  write();
}
