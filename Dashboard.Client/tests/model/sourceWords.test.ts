import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { sourceSaid } from "../../src/model/sourceWords";
import { chooseLanguage } from "../../src/model/text";
import type { Source, SourceCondition, SourceName } from "../../src/model/wire";

afterEach(() => chooseLanguage("en"));

const wire = readFileSync(new URL("../../src/model/wire.ts", import.meta.url), "utf8");
/** From the contract itself: a new source or condition without Chinese words fails here. */
const members = (type: string) =>
  [...(new RegExp(`export type ${type} =([^;]+);`).exec(wire)?.[1] ?? "").matchAll(/"([^"]+)"/g)].map((match) => match[1] as string);

const source = (name: string, condition: string) =>
  ({ name: name as SourceName, condition: condition as SourceCondition, message: "503 from the server", remedy: "Look." }) as Source;

test("English shows the server's own words", () => {
  expect(sourceSaid(source("pods", "unavailable"))).toEqual({ message: "503 from the server.", remedy: "Look.", detail: null });
});

test.each(members("SourceName").flatMap((name) => members("SourceCondition").map((condition) => [name, condition] as const)))(
  "Chinese says of %s what %s is, with the server's words behind it",
  async (name, condition) => {
    await chooseLanguage("zh");
    const { message, remedy, detail } = sourceSaid(source(name, condition));
    if (condition === "fresh") return expect(detail).toBeNull();
    expect(message).toMatch(/\p{Script=Han}.*。$/u);
    expect(remedy).toMatch(/\p{Script=Han}.*。$/u);
    expect(detail).toBe("503 from the server.");
  },
);
