import { expect, test } from "vitest";
import { en } from "../../src/model/text/en";
import { zh } from "../../src/model/text/zh";

type Entry = string | ((...values: never[]) => string) | { [key: string]: Entry };

/** Every text by its path; functions called with marks, so that a lost placeholder shows. */
function flat(entry: Entry, path: string): [string, string][] {
  if (typeof entry === "string") return [[path, entry]];
  if (typeof entry === "function")
    return [[path, entry(...(["‹0›", "‹1›", "‹2›", "‹3›", "‹4›", "‹5›"].slice(0, entry.length) as never[]))]];
  return Object.entries(entry).flatMap(([key, inner]) => flat(inner, `${path}.${key}`));
}

test.each([
  "charts",
  "comfort",
  "compare",
  "namespaces",
  "nodes",
  "overview",
  "pod",
  "pods",
  "runtime",
  "workloads",
  "header",
  "connection",
  "sources",
  "problem",
  "usage",
  "why",
] as const)("the Chinese %s has no English sentence, and the same placeholders", (section) => {
  const english = new Map(flat(en[section] as Entry, section));
  const chinese = flat(zh[section] as Entry, section);
  expect(chinese.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
  for (const [path, words] of chinese) {
    // What is to be typed into a terminal is the same in every language.
    if (path.endsWith(".command")) expect(words, path).toBe(english.get(path));
    else expect(words, path).not.toMatch(/[a-z]+ [a-z]+/);
    expect(words.match(/‹\d›/g)?.sort(), path).toEqual(english.get(path)?.match(/‹\d›/g)?.sort());
  }
});
