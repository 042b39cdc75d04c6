import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { launch, Watched } from "./run/browser";
import { Server } from "./run/server";
import { Simulator } from "./run/simulator";

// What a person sees of each fault; that the server survives all of them is tested in Dashboard.Server.Tests.
let simulator: Simulator;
let server: Server;
let browser: Browser;

interface Status {
  sources: { name: string; condition: string; message: string | null; remedy: string | null }[];
}

beforeAll(async () => {
  [simulator, browser] = await Promise.all([Simulator.start(["--speed", "15"]), launch()]);
  server = await Server.start([
    "--kubeconfig",
    simulator.kubeconfig,
    "--Collection:Interval",
    "00:00:01",
    "--Collection:MaxBackoff",
    "00:00:02",
  ]);
  await fresh();
});

afterEach(async () => {
  await simulator.faults("");
  await fresh();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await simulator?.stop();
});

const fresh = () =>
  server.until<Status>("/api/v1/status", ({ sources }) => sources.length === 6 && sources.every((source) => source.condition === "fresh"));

test.each([
  { fault: "podMetrics=notFound", condition: "absent", says: /metrics-server/i },
  { fault: "podMetrics=forbidden", condition: "forbidden", says: /role|allowed|permission/i },
  { fault: "podMetrics=unavailable", condition: "unavailable", says: /503|unavailable/i },
  { fault: "podMetrics=empty", condition: "empty", says: /no pod|empty|no items/i },
])("$fault is told with its remedy on the screen and in /readyz, and passes", async ({ fault, condition, says }) => {
  const watched = await Watched.open(browser, `${server.url}/`);
  await watched.page.getByRole("button", { name: /^Sources: Sources fresh/ }).waitFor();

  await simulator.faults(fault);
  const { sources } = await server.until<Status>("/api/v1/status", (status) =>
    status.sources.some((source) => source.condition === condition),
  );
  const source = sources.find(({ name }) => name === "podMetrics");
  expect(`${source?.message} ${source?.remedy}`).toMatch(says);

  await watched.page.getByRole("button", { name: /1 source in trouble/ }).click();
  await watched.page
    .getByText(source?.message as string)
    .first()
    .waitFor();
  await watched.page
    .getByText(source?.remedy as string)
    .first()
    .waitFor();
  await watched.screenshot(`fault-${condition}`);
  expect(await (await server.get("/readyz")).text()).toContain(source?.message);

  await simulator.faults("");
  await watched.page.getByRole("button", { name: /^Sources: Sources fresh/ }).waitFor();
  await watched.close();
});

test("pages without pods or nodes say why, from the first moment", async () => {
  await simulator.faults("pods=forbidden&nodes=forbidden&podMetrics=forbidden&nodeMetrics=forbidden");
  const blind = await Server.start(["--kubeconfig", simulator.kubeconfig, "--Collection:Interval", "00:00:01"]);
  try {
    const { sources } = await blind.until<Status>(
      "/api/v1/status",
      (status) => status.sources.filter(({ condition }) => condition === "forbidden").length === 4,
    );
    for (const name of ["pods", "nodes"]) {
      const watched = await Watched.open(browser, `${blind.url}/${name}`);
      const source = sources.find((candidate) => candidate.name === name);
      // In the page itself, not in the banner above it, which says the same in a longer sentence.
      await watched.page.locator("p.quiet", { hasText: source?.remedy as string }).waitFor();
      await watched.close();
    }
    await severalOnAPhone(
      blind,
      sources.filter(({ condition }) => condition === "forbidden"),
    );
  } finally {
    await blind.stop();
  }
});

/** Of several troubles a phone shows two lines each, or they would fill it; all of what they say is in the header's list. */
async function severalOnAPhone(blind: Server, troubles: Status["sources"]): Promise<void> {
  const watched = await Watched.open(browser, `${blind.url}/`, "phone");
  const { page } = watched;
  const banners = page.locator("[data-brief=true] > p");
  await expect.poll(() => banners.count(), { timeout: 10_000 }).toBe(troubles.length);
  for (const banner of await banners.all()) {
    const [lines, cut] = await banner.evaluate((said) => [
      said.clientHeight / Number.parseFloat(getComputedStyle(said).lineHeight),
      said.scrollHeight > said.clientHeight,
    ]);
    expect([Math.round(lines as number), cut]).toEqual([2, true]);
  }
  await page.getByRole("button", { name: /sources in trouble/ }).click();
  const list = page.getByRole("dialog");
  for (const { message, remedy } of troubles) {
    for (const words of [message, remedy])
      await list
        .getByText(words as string)
        .first()
        .waitFor();
  }
  await watched.close();
}

test("pods that vanish are gone from the table, and their successors are there", async () => {
  const watched = await Watched.open(browser, `${server.url}/pods`);
  await watched.page.getByRole("table").getByRole("link").nth(3).waitFor();
  const names = async () =>
    new Set((await server.json<{ rows: { name: string }[] }>("/api/v1/pods?limit=200")).rows.map(({ name }) => name));
  const before = await names();
  await simulator.replace(0.5);
  await expect.poll(async () => [...(await names())].filter((name) => !before.has(name)).length, { timeout: 20_000 }).toBeGreaterThan(20);
  await watched.close();
});
