import { expect, test } from "vitest";
import { actionKeys, isLetterKey, type KeyPress, keyCap, press, tableKeys } from "../../src/model/keys";
import { en } from "../../src/model/text/en";

function typed(...keys: (string | [string, number])[]) {
  let before: KeyPress | null = null;
  let action: string | null = null;
  let at = 0;
  for (const entry of keys) {
    const [key, pause] = typeof entry === "string" ? [entry, 100] : entry;
    at += pause;
    const mod = key.startsWith("Mod+");
    ({ before, action } = press(before, { key: mod ? key.slice(4) : key, mod, at }));
  }
  return action;
}

test.each(actionKeys)("$keys is $id, and the help has words for it", ({ id, keys }) => {
  expect(typed(...keys)).toBe(id);
  expect(en.comfort.help.keys[id]).toMatch(/\w/);
});

test("no keys are the beginning of others, and none is there twice", () => {
  const all = actionKeys.map(({ keys }) => keys.join(" "));
  expect(new Set(all).size).toBe(all.length);
  for (const one of all) expect(all.filter((other) => other.startsWith(`${one} `))).toEqual([]);
  expect(Object.keys(en.comfort.help.keys).sort()).toEqual([...actionKeys, ...tableKeys].map(({ id }) => id).sort());
});

test("the second key of a sequence that comes late, or after another, is a key of its own", () => {
  expect(typed("g", ["p", 2000])).toBeNull();
  expect(typed("g", "x", "p")).toBeNull();
  expect(typed("g", "t")).toBe("pause");
  expect(typed("g", "g", "p")).toBe("goPods");
});

test("capitals are the same key, a modifier makes another", () => {
  expect(typed("G", "P")).toBe("goPods");
  expect(typed("Mod+K")).toBe("palette");
  expect(typed("k")).toBeNull();
  expect(typed("Mod+t")).toBeNull();
});

test("a key of one letter is told from those that nobody presses unawares", () => {
  expect(isLetterKey({ key: "g", mod: false })).toBe(true);
  expect(isLetterKey({ key: "k", mod: true })).toBe(false);
  expect(isLetterKey({ key: "Escape", mod: false })).toBe(false);
});

test("keys are written as they are printed", () => {
  expect(keyCap("Mod+k", false)).toEqual(["Ctrl", "K"]);
  expect(keyCap("Mod+k", true)).toEqual(["⌘", "K"]);
  expect(keyCap("g", false)).toEqual(["g"]);
});
