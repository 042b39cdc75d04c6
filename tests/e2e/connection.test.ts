import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, Watched } from "./run/browser";
import { Server } from "./run/server";
import { Wire } from "./run/wire";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
});

test("a server that goes away is said, and the page goes on by itself when it is back", async () => {
  const first = await Server.start();
  const watched = await Watched.open(browser, `${first.url}/pods`);
  const { page } = watched;
  await page.getByRole("status", { name: "Connection: Live" }).waitFor();
  await page.getByRole("table").getByRole("link").nth(3).waitFor();

  await first.stop();
  await page.getByText(/Connection lost .* ago/).waitFor();
  expect(await page.getByRole("table").getByRole("link").count(), "what was known stays on screen").toBeGreaterThan(3);

  const second = await Server.start(["--urls", first.url]);
  await page.getByRole("status", { name: "Connection: Live" }).waitFor({ timeout: 45_000 });
  await page.getByRole("table").getByRole("link").nth(3).waitFor();
  await watched.close();
  await second.stop();
});

test("a session that is cut for half a minute is said, and mended by itself without a reload", async () => {
  const server = await Server.start(["--Cluster:Source", "Simulator", "--Simulator:Speed", "15", "--Collection:Interval", "00:00:01"]);
  const wire = await Wire.to(server.url);
  const watched = await Watched.open(browser, `${wire.url}/`);
  const { page } = watched;
  await page.getByRole("status", { name: "Connection: Live" }).waitFor();
  await watched.settled();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  const figure = page.getByRole("main");
  const before = await figure.innerText();

  await wire.cut();
  await page.getByText(/Connection lost .* ago/).waitFor();
  expect(await page.title(), "the title says it too").not.toMatch(/^Overview/);
  await page.waitForTimeout(30_000);
  expect((await figure.innerText()).length, "what was known stays on screen").toBeGreaterThan(before.length / 2);

  await wire.mend();
  await page.getByRole("button", { name: "Try now" }).click();
  await page.getByRole("status", { name: "Connection: Live" }).waitFor({ timeout: 20_000 });
  await expect.poll(() => page.getByText(/Connection lost/).count()).toBe(0);
  expect(await page.evaluate(() => (window as unknown as { sameDocument?: boolean }).sameDocument)).toBe(true);
  const mended = await figure.innerText();
  await expect.poll(() => figure.innerText(), { timeout: 20_000 }).not.toBe(mended);
  await watched.close();
  await wire.cut();
  await server.stop();
}, 120_000);
