/** The first text among an element's children. */
export function textIn(element: Element): Text {
  for (const child of element.childNodes) if (child instanceof Text) return child;
  throw new Error(`No text in <${element.localName}>.`);
}

/** Text that is the same is not laid out anew. */
export function setText(node: Text, words: string): void {
  if (node.data !== words) node.data = words;
}
