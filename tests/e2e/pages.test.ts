import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PodPage } from "../../Dashboard.Client/src/model/wire";
import { launch, type Scheme, type Size, sizes, Watched } from "./run/browser";
import { onPodPage } from "./run/podPages";
import { Server } from "./run/server";

interface Pods {
  rows: { name: string; namespace: string }[];
}

// The demo cluster, as after `dotnet run`; it lives faster so that its charts move while the test looks.
let server: Server;
let browser: Browser;
let pod: { name: string; namespace: string };

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(["--Simulator:Speed", "15", "--Collection:Interval", "00:00:01"]), launch()]);
  const page = await server.until<Pods>("/api/v1/pods?text=dbaas&phase=Running", ({ rows }) => rows.length > 0);
  pod = page.rows[0] as typeof pod;
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const pages = [
  { name: "overview", path: () => "/", heading: "Overview", shows: /Cluster CPU/ },
  { name: "pods", path: () => "/pods", heading: "Pods", shows: /^[0-9,]+ pods$/ },
  { name: "pods-by-workload", path: () => "/pods?group=workload", heading: "Pods", shows: /groups of [0-9,]+ pods/ },
  { name: "pod", path: () => `/pods/${pod.namespace}/${pod.name}`, heading: /^dbaas/, shows: /Containers/ },
  { name: "nodes", path: () => "/nodes", heading: "Nodes", shows: /of allocatable|Ready/ },
  { name: "runtime", path: () => "/runtime", heading: "Runtime", shows: /Thread pool queue/ },
];
const looks = (Object.keys(sizes) as Size[]).flatMap((size) => (["light", "dark"] as Scheme[]).map((scheme) => ({ size, scheme })));

describe.each(pages)("$name", ({ name, path, heading, shows }) => {
  test.each(looks)("is whole at $size width in $scheme", async ({ size, scheme }) => {
    const watched = await Watched.open(browser, server.url + path(), size, scheme);
    const { page } = watched;
    await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
    await page.getByText(shows).first().waitFor();
    await page.getByText("Live", { exact: true }).waitFor({ state: size === "phone" ? "attached" : "visible" });
    await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
    await watched.screenshot(`${name}-${size}-${scheme}`);

    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow, "the page is wider than the window").toBeLessThanOrEqual(0);
    expect(watched.problems).toEqual([]);
    await watched.close();
  });
});

test("the demo cluster is marked as what it is on every page", async () => {
  for (const { path } of pages) {
    const watched = await Watched.open(browser, server.url + path());
    await watched.page.getByText("Simulated cluster").first().waitFor();
    await watched.close();
  }
});

test("a chart draws new samples by itself", async () => {
  const watched = await Watched.open(browser, `${server.url}/pods/${pod.namespace}/${pod.name}`);
  const chart = watched.page.getByRole("img", { name: "CPU" }).first();
  await chart.waitFor();
  const picture = () => chart.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  const before = await picture();
  await expect.poll(async () => (await picture()) === before, { timeout: 20_000 }).toBe(false);
  await watched.close();
});

test("what stands in the table is what the newest message says, sample after sample", async () => {
  const page = await browser.newPage({ viewport: sizes.wide, locale: "en-GB" });
  let newest: PodPage | undefined;
  onPodPage(page, (pods) => {
    newest = pods;
  });
  await page.goto(`${server.url}/pods?sort=cpu&descending=true`);
  await page.getByRole("table").getByRole("link").nth(3).waitFor();
  const samples = new Set<number>();
  // A message is on screen some frames after it came: rows that differ for longer than that stay so.
  const differing = async (): Promise<string[]> => {
    const shown = await page
      .getByRole("table")
      .locator("[role=row]:has([data-key=cpu])")
      .evaluateAll((rows) =>
        rows.map((row) => [row.querySelector("a")?.title, row.querySelector("[data-key=cpu] > span")?.textContent] as const),
      );
    const named = new Map(shown);
    let compared = 0;
    const wrong = (newest as PodPage).rows.flatMap(({ namespace, name, cpu, why }) => {
      const words = named.get(`${namespace}/${name}`);
      if (words == null || why !== null || cpu.value === null) return [];
      compared++;
      const cores = Number.parseFloat(words) * (words.endsWith("m") ? 1e6 : 1e9);
      return Math.abs(cores - cpu.value) <= Math.max(6e4, 0.006 * cpu.value) ? [] : [`${name}: ${words}, not ${cpu.value}`];
    });
    return compared < 10 ? [`only ${compared} rows are in the table and in the message`] : wrong;
  };
  const isNew = () => newest !== undefined && !samples.has(newest.newestSampleAt as number);
  while (samples.size < 6) {
    await expect.poll(isNew, { timeout: 10_000, interval: 50 }).toBe(true);
    samples.add((newest as PodPage).newestSampleAt as number);
    await expect.poll(differing, { timeout: 900, interval: 30 }).toEqual([]);
  }
  await page.close();
});

test("the table moves, and a sample is on screen within a second of the server's reading it", async () => {
  const slow = await Server.start(["--Simulator:Speed", "15", "--Collection:Interval", "00:00:05"]);
  try {
    await slow.until<Pods>("/api/v1/pods", ({ rows }) => rows.length > 0);
    const watched = await Watched.open(browser, `${slow.url}/pods?sort=cpu&descending=true`);
    await watched.page.getByRole("table").getByRole("link").nth(3).waitFor();
    await watched.page.evaluate(() => {
      const changes: number[] = [];
      Object.assign(window, { changes });
      const table = document.querySelector("[role=table]") as Element;
      new MutationObserver(() => changes.push(Date.now())).observe(table, { subtree: true, childList: true, characterData: true });
    });

    // Readings as the server tells them; metrics change each second here, so each reading has something new.
    const readings = new Set<number>();
    while (readings.size < 4) {
      const { sources } = await slow.json<{ sources: { name: string; lastSuccessAt: number }[] }>("/api/v1/status");
      readings.add(sources.find(({ name }) => name === "podMetrics")?.lastSuccessAt as number);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));

    const changes = await watched.page.evaluate(() => (window as unknown as { changes: number[] }).changes);
    const delays = [...readings].slice(1).map((read) => Math.min(...changes.filter((at) => at >= read).map((at) => at - read)));
    expect(Math.max(...delays), `delays: ${delays.join(", ")} ms`).toBeLessThan(1000);
    await watched.close();
  } finally {
    await slow.stop();
  }
});
