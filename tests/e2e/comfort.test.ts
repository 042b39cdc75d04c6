import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { sizes, Watched } from "./run/browser";
import { useDemo } from "./run/demo";
import { Wire } from "./run/wire";

// What is around the pages: palette, keys, settings, kiosk, hint, and what a screen reader hears.
const demo = useDemo();

const palette = (page: Page) => page.getByRole("combobox", { name: "Search pages, pods and actions" });
const options = (page: Page) => page.getByRole("listbox", { name: "Found" }).getByRole("option");
/** The option that aria-activedescendant names. */
const active = async (page: Page) => {
  const id = await palette(page).getAttribute("aria-activedescendant");
  return page.locator(`[id="${id}"][aria-selected=true]`).innerText();
};
const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });

test("the palette finds a pod by keys, opens it, and gives the focus back when it is left", async () => {
  const watched = await Watched.open(demo.browser, `${demo.server.url}/pods`);
  const { page } = watched;
  const row = page.getByRole("table").getByRole("link").nth(3);
  await row.focus();
  const name = await row.innerText();
  await page.keyboard.press("Control+k");
  await palette(page).waitFor();
  expect(await palette(page).evaluate((box) => box === document.activeElement)).toBe(true);
  await page.keyboard.press("Escape");
  await palette(page).waitFor({ state: "detached" });
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(name);

  await page.keyboard.press("Control+k");
  await palette(page).fill("cart");
  await options(page).filter({ hasText: /Pod$/ }).nth(1).waitFor();
  const first = await active(page);
  expect(first).toMatch(/^cart\b[\s\S]*Workload$/);
  await page.keyboard.press("ArrowDown");
  const second = await active(page);
  expect(second).toMatch(/^cart-[\s\S]*Pod$/);
  await page.keyboard.press("End");
  expect(await active(page)).toBe(await options(page).last().innerText());
  await page.keyboard.press("ArrowDown");
  expect(await active(page), "round the end").toBe(first);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await heading(page, second.split(/\s/)[0] as string).waitFor();
  expect(watched.problems).toEqual([]);
  await watched.close();
});

test("the palette by mouse: a node, an action that says that it is done, nothing found, and a server that does not answer", async () => {
  const watched = await Watched.open(demo.browser, demo.server.url);
  const { page } = watched;
  await page.getByRole("button", { name: "Search" }).click();
  await palette(page).fill("node-0");
  await options(page)
    .filter({ hasText: /^node-02/ })
    .first()
    .click();
  await heading(page, "node-02").waitFor();

  await watched.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Search" }).click();
  await palette(page).fill("copy link");
  await options(page).filter({ hasText: "Copy link" }).click();
  await page.getByRole("dialog").getByRole("status").getByText("Link copied").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());

  await palette(page).fill("no such thing");
  await page.getByText("Nothing found.").waitFor();
  expect(await options(page).count()).toBe(0);
  await page.route("**/api/v1/pods?*", (route) => route.fulfill({ status: 503, json: { detail: "It rests." } }));
  await palette(page).fill("pods");
  await page.getByText("Pods and workloads could not be searched. It rests.").waitFor();
  expect(await options(page).first().innerText(), "what needs no server is found all the same").toMatch(/^Pods/);
  await page.mouse.click(5, 400);
  await palette(page).waitFor({ state: "detached" });
  await watched.close();
});

test("the palette changes colours, pauses charts that there are, and exports what is shown", async () => {
  const watched = await Watched.open(demo.browser, demo.server.url);
  const { page } = watched;
  await page.getByRole("button", { name: "Pause" }).waitFor();
  const run = async (words: string, option: RegExp) => {
    await page.keyboard.press("Control+k");
    await palette(page).fill(words);
    await options(page).filter({ hasText: option }).click();
    await palette(page).waitFor({ state: "detached" });
  };
  await run("pause", /^Pause/);
  // What the key turns round is what is on screen, and that follows the address.
  await page.getByRole("button", { name: "Back to live" }).waitFor();
  expect(new URL(page.url()).searchParams.has("end")).toBe(true);
  await page.keyboard.press("t");
  await expect.poll(() => new URL(page.url()).searchParams.has("end")).toBe(false);
  await run("dark", /^Colours: Dark/);
  await expect.poll(() => page.locator("html").getAttribute("data-mantine-color-scheme")).toBe("dark");
  await page.goto(`${demo.server.url}/pods?q=ns:=shop`);
  await page.getByRole("table").getByRole("link").nth(3).waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), run("csv", /as CSV/)]);
  expect(download.url()).toMatch(/filter=ns%3A%3Dshop/);
  expect(watched.problems).toEqual([]);
  await watched.close();
});

test("keys lead to pages and to the filter, but not while one types, nor when they are off", async () => {
  const watched = await Watched.open(demo.browser, demo.server.url);
  const { page } = watched;
  await heading(page, "Overview").waitFor();
  const pages = { p: "Pods", w: "Workloads", n: "Nodes", s: "Namespaces", r: "Runtime", o: "Overview" };
  for (const [key, name] of Object.entries(pages)) {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await heading(page, name).waitFor();
  }
  await page.keyboard.press("/");
  const box = page.getByRole("combobox", { name: "Filter pods" });
  await expect.poll(() => box.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.type("gn?f");
  expect(await box.inputValue()).toBe("gn?f");
  await heading(page, "Pods").waitFor();
  expect(await page.getByRole("dialog").count()).toBe(0);

  await page.getByRole("heading", { level: 1 }).click();
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("switch", { name: "Keys of one letter" }).click();
  await page.keyboard.press("Escape");
  await page.getByText("Keys of one letter").waitFor({ state: "detached" });
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("?");
  await page.keyboard.press("g");
  await page.keyboard.press("n");
  await page.keyboard.press("/");
  expect(await box.evaluate((element) => element === document.activeElement)).toBe(false);
  // The palette has no letter of its own, and comes after the keys above have been dealt with.
  await page.keyboard.press("Control+k");
  await palette(page).waitFor();
  expect(await page.getByRole("dialog").count()).toBe(1);
  await heading(page, "Pods").waitFor();
  await watched.close();
});

test("the help lists the keys, and Escape closes it", async () => {
  const watched = await Watched.open(demo.browser, demo.server.url);
  const { page } = watched;
  await heading(page, "Overview").waitFor();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keys" });
  await help.getByText("Go to namespaces").waitFor();
  expect(await help.getByRole("term").count()).toBeGreaterThan(12);
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "detached" });
  await page.keyboard.press("g");
  await page.keyboard.press("n");
  await heading(page, "Nodes").waitFor();
  await watched.close();
});

test("settings are remembered: rows are lower, dates and axes are those of the zone", async () => {
  const context = await demo.browser.newContext({ viewport: sizes.wide, locale: "en-GB", timezoneId: "UTC" });
  const page = await context.newPage();
  // What charts draw as text, to read the axis.
  await page.addInitScript(() => {
    const drawn: string[] = [];
    Object.assign(window, { drawn });
    const write = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (words, ...place) {
      drawn.push(words);
      write.call(this, words, ...place);
    };
  });
  await page.goto(`${demo.server.url}/pods`);
  const row = page.getByRole("row").nth(3);
  await page.getByRole("table").getByRole("link").nth(3).waitFor();
  const height = () => row.evaluate((element) => element.getBoundingClientRect().height);
  expect(await height()).toBe(40);
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByText("Compact", { exact: true }).click();
  await expect.poll(height).toBe(28);
  await page.evaluate(() => scrollTo(0, 28 * 60));
  await expect
    .poll(() =>
      page.evaluate(() => {
        const rows = [...document.querySelectorAll<HTMLElement>("[data-index]")].map((found) => found.getBoundingClientRect());
        const tops = rows.map(({ top }) => Math.round(top)).sort((one, other) => one - other);
        return rows.length > 30 && tops.every((top, index) => index === 0 || top - (tops[index - 1] as number) === 28);
      }),
    )
    .toBe(true);
  await page.reload();
  await expect.poll(height).toBe(28);

  await page.goto(`${demo.server.url}/?range=3600`);
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("combobox", { name: "Time zone" }).fill("nepal");
  await Promise.all([page.waitForEvent("load"), page.getByRole("option", { name: /Kathmandu/ }).click()]);
  const minutesOfDay = (words: string) => Number(words.slice(0, 2)) * 60 + Number(words.slice(3, 5));
  const since = async () =>
    minutesOfDay(
      /since (\d\d:\d\d)/.exec(
        await page
          .getByText(/history since/)
          .first()
          .innerText(),
      )?.[1] ?? "",
    );
  // Kathmandu is 5 h 45 min ahead. What began less than half an hour ago is no nearer to UTC.
  const now = new Date();
  const there = (now.getUTCHours() * 60 + now.getUTCMinutes() + 345) % 1440;
  await page
    .getByText(/history since/)
    .first()
    .waitFor();
  expect((there - (await since()) + 1440) % 1440).toBeLessThan(30);
  const axis = await page.waitForFunction(() => {
    const labels = (window as unknown as { drawn: string[] }).drawn.filter((words) => /^\d\d:\d\d$/.test(words));
    return labels.length > 1 && labels;
  });
  for (const label of (await axis.jsonValue()) as string[]) expect(Math.abs(minutesOfDay(label) - there), label).toBeLessThan(70);

  await page.getByRole("button", { name: "Settings" }).click();
  await Promise.all([page.waitForEvent("load"), page.getByText("中文", { exact: true }).click()]);
  await heading(page, "概览").waitFor();
  await page.getByRole("button", { name: "设置" }).click();
  await Promise.all([page.waitForEvent("load"), page.getByText("跟随浏览器").click()]);
  await heading(page, "Overview").waitFor();
  await context.close();
});

test("the kiosk is the page alone; it outlives navigation and is left by Escape", async () => {
  const watched = await Watched.open(demo.browser, `${demo.server.url}/?kiosk`);
  const { page } = watched;
  await heading(page, "Overview").waitFor();
  const around = async () => (await page.getByRole("banner").count()) + (await page.getByRole("navigation", { name: "Pages" }).count());
  expect(await around()).toBe(0);
  await page.getByRole("status", { name: "Connection: Live" }).waitFor();
  expect(await page.getByText("First time here?").count()).toBe(0);
  await page.mouse.move(400, 400);
  await expect.poll(() => page.locator("body").evaluate((body) => getComputedStyle(body).cursor), { timeout: 10_000 }).toBe("none");
  await page.mouse.move(420, 400);
  expect(await page.locator("body").evaluate((body) => getComputedStyle(body).cursor)).not.toBe("none");

  const inAddress = () => new URL(page.url()).searchParams.has("kiosk");
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await heading(page, "Pods").waitFor();
  await expect.poll(inAddress).toBe(true);
  await page.getByRole("combobox", { name: "Filter pods" }).fill("ns:shop");
  await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe("ns:shop");
  await expect.poll(inAddress).toBe(true);
  expect(await around()).toBe(0);

  // The first Escape closes the list of the filter, if it is open; the kiosk is left by one of its own.
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("banner").waitFor();
  await expect.poll(inAddress).toBe(false);
  expect(new URL(page.url()).searchParams.get("q"), "the rest of the address stays").toBe("ns:shop");
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await heading(page, "Overview").waitFor();
  expect(await around()).toBe(2);
  await page.keyboard.press("f");
  await page.getByRole("banner").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Leave the kiosk" }).click();
  await page.getByRole("banner").waitFor();
  expect(watched.problems).toEqual([]);
  await watched.close();
});

test.each([
  ["dismissed", (page: Page) => page.getByRole("button", { name: "Dismiss the hint" }).click()],
  ["followed", (page: Page) => page.keyboard.press("?")],
])("the hint of the first visit is gone for ever once it is %s, and is no live region", async (_, end) => {
  const watched = await Watched.open(demo.browser, demo.server.url);
  const { page } = watched;
  const hint = page.getByRole("complementary", { name: "First time here?" });
  await hint.waitFor();
  expect(await hint.evaluate((element) => element.closest("[aria-live], [role=status], [role=alert], [role=log]"))).toBeNull();
  await heading(page, "Overview").waitFor();
  await end(page);
  await hint.waitFor({ state: "detached" });
  await page.reload();
  await heading(page, "Overview").waitFor();
  expect(await hint.count()).toBe(0);
  await watched.close();
});

test("a lost connection is announced once, while the seconds on screen go on", async () => {
  const wire = await Wire.to(demo.server.url);
  const watched = await Watched.open(demo.browser, wire.url);
  const { page } = watched;
  await page.getByRole("status", { name: "Connection: Live" }).waitFor();
  await watched.settled();
  // Everything that a live region says from now on.
  await page.evaluate(() => {
    const heard: string[] = [];
    const hear = (words: string | null | undefined) => {
      if (words && words !== heard.at(-1)) heard.push(words);
    };
    Object.assign(window, { heard });
    const live = "[role=alert], [role=status], [role=log], [aria-live]";
    new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        const region = (target instanceof Element ? target : target.parentElement)?.closest(live);
        if (region !== null && region !== undefined && !(target.parentElement ?? region).closest("[aria-hidden=true]"))
          hear((region.querySelector(".unseen") ?? region).textContent);
        for (const node of addedNodes)
          if (node instanceof Element)
            for (const added of [node, ...node.querySelectorAll("*")]) if (added.matches("[role=alert]")) hear(added.textContent);
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
  await wire.cut();
  const shown = page.getByText(/Connection lost .* ago/);
  await shown.waitFor();
  const first = await shown.innerText();
  await expect.poll(() => shown.innerText()).not.toBe(first);
  const second = await shown.innerText();
  await expect.poll(() => shown.innerText()).not.toBe(second);
  const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  expect(heard).toEqual(["Connection: Reconnecting", "Reconnecting. What is shown is old."]);
  await wire.mend();
  await page.getByRole("button", { name: "Try now" }).click();
  await page.getByRole("status", { name: "Connection: Live" }).waitFor();
  await watched.close();
  await wire.cut();
});
