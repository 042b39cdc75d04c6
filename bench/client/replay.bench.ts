import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page, WebSocketRoute } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PodPage, PodPageStep } from "../../Dashboard.Client/src/model/wire";
import { launch, sizes } from "../../tests/e2e/run/browser";
import { Server } from "../../tests/e2e/run/server";
import { median, quantile } from "./probe";

// One tick of the Pods page by itself: what the server sent once is sent again and again, with every figure changed or with none, and the main thread's work
// is counted. The same messages in every run, whatever the server that gave the page does meanwhile: two builds of the client can be compared by it. Beside
// it stands the least that the same change of the same rows costs on this machine (floor.html).

const ticks = 25;
const rounds = 3;
const millisecondsBetween = 400;
const end = "\u001e";
/** A row's own link, on either page. */
const drawn = "[role=row] a";
const floor = readFileSync(join(import.meta.dirname, "floor.html"), "utf8");

interface HubMessage {
  type?: number;
  protocol?: string;
  invocationId: string;
  target: string;
  item: unknown;
}

let server: Server;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(["--Cluster:Source", "Simulator"]), launch()]);
  await server.until<PodPage>("/api/v1/pods?limit=50", ({ rows }) => rows.filter(({ memory }) => memory.value !== null).length > 40, 60);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const messagesIn = (data: string | Buffer): HubMessage[] =>
  String(data)
    .split(end)
    .filter((part) => part !== "")
    .map((part) => JSON.parse(part) as HubMessage);

/** The first message of each stream, as the server sends it, and the number of rows that the page draws. */
async function record(): Promise<{ first: Map<string, unknown>; rows: number }> {
  const page = await (await browser.newContext({ viewport: sizes.wide, locale: "en-GB" })).newPage();
  const targets = new Map<string, string>();
  const first = new Map<string, unknown>();
  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => {
      for (const { type, invocationId, target } of messagesIn(payload)) if (type === 4) targets.set(invocationId, target);
    });
    socket.on("framereceived", ({ payload }) => {
      for (const { type, invocationId, item } of messagesIn(payload)) if (type === 2) first.set(targets.get(invocationId) as string, item);
    });
  });
  await page.goto(`${server.url}/pods`);
  await expect.poll(() => [...first.keys()].toSorted(), { timeout: 20_000 }).toEqual(["Facets", "Pods", "Status"]);
  await page.locator(drawn).nth(10).waitFor();
  const rows = await page.locator(drawn).count();
  await page.context().close();
  return { first, rows };
}

/** Always the same numbers. */
function dice(): () => number {
  let seed = 1;
  return () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
}

/** The rows after a tick, and how the server tells a reader of them. */
type Next = (rows: PodPage["rows"], tick: number, roll: () => number) => { rows: PodPage["rows"]; step: PodPageStep["rows"] };

/** Every value a few per cent up or down, the small lines' last point with it, and the rows in the order of their memory, as the server sorts them. */
const changed: Next = (before, tick, roll) => {
  const near = (value: number | null) => (value === null ? null : Math.round(value * (0.95 + roll() / 10)));
  // A point of a small line stands for two samples.
  const drop = tick % 2 === 0 ? 1 : 0;
  const moved = (values: (number | null)[], last: number | null) => [...values.slice(drop, values.length - 1 + drop), last];
  const rows = before
    .map((row) => {
      const cpu = near(row.cpu.value);
      const memory = near(row.memory.value);
      return {
        ...row,
        cpu: { ...row.cpu, value: cpu },
        memory: { ...row.memory, value: memory },
        cpuSpark: moved(row.cpuSpark, cpu),
        memorySpark: moved(row.memorySpark, memory),
      };
    })
    .toSorted((one, other) => (other.memory.value ?? 0) - (one.memory.value ?? 0));
  const step = rows.map(({ key, cpu, memory, cpuSpark, memorySpark }) => ({
    was: before.findIndex((row) => row.key === key),
    cpu,
    memory,
    cpuSpark: { drop, tail: cpuSpark.slice(-1) },
    memorySpark: { drop, tail: memorySpark.slice(-1) },
  }));
  return { rows, step };
};

/** Milliseconds of the main thread for each tick, from its message to the next one's. */
async function replay(first: Map<string, unknown>, next: Next, address = "/pods"): Promise<number[]> {
  const context = await browser.newContext({ viewport: sizes.wide, locale: "en-GB" });
  const page: Page = await context.newPage();
  const ids = new Map<string, string>();
  let socket: WebSocketRoute | undefined;
  const send = (target: string, item: unknown) => socket?.send(JSON.stringify({ type: 2, invocationId: ids.get(target), item }) + end);
  await page.routeWebSocket(/\/hubs\//, (route) => {
    socket = route;
    route.onMessage((data) => {
      for (const { protocol, type, invocationId, target } of messagesIn(data)) {
        if (protocol !== undefined) route.send(`{}${end}`);
        if (type !== 4) continue;
        ids.set(target, invocationId);
        send(target, first.get(target));
      }
    });
  });
  await page.route(/\/floor\?/, (route) => route.fulfill({ contentType: "text/html", body: floor }));
  await page.goto(server.url + address);
  await page.locator(drawn).nth(10).waitFor();
  await page.mouse.move(5, 5);
  await page.waitForTimeout(1500);
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const work = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
  };
  const roll = dice();
  const each: number[] = [];
  const { rows: firstRows, ...totals } = first.get("Pods") as PodPage;
  const status = first.get("Status") as { version: number; at: number };
  let rows = firstRows;
  for (let tick = 1; tick <= ticks; tick++) {
    const before = await work();
    const now = { version: status.version + tick, at: status.at + tick * millisecondsBetween };
    const after = next(rows, tick, roll);
    rows = after.rows;
    send("Pods", { ...totals, ...now, rows: after.step });
    send("Status", { ...status, ...now });
    await page.waitForTimeout(millisecondsBetween);
    // The first few still compile what they run.
    if (tick > 3) each.push((await work()) - before);
  }
  await context.close();
  return each;
}

test("a tick that changes every figure, one that changes nothing, and the least that either costs", async () => {
  const { first, rows } = await record();
  const same: Next = (before) => ({ rows: before, step: null });
  const byHand = `/floor?rows=${rows}`;
  const every = { product: [] as number[], floor: [] as number[] };
  const none = { product: [] as number[], floor: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    every.product.push(...(await replay(first, changed)));
    every.floor.push(...(await replay(first, changed, byHand)));
    none.product.push(...(await replay(first, same)));
    none.floor.push(...(await replay(first, same, byHand)));
  }
  console.log(
    `\n| main-thread work of a tick, ms (${rows} rows) | the Pods page | by hand, nothing around it | ratio |\n|---|---|---|---|`,
  );
  for (const [what, { product, floor }] of [
    ["changes every figure", every],
    ["changes nothing", none],
  ] as const) {
    for (const [name, of] of [
      ["median", median],
      ["95th percentile", (values: number[]) => quantile(values, 0.95)],
    ] as const) {
      console.log(`| ${what}, ${name} | ${of(product).toFixed(1)} | ${of(floor).toFixed(1)} | ${(of(product) / of(floor)).toFixed(2)} |`);
    }
  }
  expect(median(every.product), "figures were drawn").toBeGreaterThan(median(none.product));
  expect(median(every.floor), "figures were drawn").toBeGreaterThan(median(none.floor));
});
