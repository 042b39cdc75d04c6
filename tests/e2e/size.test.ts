import type { Browser, Request } from "playwright-core";
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
    const requests: Request[] = [];
    page.on("requestfinished", (request) => requests.push(request));
    await page.goto(`${server.url}${path}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    // What came over the line, not what it becomes.
    const scripts = await Promise.all(
      requests
        .map((request) => ({ request, name: new URL(request.url()).pathname }))
        .filter(({ name }) => name.endsWith(".js"))
        .map(async ({ request, name }): Promise<[string, number]> => [name, (await request.sizes()).responseBodySize]),
    );
    const sum = (some: [string, number][]) => some.reduce((bytes, [, size]) => bytes + size, 0);
    const charts = scripts.filter(([name]) => name.includes("/engine-"));
    const needed = scripts.filter(([name]) => !name.includes("/engine-"));
    console.log(`${path}: ${(sum(needed) / 1000).toFixed(0)} kB, charts ${(sum(charts) / 1000).toFixed(0)} kB more`);
    expect(needed.length).toBeGreaterThan(2);
    expect(sum(needed)).toBeLessThan(mostBytes);
    await context.close();
  },
);

test("what has a hash in its name is kept by the browser for good, and nothing else is", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const kept = new Map<string, string | undefined>();
  page.on("response", (response) => kept.set(new URL(response.url()).pathname, response.headers()["cache-control"]));
  await page.goto(`${server.url}/pods`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForLoadState("networkidle");
  const hashed = [...kept].filter(([path]) => path.startsWith("/assets/"));
  expect(hashed.length).toBeGreaterThan(5);
  expect(hashed.length, "files of a first visit").toBeLessThan(25);
  expect(new Set(hashed.map(([, cache]) => cache))).toEqual(new Set(["public, max-age=31536000, immutable"]));
  for (const path of ["/pods", "/color-scheme.js"]) expect(kept.get(path), path).toBe("no-cache");
  for (const [path, cache] of kept) if (!path.startsWith("/assets/")) expect(cache ?? "", path).not.toContain("immutable");
  await context.close();
});

test.each([
  ["/", ["Status", "Overview"]],
  ["/pods?q=ns:shop&sort=cpu", ["Status", "Pods"]],
  ["/workloads", ["Status", "Pods"]],
])("%s asks for its figures while the application is still being fetched, and nothing twice", async (path, streams) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const asked: string[] = [];
  page.on("websocket", (socket) =>
    socket.on("framesent", ({ payload }) => {
      for (const [question] of String(payload).matchAll(/"target":"\w+","arguments":.*?(?=,"invocationId")/g)) asked.push(question);
    }),
  );
  let fetchIt: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    fetchIt = resolve;
  });
  await page.route("**/assets/app-*.js", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${server.url}${path}`, { waitUntil: "commit" });
  await expect.poll(() => asked.map((question) => /\w+(?=","arguments)/.exec(question)?.[0])).toEqual(streams);
  fetchIt();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
  await page.waitForLoadState("networkidle");
  // As many rows as are in view may be asked for by then, but of the same list.
  expect(asked).toEqual([...new Set(asked)]);
  const lists = asked.filter((question) => question.includes('"Pods"')).map((question) => question.replace(/"limit":\d+/, ""));
  expect(new Set(lists).size).toBeLessThan(2);
  await context.close();
});
