import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

// The server writes tests/fixtures/wire and tests that it writes just that; here the compiler checks the same files against the types
// that this client reads them by: nothing missing, nothing more, every word one of the union's.

const fixtures = fileURLToPath(new URL("../../../tests/fixtures/wire/", import.meta.url));
const wire = fileURLToPath(new URL("../../src/model/wire", import.meta.url));
const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");

/** By the first word of the file's name. */
const types: Record<string, string> = {
  facets: "Facets",
  namespaces: "NamespacePage",
  nodes: "NodePage",
  overview: "Overview",
  pod: "PodDetail",
  pods: "PodPage",
  runtime: "RuntimeMessage",
  series: "SeriesMessage",
  status: "Status",
  step: "PodPageStep",
  workload: "WorkloadDetail",
};

const files = readdirSync(fixtures).map((name) => ({ name, type: types[name.split(/[-.]/)[0] as string] }));

/** What the compiler says of the texts as values of their types; empty when it has nothing to say. */
function complaints(texts: [json: string, type: string][]): string {
  const directory = mkdtempSync(join(tmpdir(), "wire-"));
  try {
    const file = join(directory, "fixtures.ts");
    const lines = texts.map(([json, type], index) => `export const value${index}: wire.${type} = ${json};`);
    writeFileSync(file, `import type * as wire from ${JSON.stringify(wire)};\n${lines.join("\n")}\n`);
    execFileSync(
      process.execPath,
      [tsc, "--noEmit", "--strict", "--ignoreConfig", "--module", "esnext", "--moduleResolution", "bundler", "--types", "", file],
      {
        encoding: "utf8",
        stdio: "pipe",
      },
    );
    return "";
  } catch (error) {
    return (error as { stdout: string }).stdout;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

test("every fixture has a type, and every type a fixture", () => {
  expect(files.filter(({ type }) => type === undefined)).toEqual([]);
  expect(new Set(files.map(({ type }) => type))).toEqual(new Set(Object.values(types)));
});

test("every fixture is what the client expects", () => {
  const texts = files.map(({ name, type }): [string, string] => [readFileSync(join(fixtures, name), "utf8"), type as string]);
  expect(complaints(texts)).toBe("");
}, 30_000);

test("the check notices what is missing, what is more, and an unknown word", () => {
  const status = JSON.parse(readFileSync(join(fixtures, "status.json"), "utf8")) as Record<string, unknown>;
  const { cluster, ...without } = status;
  expect(cluster).toBeTruthy();
  const said = complaints([
    [JSON.stringify(without), "Status"],
    [JSON.stringify({ ...status, extra: 1 }), "Status"],
    [JSON.stringify({ ...status, source: "moon" }), "Status"],
  ]);
  expect(said).toContain("'cluster' is missing");
  expect(said).toContain('"extra"');
  expect(said).toContain('"moon"');
}, 30_000);
