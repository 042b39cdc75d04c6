import { execFileSync, spawnSync } from "node:child_process";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, Watched } from "./run/browser";
import { Server } from "./run/server";
import { Simulator } from "./run/simulator";

// 10,000 pods on 100 nodes, the simulator a process of its own, reached by the kubeconfig that it wrote.
let simulator: Simulator;
let server: Server;
let browser: Browser;

interface Row {
  name: string;
  namespace: string;
  sampledAt: number | null;
  cpu: { value: number | null };
  memory: { value: number | null };
}

interface Page {
  total: number;
  totalPods: number;
  rows: Row[];
}

interface Nodes {
  nodes: { name: string; sampledAt: number | null; cpu: { usage: number | null }; memory: { usage: number | null } }[];
}

interface Overview {
  collection: { polls: number };
}

const kubectl = spawnSync("kubectl", ["version", "--client"]).status === 0;

beforeAll(async () => {
  [simulator, browser] = await Promise.all([Simulator.start(["--pods", "10000", "--nodes", "100"]), launch()]);
  server = await Server.start(["--kubeconfig", simulator.kubeconfig, "--Collection:Interval", "00:00:01"]);
  await server.until<Page>("/api/v1/pods?limit=1", ({ totalPods, rows }) => totalPods >= 9_900 && rows.length > 0, 60);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await simulator?.stop();
});

test("the table scrolls to its end and back", async () => {
  const watched = await Watched.open(browser, `${server.url}/pods?sort=name`);
  const { page } = watched;
  await page.getByRole("link", { name: /-/ }).nth(3).waitFor();
  // Jobs come and go, and with them the end of the list: it is asked for and scrolled to until both agree.
  const shows = async (offset: (total: number) => number, scroll: () => Promise<void>) => {
    const { total } = await server.json<Page>("/api/v1/pods?sort=name&limit=1");
    const wanted = (await server.json<Page>(`/api/v1/pods?sort=name&offset=${offset(total)}&limit=1`)).rows[0];
    await scroll();
    return wanted !== undefined && (await page.getByRole("link", { name: wanted.name, exact: true }).isVisible());
  };
  const patient = { timeout: 30_000, interval: 250 };

  await page.keyboard.press("End");
  const toTheEnd = () => page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await expect.poll(() => shows((total) => total - 1, toTheEnd), patient).toBe(true);
  expect(await page.getByRole("row").count(), "only the rows on screen are in the document").toBeLessThan(120);

  const toTheBeginning = () => page.evaluate(() => window.scrollTo(0, 0));
  await expect.poll(() => shows(() => 0, toTheBeginning), patient).toBe(true);
  expect(watched.problems).toEqual([]);
  await watched.close();
});

test("a click on a header sorts, a second turns it round, and the address says so", async () => {
  const watched = await Watched.open(browser, `${server.url}/pods`);
  const { page } = watched;
  const first = async (query: string) => ((await server.json<Page>(`/api/v1/pods?${query}&limit=1`)).rows[0] as Row).name;
  const button = page.getByRole("button", { name: "Sort by Name", exact: true });
  const header = page.getByRole("columnheader").filter({ has: button });

  await button.click();
  await expect.poll(() => header.getAttribute("aria-sort")).toBe("ascending");
  await page.getByRole("link", { name: await first("sort=name"), exact: true }).waitFor();
  await button.click();
  await expect.poll(() => header.getAttribute("aria-sort")).toBe("descending");
  await page.getByRole("link", { name: await first("sort=name&descending=true"), exact: true }).waitFor();

  const shared = await Watched.open(browser, page.url());
  await shared.page.getByRole("link", { name: await first("sort=name&descending=true"), exact: true }).waitFor();
  await shared.close();
  await watched.close();
});

test("searching answers with what matches, and the address can be shared", async () => {
  const watched = await Watched.open(browser, `${server.url}/pods`);
  const { page } = watched;
  await page.getByRole("combobox", { name: "Filter pods" }).fill("dbaas");
  const { total } = await server.json<Page>("/api/v1/pods?text=dbaas&limit=1");
  expect(total).toBeGreaterThan(0);
  await page
    .getByRole("status")
    .getByText(new RegExp(`^${total.toLocaleString("en")} of `))
    .waitFor();
  expect(page.url()).toContain("dbaas");

  const shared = await Watched.open(browser, page.url());
  await shared.page
    .getByRole("status")
    .getByText(new RegExp(`^${total.toLocaleString("en")} of `))
    .waitFor();
  await shared.close();
  await watched.close();
});

/** kubectl and the server ask at different moments: the figures are compared where both saw the same sample. */
async function sameSample<T>(ours: () => Promise<{ stamp: string; value: T }>, theirs: () => string): Promise<{ value: T; text: string }> {
  for (;;) {
    const before = await ours();
    const text = theirs();
    // What kubectl may have seen newer, the server has read after two more ticks of a poll of pods and one of nodes: one may have been under way.
    const { collection } = await server.json<Overview>("/api/v1/overview");
    await server.until<Overview>("/api/v1/overview", (overview) => overview.collection.polls >= collection.polls + 4);
    const after = await ours();
    if (before.stamp === after.stamp) return { value: after.value, text };
  }
}

const mebibytes = (bytes: number) => Math.floor(bytes / 1024 / 1024);
const millicores = (nanocores: number) => Math.ceil(nanocores / 1_000_000);
const top = (...args: string[]) =>
  execFileSync("kubectl", ["--kubeconfig", simulator.kubeconfig, "top", ...args, "--no-headers"], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });

test.skipIf(!kubectl)(
  "kubectl top pods shows the figures of /api/v1/pods",
  async () => {
    const namespace = "payments";
    const { value, text } = await sameSample(
      async () => {
        const { rows } = await server.json<Page>(`/api/v1/pods?namespace=${namespace}&sort=name&limit=200`);
        return { stamp: rows.map(({ name, sampledAt }) => `${name}@${sampledAt}`).join(), value: rows };
      },
      () => top("pods", "-n", namespace),
    );
    const shown = new Map(
      text
        .trim()
        .split("\n")
        .map((line) => line.split(/\s+/))
        .map(([name, cpu, memory]) => [name, `${cpu} ${memory}`]),
    );
    const measured = value.filter(({ cpu, memory }) => cpu.value !== null && memory.value !== null);
    expect(measured.length).toBeGreaterThan(20);
    for (const { name, cpu, memory } of measured) {
      expect(shown.get(name), name).toBe(`${millicores(cpu.value as number)}m ${mebibytes(memory.value as number)}Mi`);
    }
  },
  180_000,
);

test.skipIf(!kubectl)(
  "kubectl top nodes shows the figures of /api/v1/nodes",
  async () => {
    const { value, text } = await sameSample(
      async () => {
        const { nodes } = await server.json<Nodes>("/api/v1/nodes");
        return { stamp: nodes.map(({ name, sampledAt }) => `${name}@${sampledAt}`).join(), value: nodes };
      },
      () => top("nodes"),
    );
    const shown = new Map(
      text
        .trim()
        .split("\n")
        .map((line) => line.split(/\s+/))
        .map(([name, cpu, , memory]) => [name, `${cpu} ${memory}`]),
    );
    const measured = value.filter(({ cpu }) => cpu.usage !== null);
    expect(measured.length).toBeGreaterThan(50);
    for (const { name, cpu, memory } of measured) {
      expect(shown.get(name), name).toBe(`${millicores(cpu.usage as number)}m ${mebibytes(memory.usage as number)}Mi`);
    }
  },
  180_000,
);
