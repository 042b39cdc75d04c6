import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { repository } from "./process";

export const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
export type Size = keyof typeof sizes;
export type Scheme = "light" | "dark";

/**
 * What Playwright switches off (its list, which a second switch takes the place of), and the address bar's pages: without those each new window, and so
 * each context, fetches and runs some 400 scripts that nobody sees (docs/measurements.md).
 */
const switchedOff = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxFullPopup",
];

export async function launch(moreArguments: string[] = []): Promise<Browser> {
  const candidates = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const executablePath = candidates.find((path): path is string => path !== undefined && existsSync(path));
  if (!executablePath) throw new Error("Chromium is not installed: apt-get install chromium, or set CHROMIUM_PATH.");
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--disable-features=${switchedOff.join(",")}`,
      ...moreArguments,
    ],
  });
}

/** A page that remembers what went wrong in it: errors, console errors, refused loads and requests to other hosts. */
export class Watched {
  readonly problems: string[] = [];

  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
  ) {}

  /** The language of the browser decides that of the pages: "en-GB" or "zh-CN". `visited`: somebody who has been here before, and sees no hint. */
  static async open(
    browser: Browser,
    url: string,
    size: Size = "wide",
    scheme: Scheme = "light",
    locale = "en-GB",
    visited = false,
  ): Promise<Watched> {
    const context = await browser.newContext({ viewport: sizes[size], colorScheme: scheme, locale });
    const page = await context.newPage();
    if (visited) await page.addInitScript(() => localStorage.setItem("dashboard-settings", JSON.stringify({ hintSeen: true })));
    const watched = new Watched(page, context);
    const host = new URL(url).host;
    page.on("pageerror", (error) => watched.problems.push(`error: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error") watched.problems.push(`console: ${message.text()}`);
    });
    page.on("request", (request) => {
      const to = new URL(request.url());
      if (to.protocol.startsWith("http") && to.host !== host) watched.problems.push(`foreign request: ${request.url()}`);
    });
    await page.goto(url);
    return watched;
  }

  /** For people to look at; kept in test-results, never committed. */
  async screenshot(name: string, fullPage = false): Promise<void> {
    const folder = join(repository, "test-results", "screenshots");
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`), fullPage });
  }

  /** Waits until the page says that nothing of it is still being fetched. */
  async settled(): Promise<void> {
    await this.page.getByRole("heading", { level: 1 }).waitFor();
    await this.page.waitForFunction(() => document.querySelector("[aria-busy=true], .mantine-Skeleton-root") === null);
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
