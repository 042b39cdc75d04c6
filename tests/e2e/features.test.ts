import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { Watched } from "./run/browser";
import { useDemo } from "./run/demo";
import { onPodPage } from "./run/podPages";

// What a person does with the pages, from the first key to what is then on screen and in the address.
const demo = useDemo();

interface Pods {
  total: number;
  rows: { name: string; namespace: string; workload: { kind: string; name: string } }[];
}

/** The names in each message with the whole list, in the order that the server has sent; from the next load of the page on. */
function ordersReceived(page: Page): string[][] {
  const orders: string[][] = [];
  onPodPage(page, ({ total, totalPods, rows }) => {
    if (total === totalPods) orders.push(rows.map(({ name }) => name));
  });
  return orders;
}

const box = (page: Page) => page.getByRole("combobox", { name: "Filter pods" });
const links = (page: Page) => page.getByRole("table").getByRole("link");

test("the filter completes what is typed, filters by it, and says so in the address", async () => {
  const watched = await Watched.open(demo.browser, `${demo.server.url}/pods`);
  const { page } = watched;
  await links(page).nth(3).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("ns:sho");
  await page.getByRole("option", { name: /^shop/ }).waitFor();
  await page.keyboard.press("Enter");
  await expect.poll(() => box(page).inputValue()).toBe("ns:=shop ");
  const { total } = await demo.server.json<Pods>("/api/v1/pods?filter=ns:%3Dshop&limit=1");
  await page
    .getByText(new RegExp(`^${total} of `))
    .first()
    .waitFor();
  // The address follows the box a moment later.
  await expect.poll(() => new URL(page.url()).searchParams.get("q")).toContain("ns:=shop");

  const shared = await Watched.open(demo.browser, page.url());
  await shared.page
    .getByText(new RegExp(`^${total} of `))
    .first()
    .waitFor();
  await shared.close();
  expect(watched.problems).toEqual([]);
  await watched.close();
});

test("a filter that cannot be read says where and why, and the last rows stay", async () => {
  const watched = await Watched.open(demo.browser, `${demo.server.url}/pods?q=ns:shop`);
  const { page } = watched;
  await links(page).nth(3).waitFor();
  await box(page).fill("ns:shop memory>80% ");
  const alert = page.getByRole("alert").filter({ hasText: "at character" });
  await alert.waitFor();
  expect(await alert.innerText()).toMatch(/at character 9.*mem/s);
  expect(await box(page).getAttribute("aria-invalid")).toBe("true");
  expect(await links(page).count()).toBeGreaterThan(3);
  await box(page).fill("ns:shop mem>1%");
  await alert.waitFor({ state: "detached" });
  await watched.close();
});

test("rows are grouped by a label", async () => {
  const watched = await Watched.open(demo.browser, `${demo.server.url}/pods?q=ns:=shop`);
  const { page } = watched;
  await page.getByText("Label", { exact: true }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get("group")).toBe("label");
  await page
    .getByText(/groups of/)
    .first()
    .waitFor();
  await watched.close();
});

test("pods that are selected are compared in one chart, and one is taken away again", async () => {
  const watched = await Watched.open(demo.browser, `${demo.server.url}/pods?q=workload:=cart`);
  const { page } = watched;
  await links(page).nth(1).waitFor();
  // The address is the state of a box: it follows a moment after the click.
  const selected = () => new URL(page.url()).searchParams.getAll("sel").length;
  const boxes = page.getByRole("checkbox", { name: /^Select cart/ });
  await boxes.nth(0).click();
  await expect.poll(selected).toBe(1);
  await boxes.nth(1).click();
  await expect.poll(selected).toBe(2);
  await page.getByRole("link", { name: "Compare 2" }).click();
  await page.getByRole("heading", { name: "Compare", level: 1 }).waitFor();
  await page.getByRole("img", { name: "CPU" }).waitFor();
  expect(new URL(page.url()).searchParams.getAll("s")).toHaveLength(2);

  await page.getByRole("textbox", { name: "Add to the comparison" }).fill("cart");
  await page.getByRole("button", { name: "Add to the comparison" }).click();
  await page.getByText(/Write pod:namespace\/name/).waitFor();
  await page
    .getByRole("button", { name: /^Remove/ })
    .first()
    .click();
  await expect.poll(() => new URL(page.url()).searchParams.getAll("s").length).toBe(1);
  await watched.close();
});

test("columns that were chosen are there again after a reload", async () => {
  const watched = await Watched.open(demo.browser, `${demo.server.url}/pods`);
  const { page } = watched;
  await links(page).nth(3).waitFor();
  const header = page.getByRole("columnheader", { name: /Growth/ });
  expect(await header.count()).toBe(0);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Growth" }).check();
  await header.waitFor();
  await page.reload();
  await header.waitFor();
  await watched.close();
});

test("all rows that match are exported with their units", async () => {
  const watched = await Watched.open(demo.browser, `${demo.server.url}/pods?q=ns:=shop&sort=name`);
  const { page } = watched;
  await links(page).nth(3).waitFor();
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "All rows as CSV" }).click()]);
  expect(download.suggestedFilename()).toMatch(/^pods-.*\.csv$/);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\r\n");
  expect(lines[0]).toContain("memory_bytes");
  expect(lines.slice(1).every((line) => line.split(",")[2] === "shop")).toBe(true);
  expect(lines.length).toBeGreaterThan(10);
  await watched.close();
});

test("the order is held while the pointer is over the rows", async () => {
  const watched = await Watched.open(demo.browser, `${demo.server.url}/pods?sort=cpu`);
  const { page } = watched;
  const received = ordersReceived(page);
  await page.reload();
  await links(page).nth(8).waitFor();
  const names = () =>
    links(page).evaluateAll((found) =>
      found
        .slice(0, 8)
        .map((link) => link.textContent)
        .join(),
    );
  await links(page).nth(4).hover();
  const held = await names();
  // Another order has come to the page, and after it one more: without the pointer the first would show by then.
  const others = () => received.filter((names) => names.slice(0, 8).join("") !== held).length;
  const before = others();
  await expect.poll(others, { timeout: 30_000 }).toBeGreaterThan(before + 1);
  expect(await names()).toBe(held);
  await page.mouse.move(300, 20);
  await expect.poll(names, { timeout: 20_000 }).not.toBe(held);
  await watched.close();
});

test("a chart is paused, moved back and made live again, and the address says what is shown", async () => {
  const { rows } = await demo.server.json<Pods>("/api/v1/pods?filter=workload:%3Dcart%20phase:Running&limit=1");
  const pod = rows[0] as Pods["rows"][number];
  const watched = await Watched.open(demo.browser, `${demo.server.url}/pods/${pod.namespace}/${pod.name}?range=900`);
  const { page } = watched;
  await watched.settled();
  await page.getByRole("button", { name: "Pause" }).click();
  const end = () => new URL(page.url()).searchParams.get("end");
  const paused = Number(end());
  expect(Math.abs(paused - Date.now())).toBeLessThan(20_000);
  await page.getByRole("button", { name: "Earlier by half" }).click();
  await expect.poll(() => Number(end())).toBe(paused - 450_000);
  await page.getByRole("button", { name: "Back to live" }).click();
  await expect.poll(end).toBeNull();

  await page.getByRole("button", { name: /Lay the other pods/ }).click();
  await page.getByRole("img", { name: "CPU against its siblings" }).waitFor();
  await page.getByRole("link", { name: `${pod.workload.kind} ${pod.workload.name}` }).click();
  await page.getByRole("heading", { name: pod.workload.name, level: 1 }).waitFor();
  await page.getByText("Releases").waitFor();
  expect(watched.problems).toEqual([]);
  await watched.close();
});

test("a pod in trouble has the cluster's own words, and a namespace its quota", async () => {
  // Between a crash and the wait for the next start its status is Error.
  const { rows } = await demo.server.until<Pods>("/api/v1/pods?filter=workload:%3Dlegacy-importer&limit=1", ({ rows }) => rows.length > 0);
  const pod = rows[0] as Pods["rows"][number];
  const watched = await Watched.open(demo.browser, `${demo.server.url}/pods/${pod.namespace}/${pod.name}`);
  await watched.page
    .getByText(/Back-off restarting failed container/)
    .first()
    .waitFor();
  await watched.page.goto(`${demo.server.url}/namespaces/shop`);
  await watched.page.getByRole("list", { name: "Resource quotas" }).getByText("requests.memory").waitFor();
  await watched.close();
});

test("Chinese is chosen in the menu and stays", async () => {
  const watched = await Watched.open(demo.browser, `${demo.server.url}/nodes?sort=cpu`);
  const { page } = watched;
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByText("中文", { exact: true }).click();
  await page.getByRole("heading", { name: "节点", level: 1 }).waitFor();
  expect(page.url()).toContain("sort=cpu");
  await page.goto(`${demo.server.url}/`);
  await page.getByRole("heading", { name: "概览", level: 1 }).waitFor();
  await watched.close();
});

test("another page opened in the same tab begins at its top, and a reload stays where it was", async () => {
  const watched = await Watched.open(demo.browser, `${demo.server.url}/pods`);
  const { page } = watched;
  const scrolled = () => page.evaluate(() => Math.round(window.scrollY));
  await links(page).nth(3).waitFor();
  await page.evaluate(() => window.scrollTo(0, 200));
  await expect.poll(scrolled).toBe(200);
  // By its address, as a bookmark does; what the router has kept of the tab is all that is between the two.
  await page.goto(`${demo.server.url}/runtime`);
  await watched.settled();
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollHeight)).toBeGreaterThan(1130);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  expect(await scrolled()).toBe(0);
  await page.evaluate(() => window.scrollTo(0, 150));
  await expect.poll(scrolled).toBe(150);
  await page.reload();
  await watched.settled();
  await expect.poll(scrolled).toBe(150);
  await watched.close();
});
