import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, Watched } from "./run/browser";
import { Server } from "./run/server";

const token = "e2e-token-0123456789abcdef";
let server: Server;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([
    Server.start(["--urls", "http://0.0.0.0:0", "--Access:Token", token, "--Cluster:Source", "Simulator"]),
    launch(),
  ]);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test("a browser is led to the sign-in, and comes back to the page that it wanted", async () => {
  const { page, ...watched } = await Watched.open(browser, `${server.url}/nodes`);
  await page.waitForURL(/\/signin\?returnUrl=%2Fnodes/);

  await page.getByLabel("Token").fill("not the token at all");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").getByText("not the token of this server").waitFor();

  await page.getByLabel("Token").fill(token);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${server.url}/nodes`);
  await page.getByRole("heading", { name: "Nodes" }).waitFor();
  await watched.context.close();
});

test("the sign-in link opens the dashboard, and its hub works with the cookie alone", async () => {
  const watched = await Watched.open(browser, `${server.url}/signin?token=${token}`);
  await watched.page.waitForURL(`${server.url}/`);
  await watched.page.getByRole("heading", { name: "Overview" }).waitFor();
  await watched.page
    .getByText(/simulated cluster/i)
    .first()
    .waitFor();
  expect(watched.page.url()).not.toContain(token);
  expect(watched.problems).toEqual([]);
  await watched.close();
});

test.each(["/", "/api/v1/overview", "/metrics", "/hubs/live", "/debug/", "/assets/none.js"])("%s wants the token", async (path) => {
  expect((await server.get(path)).status).toBe(401);
  const answer = await server.get(path, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).not.toBe(401);
});

test.each(["/healthz", "/readyz"])("%s wants none", async (path) => {
  expect([200, 503]).toContain((await server.get(path)).status);
});
