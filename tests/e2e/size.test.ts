import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "./run/browser";
import { Server } from "./run/server";

// What a first visit has to fetch before it shows figures. Chart.js comes after them, when a chart is in view, so it is counted by itself.
const mostBytes = 250_000;

let server: Server;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(["--Cluster:Source", "Simulator"]), launch()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test.each(["/", "/pods", "/workloads", "/namespaces", "/nodes", "/runtime"])(
  "%s needs less than 250 kB of JavaScript before its charts",
  async (path) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const sizes: Promise<[string, number]>[] = [];
    page.on("response", (response) => {
      const name = new URL(response.url()).pathname;
      if (name.endsWith(".js")) sizes.push(response.body().then((body) => [name, gzipSync(body, { level: 9 }).length]));
    });
    await page.goto(`${server.url}${path}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    const scripts = await Promise.all(sizes);
    const sum = (some: [string, number][]) => some.reduce((bytes, [, size]) => bytes + size, 0);
    const charts = scripts.filter(([name]) => name.includes("/engine-"));
    const needed = scripts.filter(([name]) => !name.includes("/engine-"));
    console.log(`${path}: ${(sum(needed) / 1000).toFixed(0)} kB, charts ${(sum(charts) / 1000).toFixed(0)} kB more`);
    expect(needed.length).toBeGreaterThan(2);
    expect(sum(needed)).toBeLessThan(mostBytes);
    await context.close();
  },
);
