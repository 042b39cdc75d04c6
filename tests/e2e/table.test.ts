import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { violations } from "./run/axe";
import { Watched } from "./run/browser";
import { useDemo } from "./run/demo";

// The Pods page's table as a person makes it: columns, selection and the box of the filter.
const demo = useDemo();

const links = (page: Page) => page.getByRole("table").getByRole("link");
const header = (page: Page, key: string) => page.locator(`[role=columnheader][data-key="${key}"]`);
const edge = (page: Page, title: string) => page.getByRole("separator", { name: `Width of ${title}`, exact: true });
const keysOf = (page: Page) =>
  page.locator("[role=columnheader][data-key]").evaluateAll((cells) => cells.map((cell) => cell.getAttribute("data-key")));
const widthOf = async (cell: Locator) => Math.round((await cell.boundingBox())?.width ?? 0);

async function openPods(path = "", size: "wide" | "phone" = "wide"): Promise<Watched> {
  const watched = await Watched.open(demo.browser, `${demo.server.url}/pods${path}`, size);
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
  // It takes the focus itself, a moment after it is there; a key before that would be lost.
  await expect.poll(() => page.getByRole("menu").evaluate((menu) => menu.contains(document.activeElement))).toBe(true);
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

const box = (page: Page) => page.getByRole("combobox", { name: "Filter pods" });
const rowBoxes = (page: Page) => page.locator("[data-index]").getByRole("checkbox");
const selected = (page: Page) => new URL(page.url()).searchParams.getAll("sel");
const bar = (page: Page) => page.getByRole("status").filter({ hasText: /selected|compares/ });
/** By name, so that the order stays as it is. */
const steady = "?sort=name";

test("a range is selected with Shift, by pointer and by keyboard", async () => {
  const watched = await openPods(steady);
  const { page } = watched;
  await rowBoxes(page).nth(1).click();
  await rowBoxes(page)
    .nth(4)
    .click({ modifiers: ["Shift"] });
  await expect.poll(() => selected(page).length).toBe(4);
  await bar(page).getByText("4 pods selected").waitFor();
  await page.getByRole("checkbox", { name: "Clear selection" }).click();
  await expect.poll(() => selected(page).length).toBe(0);

  const names = await links(page).allInnerTexts();
  await links(page).nth(2).focus();
  await page.keyboard.press("Space");
  await expect.poll(() => selected(page).length).toBe(1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect
    .poll(() =>
      links(page)
        .nth(4)
        .evaluate((link) => link === document.activeElement),
    )
    .toBe(true);
  await page.keyboard.press("Shift+Space");
  await expect.poll(() => selected(page).length).toBe(3);
  expect(selected(page).map((subject) => subject.split("/")[1])).toEqual(names.slice(2, 5));
  // On the box itself too, where Space alone is the browser's.
  await rowBoxes(page).nth(6).focus();
  await page.keyboard.press("Shift+Space");
  await expect.poll(() => selected(page).length).toBe(5);
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  expect(watched.problems).toEqual([]);
  await watched.close();
});

test("the header's box selects the first eight, and one more is refused with the reason", async () => {
  const watched = await openPods(steady);
  const { page } = watched;
  await page.getByRole("checkbox", { name: "Select the first 8" }).click();
  await expect.poll(() => selected(page).length).toBe(8);
  await bar(page)
    .getByText(/^The first 8 of \d+/)
    .waitFor();
  await rowBoxes(page).nth(9).click();
  await bar(page)
    .getByText(/would make 9; one chart compares at most 8/)
    .waitFor();
  expect(selected(page)).toHaveLength(8);
  expect(await rowBoxes(page).nth(9).isChecked()).toBe(false);
  // A range that would be too long changes nothing at all.
  await rowBoxes(page).nth(0).click();
  await expect.poll(() => selected(page).length).toBe(7);
  expect(
    await bar(page)
      .getByText(/would make/)
      .count(),
  ).toBe(0);
  await rowBoxes(page)
    .nth(11)
    .click({ modifiers: ["Shift"] });
  await bar(page)
    .getByText(/would make 12;/)
    .waitFor();
  expect(selected(page)).toHaveLength(7);
  await watched.close();

  const few = await openPods("?group=workload&q=ns:=shop%20cart,checkout,catalog,price-cache");
  const all = few.page.getByRole("checkbox", { name: "Select all" });
  await all.click();
  await expect.poll(() => selected(few.page).length).toBeGreaterThan(2);
  await bar(few.page)
    .getByText(`${selected(few.page).length} workloads selected`)
    .waitFor();
  expect(await few.page.getByRole("checkbox", { name: "Clear selection" }).isChecked()).toBe(true);
  await few.close();
});

test("on a phone the cards are selected, and there are no columns", async () => {
  const watched = await openPods(steady, "phone");
  const { page } = watched;
  expect(await page.getByRole("columnheader").count()).toBe(0);
  await rowBoxes(page).nth(0).click();
  await rowBoxes(page).nth(1).click();
  await bar(page).getByText("2 pods selected").waitFor();
  expect(new URL(page.url()).pathname).toBe("/pods");
  expect(await violations(page)).toEqual([]);
  await page.getByRole("link", { name: "Compare 2" }).click();
  await page.getByRole("heading", { name: "Compare", level: 1 }).waitFor();
  expect(watched.problems).toEqual([]);
  await watched.close();
});

test("the part of the filter that is wrong is marked, where it stands", async () => {
  const watched = await openPods();
  const { page } = watched;
  await box(page).fill("ns:shop memory>80% restarts>0");
  const wrong = page.locator("[data-wrong]");
  await wrong.waitFor();
  expect(await wrong.innerText()).toBe("memory");
  const sentence = page.locator(`[id="${await box(page).getAttribute("aria-describedby")}"]`);
  expect(await sentence.innerText()).toMatch(/"memory": there is no such key/);
  // The line is below the very letters: as far from the box's beginning as the text before it is long.
  const at = await wrong.boundingBox();
  const before = await box(page).evaluate((input: HTMLInputElement) => {
    const context = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;
    const { fontSize, fontFamily } = getComputedStyle(input);
    context.font = `${fontSize} ${fontFamily}`;
    return input.getBoundingClientRect().x + 33 + context.measureText("ns:shop ").width;
  });
  expect(Math.abs((at?.x ?? 0) - before)).toBeLessThan(1.5);
  await box(page).press("End");
  await page.keyboard.type("x");
  await expect.poll(() => page.getByRole("alert").count()).toBeGreaterThan(0);
  await box(page).fill("ns:shop");
  await wrong.waitFor({ state: "detached" });
  await watched.close();
});

test("the help has examples that are taken into the box", async () => {
  const watched = await openPods();
  const { page } = watched;
  await box(page).fill("ns:shop");
  await page.getByRole("button", { name: "How to filter" }).press("Enter");
  const help = page.getByRole("dialog", { name: "How to filter" });
  await help.getByRole("button", { name: /^restarts>0/ }).click();
  await expect.poll(() => box(page).inputValue()).toBe("ns:shop restarts>0");
  await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe("ns:shop restarts>0");
  await help.getByRole("button", { name: /^cpu>500m/ }).click();
  await expect.poll(() => box(page).inputValue()).toBe("ns:shop restarts>0 cpu>500m");
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "detached" });
  await watched.close();
});

test("what is drawn stays legible while another answer is awaited, and the table says that it waits", async () => {
  const watched = await openPods();
  const { page } = watched;
  let kept: (() => void)[] | null = null;
  await page.routeWebSocket(/live/, (socket) =>
    socket.connectToServer().onMessage((message) => (kept === null ? socket.send(message) : kept.push(() => socket.send(message)))),
  );
  await page.reload();
  await links(page).nth(3).waitFor();
  const waiting = page.getByRole("table").locator("> [class*=waiting]");
  expect(await waiting.count()).toBe(0);
  kept = [];
  await box(page).fill("ns:shop");
  await waiting.waitFor();
  expect(await links(page).count()).toBeGreaterThan(3);
  expect(await violations(page)).toEqual([]);
  for (const send of kept) send();
  kept = null;
  await waiting.waitFor({ state: "detached" });
  await watched.close();
});

test("every example of the help is one that the server understands", async () => {
  const watched = await openPods();
  await watched.page.getByRole("button", { name: "How to filter" }).click();
  const terms = await watched.page.getByRole("dialog").locator("code").allInnerTexts();
  expect(terms.length).toBeGreaterThan(12);
  for (const term of terms)
    expect((await demo.server.get(`/api/v1/pods?limit=1&filter=${encodeURIComponent(term)}`)).status, term).toBe(200);
  await watched.close();
});
