import type { CDPSession, Page } from "playwright-core";

export interface TabFigures {
  /** Bytes of JavaScript objects that are still reachable. */
  heapBytes: number;
  /** Nodes of the DOM, those that scripts still hold included. */
  nodes: number;
  listeners: number;
}

/** What a tab holds, by the browser's own count. */
export class Tab {
  private constructor(private readonly session: CDPSession) {}

  static async of(page: Page): Promise<Tab> {
    const session = await page.context().newCDPSession(page);
    await session.send("HeapProfiler.enable");
    await session.send("Performance.enable");
    return new Tab(session);
  }

  /** After collections that were forced. */
  async figures(): Promise<TabFigures> {
    // Weak references and finalisers take a second round.
    for (let round = 0; round < 3; round++) await this.session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await this.session.send("Runtime.getHeapUsage");
    const { nodes, jsEventListeners } = await this.session.send("Memory.getDOMCounters");
    return { heapBytes: usedSize, nodes, listeners: jsEventListeners };
  }

  /** Seconds that the main thread has worked since the page began: scripts, styles, layout, painting. */
  async taskSeconds(): Promise<number> {
    const { metrics } = await this.session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
  }
}
