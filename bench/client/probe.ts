import type { CDPSession, Page } from "playwright-core";

interface Marks {
  filledAt: number | null;
  key: number;
  /** The newest message with rows. */
  message: number;
  /** The message that answered the newest question. */
  reply: number;
  /** The frame that shows that answer. */
  shown: number;
}

/**
 * Runs in the page before anything else: notes when rows are there, and when keys, replies and the frames that show them come. That a question is
 * answered is told by the table's aria-busy: rows need not change by it, for the longer word may find the same pods as the shorter one.
 */
export async function installProbe(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const marks: Marks = { filledAt: null, key: 0, message: 0, reply: 0, shown: 0 };
    Object.assign(window, { marks });
    const Original = window.WebSocket;
    window.WebSocket = class extends Original {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        this.addEventListener("message", (event) => {
          if (typeof event.data === "string" && event.data.includes('"totalPods"')) marks.message = performance.now();
        });
      }
    } as typeof WebSocket;
    document.addEventListener(
      "keydown",
      () => {
        marks.key = performance.now();
      },
      { capture: true },
    );
    const afterFrame = (then: (at: number) => void) => requestAnimationFrame(() => setTimeout(() => then(performance.now())));
    new MutationObserver((changes) => {
      const rows = document.querySelectorAll("[role=table] [role=row] a");
      if (marks.filledAt === null && rows.length >= 10) {
        marks.filledAt = 0;
        afterFrame((at) => {
          marks.filledAt = at;
        });
      }
      const answered = changes.some(({ attributeName, oldValue }) => attributeName === "aria-busy" && oldValue === "true");
      if (answered && document.querySelector("[role=table][aria-busy=false]") !== null) {
        marks.reply = marks.message;
        afterFrame((at) => {
          marks.shown = Math.max(marks.shown, at);
        });
      }
    }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-busy"], attributeOldValue: true });
  });
}

/** The page asks for this filter, the answer is there, and a frame has shown it. */
export const showsAnswerTo = (page: Page, filter: string): Promise<boolean> =>
  page.evaluate((wanted) => {
    const { key, reply, shown } = (window as unknown as { marks: Marks }).marks;
    const idle = document.querySelector("[role=table][aria-busy=false]") !== null;
    return idle && new URLSearchParams(location.search).get("q") === wanted && reply > key && shown > reply;
  }, filter);

export const marksOf = (page: Page): Promise<Marks> => page.evaluate(() => (window as unknown as { marks: Marks }).marks);

interface TraceEvent {
  name: string;
  ts: number;
  dur?: number;
  /** What the thread itself worked of it: a machine that others use too does not count. */
  tdur?: number;
  tid: number;
  pid: number;
  cat: string;
  args?: { data?: unknown };
}

/** Records what the page's main thread does while `run` goes on: all of its tasks, and when messages came in. */
export async function traced(page: Page, run: () => Promise<void>): Promise<TraceEvent[]> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const complete = new Promise<void>((resolve) => session.once("Tracing.tracingComplete", () => resolve()));
  await session.send("Tracing.start", {
    traceConfig: { includedCategories: ["devtools.timeline", "disabled-by-default-devtools.timeline", "toplevel"] },
    transferMode: "ReportEvents",
  });
  await run();
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  return events;
}

/** Milliseconds of main-thread work of each tick: the tasks from its first message on until the work that it brings is done. */
export function workOfTicks(events: TraceEvent[], quietMilliseconds = 250): number[] {
  const messages = events.filter(({ name }) => name === "WebSocketReceive").toSorted((one, other) => one.ts - other.ts);
  const first = messages[0];
  if (first === undefined) return [];
  const tasks = events.filter(
    ({ name, tid, pid, dur }) => name === "RunTask" && tid === first.tid && pid === first.pid && dur !== undefined,
  );
  const ticks: { from: number; to: number }[] = [];
  for (const { ts } of messages) {
    const last = ticks.at(-1);
    const to = ts + quietMilliseconds * 1000;
    if (last !== undefined && ts < last.to) last.to = to;
    else ticks.push({ from: ts, to });
  }
  // The message's own task has begun before it is noted.
  return ticks.map(({ from, to }) =>
    tasks.reduce((sum, { ts, dur = 0, tdur = dur }) => (ts + dur > from && ts < to ? sum + tdur / 1000 : sum), 0),
  );
}

export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (values: number[]): number => quantile(values, 0.5);
