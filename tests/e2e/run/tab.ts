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
    const { nodes, all, listeners } = await this.counters();
    return { heapBytes: usedSize, nodes, detachedNodes: all - nodes, listeners };
  }

  /** Two counts of one moment: when the page has changed between them, they are taken again. */
  private async counters(): Promise<{ nodes: number; all: number; listeners: number }> {
    for (let attempt = 0; attempt < 20; attempt++) {
      const nodes = await this.attachedNodes();
      const { nodes: all, jsEventListeners: listeners } = await this.session.send("Memory.getDOMCounters");
      if ((await this.attachedNodes()) === nodes) return { nodes, all, listeners };
    }
    throw new Error("The page's nodes changed within each of twenty counts.");
  }

  private attachedNodes(): Promise<number> {
    return this.page.evaluate(() => {
      const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
      let count = 1;
      while (walker.nextNode() !== null) count++;
      return count;
    });
  }

  /** Seconds that the main thread has worked since the page began: scripts, styles, layout, painting. */
  async taskSeconds(): Promise<number> {
    const { metrics } = await this.session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
  }
}
