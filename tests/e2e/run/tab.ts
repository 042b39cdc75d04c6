import type { CDPSession, Page } from "playwright-core";

export interface TabFigures {
  /** Bytes of JavaScript objects that are still reachable. */
  heapBytes: number;
  /** Nodes of the DOM that are in the page. */
  nodes: number;
  /** Nodes that are not, but are still held by something. */
  detachedNodes: number;
  listeners: number;
}

/** What a tab holds, by the browser's own count. */
export class Tab {
  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  static async of(page: Page): Promise<Tab> {
    const session = await page.context().newCDPSession(page);
    await session.send("HeapProfiler.enable");
    await session.send("Performance.enable");
    return new Tab(page, session);
  }

  /** After collections that were forced. */
  async figures(): Promise<TabFigures> {
    // Weak references and finalisers take a second round.
    for (let round = 0; round < 3; round++) await this.session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await this.session.send("Runtime.getHeapUsage");
    const { nodes: all, jsEventListeners } = await this.session.send("Memory.getDOMCounters");
    const nodes = await this.page.evaluate(() => {
      const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
      let count = 1;
      while (walker.nextNode() !== null) count++;
      return count;
    });
    return { heapBytes: usedSize, nodes, detachedNodes: all - nodes, listeners: jsEventListeners };
  }

  /** Seconds that the main thread has worked since the page began: scripts, styles, layout, painting. */
  async taskSeconds(): Promise<number> {
    const { metrics } = await this.session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
  }
}
