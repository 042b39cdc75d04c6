import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, Watched } from "./run/browser";
import { Server } from "./run/server";

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
