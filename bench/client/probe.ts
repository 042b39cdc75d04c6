import type { Browser, CDPSession, Page } from "playwright-core";

interface Marks {
  /** When messages of streams came, milliseconds since 1970. */
  messages: number[];
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
    const marks: Marks = { messages: [], filledAt: null, key: 0, message: 0, reply: 0, shown: 0 };
    Object.assign(window, { marks });
    const Original = window.WebSocket;
    window.WebSocket = class extends Original {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        this.addEventListener("message", (event) => {
          if (typeof event.data !== "string" || !event.data.includes('"invocationId"')) return;
          marks.messages.push(Date.now());
          if (event.data.includes('"totalPods"')) marks.message = performance.now();
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

const restMilliseconds = 250;
/** Of all processes of the browser within that time. */
const restShare = 0.1;

/**
 * Waits until the browser has nothing left to do. A new window keeps it busy for a second and more, and a page that is opened meanwhile waits for its turn:
 * an operator's window has long been there.
 */
export async function atRest(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const used = async () => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    return 1000 * processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  const until = performance.now() + 30_000;
  for (let before = await used(); ; ) {
    await new Promise((resolve) => setTimeout(resolve, restMilliseconds));
    const now = await used();
    if (now - before < restShare * restMilliseconds) break;
    if (performance.now() > until)
      throw new Error("The browser did not come to rest within 30 s: is something else running on this machine?");
    before = now;
  }
  await session.detach();
}

/** The page asks for this filter, the answer is there, and a frame has shown it. */
export const showsAnswerTo = (page: Page, filter: string): Promise<boolean> =>
  page.evaluate((wanted) => {
    const { key, reply, shown } = (window as unknown as { marks: Marks }).marks;
    const idle = document.querySelector("[role=table][aria-busy=false]") !== null;
    return idle && new URLSearchParams(location.search).get("q") === wanted && reply > key && shown > reply;
  }, filter);

export const marksOf = (page: Page): Promise<Marks> => page.evaluate(() => (window as unknown as { marks: Marks }).marks);

/** How much the main thread had worked by then, milliseconds since the page began. */
interface Look {
  /** Milliseconds since 1970, as the page's messages have it. */
  at: number;
  work: number;
}

const millisecondsBetweenLooks = 100;

/**
 * Milliseconds of main-thread work of each tick of the next `seconds`: scripts, styles, layout, painting and collections, by the browser's own counter of the
 * thread's time, so that a machine that others use too does not count. A trace of the same adds a tenth to a third (docs/measurements.md). And what was worked
 * `between` them, in each two looks that follow each other: frames of what is shown later than its message came.
 */
export async function workOfTicks(page: Page, seconds: number): Promise<{ ticks: number[]; between: number[] }> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const look = async (): Promise<Look> => {
    const { metrics } = await session.send("Performance.getMetrics");
    return { at: Date.now(), work: 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN) };
  };
  const looks = [await look()];
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    await page.waitForTimeout(millisecondsBetweenLooks);
    looks.push(await look());
  }
  await session.detach();
  return ticksOf((await marksOf(page)).messages, looks);
}

interface Span {
  from: number;
  to: number;
}

/** A tick lasts from the look before its first message to the first one after its work is done. What a look takes by itself is not the tick's. */
function ticksOf(messages: readonly number[], looks: readonly Look[], quietMilliseconds = 250): { ticks: number[]; between: number[] } {
  const steps = looks.slice(1).map(({ at, work }, index) => {
    const before = looks[index] as Look;
    return { from: before.at, to: at, work: work - before.work };
  });
  const ticks: Span[] = [];
  for (const at of messages) {
    const last = ticks.at(-1);
    const to = at + quietMilliseconds;
    if (last !== undefined && at < last.to) last.to = to;
    else ticks.push({ from: at, to });
  }
  const isOf = (tick: Span, step: Span) => step.to >= tick.from && step.from <= tick.to;
  const isOfAny = (step: Span) => ticks.some((tick) => isOf(tick, step));
  const ofLook = median(steps.filter((step) => !isOfAny(step)).map(({ work }) => work));
  const first = steps[0]?.from ?? 0;
  const last = steps.at(-1)?.to ?? 0;
  return {
    ticks: ticks
      .filter(({ from, to }) => from > first && to < last)
      .map((tick) => steps.filter((step) => isOf(tick, step)).reduce((sum, { work }) => sum + work - ofLook, 0)),
    between: steps
      .slice(1)
      .map((step, index) => [steps[index] as (typeof steps)[number], step] as const)
      .filter((pair) => !pair.some(isOfAny))
      .map(([one, other]) => one.work + other.work - 2 * ofLook),
  };
}

export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (values: number[]): number => quantile(values, 0.5);
