import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { violations } from "./run/axe";
import { launch, Watched } from "./run/browser";
import { Server } from "./run/server";

// The Pods page's table as a person makes it: columns, selection and the box of the filter.
let server: Server;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([
    Server.start(["--Cluster:Source", "Simulator", "--Simulator:Speed", "15", "--Collection:Interval", "00:00:01"]),
    launch(),
  ]);
  await server.until<{ total: number }>("/api/v1/pods?filter=ns:shop", ({ total }) => total > 0);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const links = (page: Page) => page.getByRole("table").getByRole("link");
const header = (page: Page, key: string) => page.locator(`[role=columnheader][data-key="${key}"]`);
const edge = (page: Page, title: string) => page.getByRole("separator", { name: `Width of ${title}`, exact: true });
const keysOf = (page: Page) =>
  page.locator("[role=columnheader][data-key]").evaluateAll((cells) => cells.map((cell) => cell.getAttribute("data-key")));
const widthOf = async (cell: Locator) => Math.round((await cell.boundingBox())?.width ?? 0);

async function openPods(path = "", size: "wide" | "phone" = "wide"): Promise<Watched> {
  const watched = await Watched.open(browser, `${server.url}/pods${path}`, size);
  await links(watched.page).nth(3).waitFor();
  return watched;
}

/** The middle of an element, for the mouse. */
async function middle(element: Locator): Promise<{ x: number; y: number }> {
  const box = await element.boundingBox();
  if (box === null) throw new Error("The element is not on screen.");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + Math.sign(to.x - from.x) * 10, from.y);
  await page.mouse.move(to.x, to.y, { steps: 4 });
}

async function chooseInMenu(page: Page, column: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `Column ${column}`, exact: true }).press("Enter");
  await page.getByRole("menuitem", { name: item }).press("Enter");
  await page.getByRole("menu").waitFor({ state: "detached" });
}

test("a column is made wider by its edge, rows and header alike, and is so after a reload", async () => {
  const watched = await openPods();
  const { page } = watched;
  const cell = page.locator("[role=cell][data-key=namespace]").first();
  const before = await widthOf(header(page, "namespace"));
  const at = await middle(edge(page, "Namespace"));
  await drag(page, at, { x: at.x + 60, y: at.y });
  await expect.poll(() => widthOf(cell)).toBe(before + 60);
  // Nothing is kept, and no row drawn anew, before it is let go.
  expect(await page.evaluate(() => localStorage.getItem("dashboard-columns"))).toBeNull();
  expect(await widthOf(header(page, "namespace"))).toBe(before + 60);
  await page.mouse.up();
  expect(Number(await edge(page, "Namespace").getAttribute("aria-valuenow"))).toBe(before + 60);
  await page.reload();
  await links(page).nth(3).waitFor();
  expect(await widthOf(header(page, "namespace"))).toBe(before + 60);

  // A drag that is called off leaves nothing behind.
  const again = await middle(edge(page, "Namespace"));
  await drag(page, again, { x: again.x - 40, y: again.y });
  await edge(page, "Namespace").focus();
  await page.keyboard.press("Escape");
  await page.mouse.up();
  expect(await widthOf(header(page, "namespace"))).toBe(before + 60);

  await edge(page, "Namespace").dblclick();
  await expect.poll(() => widthOf(header(page, "namespace"))).toBeLessThan(before + 20);
  const fitted = await widthOf(header(page, "namespace"));
  const clipped = await cell.evaluate((element) => {
    const words = element.querySelector(".clip") as HTMLElement;
    return words.scrollWidth > words.clientWidth;
  });
  expect(clipped).toBe(false);
  await edge(page, "Namespace").dblclick();
  await expect.poll(() => widthOf(header(page, "namespace"))).not.toBe(fitted);
  expect(watched.problems).toEqual([]);
  await watched.close();
});

test("by the keyboard alone a column is made wider, moved, pinned and hidden", async () => {
  const watched = await openPods();
  const { page } = watched;
  const before = await widthOf(header(page, "node"));
  await chooseInMenu(page, "Node", "Width by arrow keys");
  await expect.poll(() => edge(page, "Node").evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => widthOf(header(page, "node"))).toBe(before + 10);
  expect(await edge(page, "Node").getAttribute("aria-valuenow")).toBe(String(before + 10));
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(() => widthOf(header(page, "node"))).toBe(before + 60);

  await chooseInMenu(page, "Node", "Move left");
  await expect.poll(async () => (await keysOf(page)).slice(0, 3)).toEqual(["name", "node", "namespace"]);
  await chooseInMenu(page, "Status", "Pin to the left");
  await expect.poll(async () => (await keysOf(page)).slice(0, 3)).toEqual(["name", "status", "node"]);
  await chooseInMenu(page, "Age", "Hide");
  await expect.poll(() => keysOf(page)).not.toContain("age");
  const after = await keysOf(page);
  await page.reload();
  await links(page).nth(3).waitFor();
  expect(await keysOf(page)).toEqual(after);
  await page.getByRole("button", { name: "Columns", exact: true }).click();
  await page.getByRole("button", { name: "Columns as at first" }).click();
  await expect.poll(async () => (await keysOf(page)).slice(0, 3)).toEqual(["name", "namespace", "node"]);
  await watched.close();
});

test("a header is dragged to another place, and does not sort by that", async () => {
  const watched = await openPods();
  const { page } = watched;
  const from = await middle(page.getByRole("button", { name: "Sort by Status" }));
  const to = await middle(header(page, "namespace"));
  await drag(page, from, { x: to.x - 30, y: to.y });
  expect(await header(page, "namespace").getAttribute("data-drop")).toBe("before");
  await page.mouse.up();
  await expect.poll(async () => (await keysOf(page)).slice(0, 4)).toEqual(["name", "status", "namespace", "node"]);
  expect(new URL(page.url()).searchParams.get("sort")).toBeNull();
  expect(await page.locator("[data-drop], [data-dragged]").count()).toBe(0);
  await page.getByRole("button", { name: "Sort by Status" }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get("sort")).toBe("status");

  const back = await middle(page.getByRole("button", { name: "Sort by Status" }));
  await drag(page, back, await middle(header(page, "age")));
  await page.keyboard.press("Escape");
  await page.mouse.up();
  expect((await keysOf(page)).slice(0, 3)).toEqual(["name", "status", "namespace"]);
  await watched.close();
});

test("columns that need more than there is are scrolled with their header, and the pinned ones stay", async () => {
  const watched = await openPods();
  const { page } = watched;
  await page.getByRole("button", { name: "Columns", exact: true }).click();
  for (const name of ["Growth", "Last restart", "CPU / limit", "Memory / limit", "Memory / request"]) {
    await page.getByRole("checkbox", { name }).check();
  }
  await page.keyboard.press("Escape");
  const name = header(page, "name");
  const left = async (cell: Locator) => Math.round((await cell.boundingBox())?.x ?? 0);
  const nameAt = await left(name);
  const cpuAt = await left(header(page, "cpu"));
  await page.mouse.move(800, 500);
  await page.mouse.wheel(160, 0);
  await expect.poll(() => left(header(page, "cpu"))).toBe(cpuAt - 160);
  expect(await left(page.locator("[role=cell][data-key=cpu]").first())).toBe(cpuAt - 160);
  expect(await left(name)).toBe(nameAt);
  expect(await left(page.locator("[role=cell][data-key=name]").first())).toBe(nameAt);
  expect(await page.getByRole("table").getAttribute("data-scrolled")).toBe("true");
  // The page itself has nothing to scroll to the side.
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  // The header holds to the window while the list goes by.
  await page.mouse.wheel(0, 1500);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(1000);
  expect(Math.round((await name.boundingBox())?.y ?? 0)).toBe(52);
  expect(await violations(page)).toEqual([]);
  await watched.close();
});

test("what an earlier version kept of the columns still counts", async () => {
  const watched = await openPods();
  const { page } = watched;
  await page.evaluate(() => localStorage.setItem("dashboard-columns", '{"order":["status","gone","namespace"],"chosen":{"age":false}}'));
  await page.reload();
  await links(page).nth(3).waitFor();
  const keys = await keysOf(page);
  expect(keys.slice(0, 2)).toEqual(["name", "status"]);
  expect(keys).not.toContain("age");
  expect(await header(page, "name").evaluate((cell) => getComputedStyle(cell).position)).toBe("sticky");
  await watched.close();
});
