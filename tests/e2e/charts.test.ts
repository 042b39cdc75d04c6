import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { Watched } from "./run/browser";
import { useDemo } from "./run/demo";
import { Tab } from "./run/tab";

// What the hand does with a chart, and what the page then shows.
const demo = useDemo();
let pod: string;

interface Pods {
  rows: { name: string; namespace: string; containers: number; phase: string; createdAt: number }[];
}
interface History {
  lines: { name: string; times: number[] }[];
}

beforeAll(async () => {
  // One with a sidecar, and old enough to stay.
  const settled = ({ rows }: Pods) =>
    rows.find(({ containers, phase, createdAt }) => containers > 1 && phase === "Running" && createdAt < Date.now() - 3_600_000);
  const pods = await demo.server.until<Pods>("/api/v1/pods?limit=200", (answer) => settled(answer) !== undefined);
  const one = settled(pods) as Pods["rows"][number];
  pod = `/pods/${one.namespace}/${one.name}`;
  await demo.server.until<History>(`/api/v1${pod}/history?range=300&points=100`, ({ lines }) => (lines[0]?.times.length ?? 0) > 12);
});

const figures = (page: Page) => page.locator("figure");
const inAddress = (page: Page, name: string) => Number(new URL(page.url()).searchParams.get(name));

/** Open, with every chart drawn. */
async function open(address: string): Promise<Watched> {
  const watched = await Watched.open(demo.browser, `${demo.server.url}${address}`);
  await drawn(watched.page);
  return watched;
}

async function drawn(page: Page): Promise<void> {
  await expect.poll(() => page.locator("canvas").first().evaluate(ink), { timeout: 15_000 }).toBeGreaterThan(500);
}

/** Pixels of a canvas that are not empty. */
function ink(canvas: Element): number {
  const { width, height } = canvas as HTMLCanvasElement;
  const pixels = (canvas as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
  let count = 0;
  for (let i = 3; i < pixels.length; i += 4) if (pixels[i] !== 0) count++;
  return count;
}

const picture = (canvas: Locator) => canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());

/** Where in the chart a share of its time is; the axis takes the left. */
async function place(canvas: Locator, share: number): Promise<{ x: number; y: number }> {
  const box = await canvas.boundingBox();
  if (box === null) throw new Error("The chart is not on the page.");
  return { x: box.x + 74 + (box.width - 82) * share, y: box.y + box.height / 2 };
}

async function drag(page: Page, from: number, to: number): Promise<void> {
  const canvas = page.locator("canvas").first();
  const [start, end] = [await place(canvas, from), await place(canvas, to)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, start.y, { steps: 12 });
  await page.mouse.move(end.x, end.y, { steps: 12 });
  await page.mouse.up();
}

test("what is brushed is the window of every chart, stands in the address, and Back undoes it", async () => {
  const watched = await open(`${pod}?range=7200`);
  const { page } = watched;
  const before = Date.now();
  await drag(page, 0.25, 0.5);
  await expect.poll(() => inAddress(page, "range")).toBeGreaterThan(0);
  await expect.poll(() => inAddress(page, "range")).not.toBe(7200);
  // A quarter of two hours, and it ended an hour ago; a pixel is some ten seconds.
  expect(Math.abs(inAddress(page, "range") - 1800)).toBeLessThan(90);
  expect(Math.abs(inAddress(page, "end") - (before - 3_600_000))).toBeLessThan(120_000);
  await page.getByRole("button", { name: "Back to live" }).waitFor();
  await page.goBack();
  await expect.poll(() => inAddress(page, "range")).toBe(7200);
  expect(watched.problems).toEqual([]);
  await watched.close();
});

test("Shift and drag moves the window, Ctrl and the wheel narrows it, and a brush up to now stays live", async () => {
  const watched = await open(`${pod}?range=7200`);
  const { page } = watched;
  const before = Date.now();
  await page.keyboard.down("Shift");
  await drag(page, 0.3, 0.8);
  await page.keyboard.up("Shift");
  await expect.poll(() => inAddress(page, "end")).toBeGreaterThan(0);
  expect(inAddress(page, "range")).toBe(7200);
  // Half of the two hours, without what the hand moved before it was known for a drag.
  const moved = before - inAddress(page, "end");
  expect(moved).toBeGreaterThan(2_400_000);
  expect(moved).toBeLessThan(3_900_000);

  const middle = await place(page.locator("canvas").first(), 0.5);
  await page.mouse.move(middle.x, middle.y);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -240);
  await page.keyboard.up("Control");
  await expect.poll(() => inAddress(page, "range")).toBeLessThan(7000);
  await watched.close();

  const live = await open(`${pod}?range=7200`);
  await drag(live.page, 0.5, 0.999);
  await expect.poll(() => inAddress(live.page, "range")).toBeLessThan(4000);
  expect(new URL(live.page.url()).searchParams.has("end")).toBe(false);
  await live.page.getByRole("button", { name: "Pause" }).waitFor();
  await live.close();
});

test("the wheel alone scrolls the page and leaves the window", async () => {
  const watched = await open(pod);
  const { page } = watched;
  const middle = await place(page.locator("canvas").first(), 0.5);
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.wheel(0, 200);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(50);
  expect(new URL(page.url()).search).toBe("");
  await watched.close();
});

test("the pointer over one chart shows the same time in the other", async () => {
  const watched = await open(`${pod}?range=300&end=${Date.now()}`);
  const { page } = watched;
  const other = page.locator("canvas").nth(1);
  await expect.poll(() => other.evaluate(ink)).toBeGreaterThan(500);
  const still = await picture(other);
  const point = await place(page.locator("canvas").first(), 0.97);
  await page.mouse.move(point.x, point.y);
  await expect.poll(() => picture(other)).not.toBe(still);
  await page.mouse.move(5, 5);
  await expect.poll(() => picture(other)).toBe(still);
  await watched.close();
});

test("containers are shown as a sum, upon each other and side by side; which, is in the address", async () => {
  const watched = await open(pod);
  const { page } = watched;
  await expect.poll(() => figures(page).count()).toBe(2);
  await page.getByText("Side by side", { exact: true }).click();
  await expect.poll(() => figures(page).count()).toBeGreaterThanOrEqual(4);
  expect(new URL(page.url()).searchParams.get("containers")).toBe("separate");
  await page.getByText("Stacked", { exact: true }).click();
  await expect.poll(() => figures(page).count()).toBe(2);
  const legend = figures(page).first().getByRole("listitem");
  expect(await legend.filter({ hasText: /^Pod/ }).count()).toBe(0);
  await page.reload();
  await expect.poll(() => figures(page).count()).toBe(2);
  expect(new URL(page.url()).searchParams.get("containers")).toBe("stacked");
  await watched.close();
});

test("a chart is also a table, a PNG, a CSV and a JSON file", async () => {
  const watched = await open(`${pod}?range=300&end=${Date.now()}`);
  const { page } = watched;
  const name = pod.split("/").at(-1) as string;
  const choose = async (item: string) => {
    await page.getByRole("button", { name: "More for Memory" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  const save = async (item: string) => {
    const [download] = await Promise.all([page.waitForEvent("download"), choose(item)]);
    expect(download.suggestedFilename()).toContain(`${name}-Memory-`);
    return readFileSync(await download.path());
  };
  const png = await save("Save as PNG");
  expect(await coloursOf(png, page)).toBeGreaterThan(5);
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  // Wider than the chart's canvas, which stands in it with a margin.
  const canvas = await page
    .locator("canvas")
    .nth(1)
    .evaluate((element) => (element as HTMLCanvasElement).width);
  expect(png.readUInt32BE(16)).toBeGreaterThan(canvas);

  const csv = (await save("Save as CSV")).toString();
  const [header = "", ...rows] = csv.trim().split("\r\n");
  expect(header).toMatch(/^time,Pod \(bytes\),/);
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) expect(row).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z,\d+/);
  const json = JSON.parse((await save("Save as JSON")).toString());
  expect(json.times).toHaveLength(rows.length);
  expect(json.unit).toBe("bytes");

  await choose("Show as a table");
  const table = page.getByRole("region", { name: "Memory, values" });
  await expect.poll(() => table.getByRole("row").count()).toBe(rows.length + 1);
  await choose("Show as a chart");
  await table.waitFor({ state: "detached" });
  expect(watched.problems).toEqual([]);
  await watched.close();
});

/** How many colours there are in the upper part of the chart on a saved image, below the heading. */
const coloursOf = (png: Buffer, page: Page): Promise<number> =>
  page.evaluate(async (base64) => {
    const image = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]));
    const pen = new OffscreenCanvas(image.width, image.height).getContext("2d") as OffscreenCanvasRenderingContext2D;
    pen.drawImage(image, 0, 0);
    const { data } = pen.getImageData(0, 60, image.width, 100);
    return new Set(new Uint32Array(data.buffer)).size;
  }, png.toString("base64"));

test("a chart that was never in view is saved as a picture too", async () => {
  const watched = await Watched.open(demo.browser, `${demo.server.url}${pod}?range=300&end=${Date.now()}`, "phone");
  const { page } = watched;
  const chart = figures(page).last();
  await expect.poll(() => chart.locator("li b").first().innerText()).toMatch(/\d/);
  // The menu is the last thing in the window: the chart itself begins below.
  const menu = chart.getByRole("button", { name: /^More for / });
  await menu.evaluate((button) => window.scrollTo(0, button.getBoundingClientRect().bottom + scrollY - innerHeight + 1));
  await menu.press("Enter");
  const item = page.getByRole("menuitem", { name: "Save as PNG" });
  await item.waitFor();
  expect(await chart.locator("canvas").evaluate(ink)).toBe(0);
  const [download] = await Promise.all([page.waitForEvent("download"), item.evaluate((button: HTMLElement) => button.click())]);
  expect(await coloursOf(readFileSync(await download.path()), page)).toBeGreaterThan(5);
  await watched.close();
});

test("a chart that is drawn again and again holds no more than before", async () => {
  const watched = await open(`${pod}?range=300&end=${Date.now()}`);
  const { page } = watched;
  const tab = await Tab.of(page);
  // Each press of the legend is one drawing, in the frame after it.
  const redraw = (times: number) =>
    page
      .locator("figure li button")
      .first()
      .evaluate(async (button, count) => {
        for (let i = 0; i < count; i++) {
          (button as HTMLButtonElement).click();
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        }
      }, times);
  await redraw(150);
  const before = await tab.figures();
  await redraw(150);
  const after = await tab.figures();
  expect((after.heapBytes - before.heapBytes) / 150, "bytes a drawing").toBeLessThan(5000);
  expect(after.nodes - before.nodes).toBeLessThan(20);
  await watched.close();
});
