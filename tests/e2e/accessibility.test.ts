import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { violations } from "./run/axe";
import { launch, type Scheme, type Size, Watched } from "./run/browser";
import { everyPage, type KnownPage } from "./run/pages";
import { Server } from "./run/server";

let server: Server;
let browser: Browser;
let pages: KnownPage[];

beforeAll(async () => {
  [server, browser] = await Promise.all([
    Server.start(["--Cluster:Source", "Simulator", "--Simulator:Speed", "15", "--Collection:Interval", "00:00:05"]),
    launch(),
  ]);
  pages = await everyPage(server);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const looks: { size: Size; scheme: Scheme; locale: string }[] = [
  { size: "wide", scheme: "light", locale: "en-GB" },
  { size: "wide", scheme: "dark", locale: "zh-CN" },
  { size: "phone", scheme: "light", locale: "zh-CN" },
  { size: "phone", scheme: "dark", locale: "en-GB" },
];

/** What lies over the pages or is around them, and how one gets there in either language. */
const overlays: Record<string, { path: string; open: (page: Page) => Promise<unknown> }> = {
  hint: { path: "/", open: (page) => page.getByRole("complementary").waitFor() },
  palette: {
    path: "/",
    open: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").getByRole("combobox").fill("cart");
      await page.getByRole("option").nth(2).waitFor();
    },
  },
  "palette-empty": {
    path: "/pods",
    open: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").getByRole("combobox").fill("no such thing");
      await page.getByText(/^(Nothing found|未找到)/).waitFor();
    },
  },
  help: {
    path: "/",
    open: async (page) => {
      await page.keyboard.press("?");
      await page.getByRole("dialog").getByRole("term").first().waitFor();
    },
  },
  settings: {
    path: "/",
    open: async (page) => {
      await page.getByRole("button", { name: /^(Settings|设置)$/ }).click();
      await page.getByRole("switch").waitFor();
      await page.getByRole("dialog").getByRole("combobox").click();
      await page.getByRole("option").nth(2).waitFor();
    },
  },
  kiosk: { path: "/?kiosk", open: (page) => page.getByRole("banner").waitFor({ state: "detached" }) },
  "kiosk-pods": { path: "/pods?kiosk", open: (page) => page.getByRole("table").getByRole("link").nth(3).waitFor() },
};

describe.each(looks)("$size, $scheme, $locale", ({ size, scheme, locale }) => {
  test("axe finds nothing on any page", async () => {
    const found: Record<string, string[]> = {};
    for (const { name, path } of pages) {
      const watched = await Watched.open(browser, server.url + path, size, scheme, locale, true);
      await watched.settled();
      const lines = await violations(watched.page);
      if (lines.length > 0) found[name] = lines;
      await watched.close();
    }
    expect(found).toEqual({});
  }, 240_000);

  test("axe finds nothing in the palette, the sheet of keys, the settings, the kiosk and the hint", async () => {
    const found: Record<string, string[]> = {};
    for (const [name, { path, open }] of Object.entries(overlays)) {
      const watched = await Watched.open(browser, server.url + path, size, scheme, locale);
      await watched.settled();
      await open(watched.page);
      const lines = await violations(watched.page);
      if (lines.length > 0) found[name] = lines;
      await watched.close();
    }
    expect(found).toEqual({});
  }, 120_000);
});

test("axe would find something: the check is alive", async () => {
  const watched = await Watched.open(browser, server.url);
  await watched.settled();
  await watched.page.evaluate(() => {
    document.body.insertAdjacentHTML("beforeend", '<button></button><p style="color:#999;background:#aaa">faint</p>');
  });
  const found = (await violations(watched.page)).join("\n");
  expect(found).toContain("button-name");
  expect(found).toContain("color-contrast");
  await watched.close();
});

/** What the keyboard comes to, in turn: its role, its name, whether its focus can be seen, and where it is. */
async function walk(page: Page, most: number) {
  const stops: { tag: string; name: string; visible: boolean; top: number; left: number }[] = [];
  for (let i = 0; i < most; i++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      if (element === document.body) return null;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const label = element.getAttribute("aria-label") ?? element.getAttribute("title") ?? element.textContent ?? "";
      const labelled = (element as HTMLInputElement).labels?.[0]?.textContent ?? "";
      return {
        tag: element.tagName.toLowerCase(),
        name: (label || labelled || element.getAttribute("placeholder") || "").trim(),
        visible: (style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none",
        top: box.top + scrollY,
        left: box.left,
      };
    });
    if (stop === null) break;
    stops.push(stop);
  }
  return stops;
}

test("the keyboard reaches what there is in the order in which it is seen, and one sees where it is", async () => {
  const wrong: string[] = [];
  for (const { name, path } of pages) {
    const watched = await Watched.open(browser, server.url + path);
    await watched.settled();
    const stops = await walk(watched.page, 25);
    if (stops.length < 5) wrong.push(`${name}: only ${stops.length} stops`);
    if (!/skip to content/i.test(stops[0]?.name ?? "")) wrong.push(`${name}: begins with ${stops[0]?.name}, not with the skip link`);
    for (const stop of stops) {
      if (stop.name === "") wrong.push(`${name}: a ${stop.tag} without a name at ${stop.left}, ${stop.top}`);
      if (!stop.visible) wrong.push(`${name}: focus on "${stop.name}" cannot be seen`);
    }
    // Header, navigation, content: no later part comes before an earlier one.
    const parts = await watched.page.evaluate(() =>
      [...document.querySelectorAll("header, nav, main")].map((part) => part.tagName.toLowerCase()),
    );
    if (parts.indexOf("main") < parts.indexOf("header")) wrong.push(`${name}: main comes before the header`);
    await watched.close();
  }
  expect(wrong).toEqual([]);
}, 240_000);

test("every page has one heading of level 1, its language and a title", async () => {
  for (const { name, path } of pages) {
    const watched = await Watched.open(browser, server.url + path, "wide", "light", "zh-CN");
    await watched.settled();
    expect(await watched.page.locator("h1").count(), name).toBe(1);
    expect(await watched.page.locator("html").getAttribute("lang"), name).toMatch(/^zh/);
    expect(await watched.page.title(), name).toMatch(/\S/);
    await watched.close();
  }
}, 120_000);

test("without motion nothing moves", async () => {
  const context = await browser.newContext({ reducedMotion: "reduce", locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(`${server.url}/pods`);
  await page.getByRole("table").getByRole("link").nth(3).waitFor();
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter((animation) => animation.playState === "running")
      .map((animation) => ((animation.effect as KeyframeEffect).target as HTMLElement).className),
  );
  expect(moving).toEqual([]);
  await context.close();
});
