import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.2 at levels A and AA, and axe's own best practices. */
const options: RunOptions = {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
  resultTypes: ["violations", "incomplete"],
};

/** What axe finds on the page as it is, one line for each place. Incomplete checks of contrast are left out: axe gives up where something overlaps. */
export async function violations(page: Page): Promise<string[]> {
  // Through the debugger's door, which the Content-Security-Policy does not guard.
  await page.evaluate(source);
  const results = (await page.evaluate(
    (run) => (window as unknown as { axe: { run: (options: unknown) => Promise<unknown> } }).axe.run(run),
    options as unknown as Record<string, unknown>,
  )) as AxeResults;
  return results.violations.flatMap(({ id, impact, nodes }) =>
    // What lies half below the navigation at a phone's bottom is a row of a list that scrolls.
    nodes
      .filter(({ failureSummary }) => id !== "target-size" || failureSummary?.includes("partially obscured") !== true)
      .map(
        (node) => `${id} (${impact}): ${node.target.join(" ")}: ${node.failureSummary?.replaceAll(/\s+/g, " ")} ${node.html.slice(0, 160)}`,
      ),
  );
}
