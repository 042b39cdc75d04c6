import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, type Scheme, type Size, sizes, Watched } from "../e2e/run/browser";
import { everyPage, type KnownPage } from "../e2e/run/pages";
import { repository } from "../e2e/run/process";
import { clusters } from "./clusters";

// Every page with every cluster, in both themes, both sizes and both languages, into test-results/screenshots, with a sheet of small ones for each
// combination. CLUSTERS=demo,empty chooses; MINUTES=10 lets the demo cluster's charts grow first; README=1 renews the pictures of the README.

const folder = join(repository, "test-results", "screenshots");
const names = (process.env.CLUSTERS ?? Object.keys(clusters).join()).split(",");
const minutes = Number(process.env.MINUTES ?? "2");
const languages = { en: "en-GB", zh: "zh-CN" } as const;
const forReadme: Record<string, string> = {
  "demo-overview-wide-light-en": "overview.png",
  "demo-pods-wide-light-en": "pods.png",
  "demo-pod-wide-dark-en": "pod-dark.png",
  "demo-overview-phone-dark-zh": "overview-phone-zh.png",
};

let browser: Browser;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
});

test.each(names)("%s", async (name) => {
  const start = clusters[name];
  if (start === undefined) throw new Error(`CLUSTERS has "${name}"; it may have ${Object.keys(clusters).join(", ")}.`);
  const cluster = await start(minutes);
  try {
    const pages = name === "empty" ? pagesWithoutPods() : await everyPage(cluster.server);
    const wrong: string[] = [];
    for (const size of Object.keys(sizes) as Size[]) {
      for (const scheme of ["light", "dark"] as Scheme[]) {
        for (const [language, locale] of Object.entries(languages)) {
          const look = `${size}-${scheme}-${language}`;
          const files: string[] = [];
          for (const page of pages) {
            const watched = await Watched.open(browser, cluster.server.url + page.path, size, scheme, locale, true);
            // A page that never comes to rest is a picture to look at, too.
            await watched.settled().catch(() => undefined);
            await watched.page.waitForTimeout(400);
            const shot = `${name}-${page.name}-${look}`;
            await watched.screenshot(shot);
            files.push(shot);
            const overflow = await watched.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            if (overflow > 0) wrong.push(`${shot}: ${overflow} px wider than the window`);
            const problems = watched.problems.filter((problem) => !/status of 40[34]/.test(problem));
            wrong.push(...problems.map((problem) => `${shot}: ${problem}`));
            await watched.close();
          }
          await sheet(`sheet-${name}-${look}`, files, size);
        }
      }
    }
    expect(wrong).toEqual([]);
  } finally {
    await cluster.stop();
  }
});

test.runIf(process.env.README === "1")("the README's pictures are renewed", () => {
  const images = join(repository, "docs", "images");
  mkdirSync(images, { recursive: true });
  for (const [shot, image] of Object.entries(forReadme)) copyFileSync(join(folder, `${shot}.png`), join(images, image));
});

function pagesWithoutPods(): KnownPage[] {
  const paths = [
    "",
    "pods",
    "pods/none/such",
    "workloads",
    "workloads/none/Deployment/such",
    "namespaces",
    "namespaces/none",
    "nodes",
    "compare",
    "runtime",
  ];
  return paths.map((path) => ({ name: path === "" ? "overview" : path.replaceAll("/", "-"), path: `/${path}` }));
}

/** All pages of one look side by side, small enough to be looked at together. */
async function sheet(name: string, shots: string[], size: Size): Promise<void> {
  const width = size === "wide" ? 720 : 300;
  const columns = size === "wide" ? 3 : 6;
  const context = await browser.newContext({ viewport: { width: columns * (width + 12) + 12, height: 800 } });
  const page = await context.newPage();
  const figures = shots.map((shot) => {
    const data = readFileSync(join(folder, `${shot}.png`)).toString("base64");
    return `<figure><img src="data:image/png;base64,${data}"><figcaption>${shot}</figcaption></figure>`;
  });
  await page.setContent(
    `<style>body{margin:0;display:grid;grid-template-columns:repeat(${columns},${width}px);gap:12px;padding:12px;background:#888;font:12px sans-serif}` +
      `figure{margin:0}img{width:100%;display:block}</style>${figures.join("")}`,
  );
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  await context.close();
}
