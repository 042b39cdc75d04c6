import type { ColumnKey } from "../../model/columns";

// What only the drawn table knows.

/** Pixels that a header's cell has for its content. */
export function widthOfCell(cell: Element): number {
  return cell.getBoundingClientRect().width - Number.parseFloat(getComputedStyle(cell).paddingInlineStart || "0");
}

/** Pixels that the widest text of a column needs, of the rows that are drawn and of its header; null when there is none. */
export function widthOfContent(table: Element, key: ColumnKey): number | null {
  const widths = [...table.querySelectorAll(`[data-key="${key}"]`)].map((cell) => widthOfTexts(cell));
  const widest = Math.max(0, ...widths);
  return widest === 0 ? null : Math.ceil(widest) + 2;
}

/** From the first text to the end of the last, as long as they are and not as far as they can be seen. */
function widthOfTexts(cell: Element): number {
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let width = 0;
  let texts = 0;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.parentElement === null || node.parentElement.closest(".unseen") !== null) continue;
    range.selectNodeContents(node);
    // With the sign or the arrow that stands beside it.
    const needed = range.getBoundingClientRect().width + (node.parentElement.parentElement?.querySelector("svg") == null ? 0 : 18);
    width = Math.max(width, needed);
    texts += needed + 8;
  }
  // Two titles side by side need both.
  return cell.getAttribute("data-pair") === "true" ? texts : width;
}
