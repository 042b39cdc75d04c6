import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { en } from "../../Dashboard.Client/src/model/text/en";
import { zh } from "../../Dashboard.Client/src/model/text/zh";
import { sizes } from "./run/browser";
import { useDemo } from "./run/demo";
import { everyPage } from "./run/pages";

const demo = useDemo();

/** How much later than all other files the catalogue comes, as it may over a slow line. */
const lateMilliseconds = 500;

/** All texts of a catalogue but those that are filled in. */
function textsOf(catalogue: unknown): string[] {
  if (typeof catalogue === "string") return [catalogue];
  return typeof catalogue === "object" && catalogue !== null ? Object.values(catalogue).flatMap(textsOf) : [];
}

function onlyIn(catalogue: unknown, other: unknown): Set<string> {
  const others = new Set(textsOf(other));
  return new Set(textsOf(catalogue).filter((words) => !others.has(words)));
}

/** What headings, headers, names and controls say: the rest may be the cluster's own words, which are English. */
const saidBy = (page: Page) =>
  page.evaluate(() =>
    ["h2", "h3", "[role=columnheader]", "button", "label", "dt", "nav"]
      .flatMap((part) => [...document.querySelectorAll(`${part}, ${part} *`)])
      .filter(({ childElementCount }) => childElementCount === 0)
      .map(({ textContent }) => textContent.trim()),
  );

test("a page is in Chinese throughout, however late its catalogue comes", async () => {
  const chinese = onlyIn(zh, en);
  const english = onlyIn(en, zh);
  const wrong: string[] = [];
  for (const { name, path } of await everyPage(demo.server)) {
    const context = await demo.browser.newContext({ viewport: sizes.wide, locale: "zh-CN" });
    const page = await context.newPage();
    let late = 0;
    await page.route(/\/assets\/zh-[^/]*\.js$/, async (route) => {
      late++;
      await new Promise((resolve) => setTimeout(resolve, lateMilliseconds));
      await route.continue();
    });
    await page.goto(demo.server.url + path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForFunction(() => document.querySelector("[aria-busy=true], .mantine-Skeleton-root") === null);
    expect(late, "the catalogue was asked for").toBe(1);
    const said = await saidBy(page);
    expect(said.filter((words) => chinese.has(words)).length, name).toBeGreaterThan(5);
    wrong.push(...said.filter((words) => english.has(words)).map((words) => `${name}: ${words}`));
    await context.close();
  }
  expect(wrong).toEqual([]);
}, 120_000);
