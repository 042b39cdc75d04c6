import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, Watched } from "./run/browser";
import { everyPage, type KnownPage } from "./run/pages";
import { Server } from "./run/server";
import { Tab, type TabFigures } from "./run/tab";

// A tab that is left open while the cluster lives sixty times as fast: pods come and go, containers restart, releases roll out. By default each page stays
// for half a minute after it has warmed up, and its DOM is watched; SOAK_MINUTES=30 leaves it open for as long as that, after a warm-up in which its charts
// fill, and watches its heap, too. Compiled code is on that heap and is no object of the page: it grows for as long as functions become hot, each once. So
// nothing is compiled here (docs/measurements.md has both).
const minutes = Number(process.env.SOAK_MINUTES ?? "0.5");
const warmUpSeconds = minutes >= 5 ? 330 : 15;
const samples = 5;
/** An incident's marks are on the page for as long as they are in its window: looks that lie apart see it without them, too. */
const secondsBetween = minutes >= 5 ? 35 : 1.3;

let server: Server;
let browser: Browser;
let pages: KnownPage[];

beforeAll(async () => {
  [server, browser] = await Promise.all([
    Server.start([
      "--Cluster:Source",
      "Simulator",
      "--Simulator:Speed",
      "60",
      "--Simulator:Churn",
      "0.2",
      "--Collection:Interval",
      "00:00:01",
    ]),
    launch(minutes >= 5 ? ["--js-flags=--jitless"] : []),
  ]);
  // A workload with pods that come and go; a DaemonSet's pod of which stays as long as its node.
  pages = await everyPage(server, "text=kafka");
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** Its messages say that it is alive: a tab that has died does not grow either. */
async function stayOpen(name: string): Promise<{ before: TabFigures; after: TabFigures; messages: number }> {
  const { path } = pages.find((page) => page.name === name) as KnownPage;
  const watched = await Watched.open(browser, `${server.url}/favicon.svg`);
  let messages = 0;
  watched.page.on("websocket", (socket) => socket.on("framereceived", () => messages++));
  await watched.page.goto(`${server.url}${path}${path.includes("?") ? "&" : "?"}range=300`);
  await watched.settled();
  const tab = await Tab.of(watched.page);
  const wait = (seconds: number) => watched.page.waitForTimeout(seconds * 1000);
  // The least of several looks: what a burst of messages or an incident holds at the moment is no growth, and what leaks is in all of them.
  const least = async (): Promise<TabFigures> => {
    const looks: TabFigures[] = [];
    for (let i = 0; i < samples; i++) {
      looks.push(await tab.figures());
      await wait(secondsBetween);
    }
    const of = (key: keyof TabFigures) => Math.min(...looks.map((look) => look[key]));
    return { heapBytes: of("heapBytes"), nodes: of("nodes"), detachedNodes: of("detachedNodes"), listeners: of("listeners") };
  };
  await wait(warmUpSeconds);
  const before = await least();
  const heard = messages;
  await wait(minutes * 60);
  const after = await least();
  expect(watched.problems).toEqual([]);
  await watched.close();
  return { before, after, messages: messages - heard };
}

test(
  "a tab left open holds no more than at first",
  async () => {
    // A workload's lists of marks and events take some minutes to come to their full length.
    const names = minutes >= 5 ? ["overview", "pods", "pod", "workload"] : ["overview", "pods", "pod"];
    // Side by side, as tabs are; each in a context of its own.
    const results = await Promise.all(names.map(async (name) => ({ name, ...(await stayOpen(name)) })));
    // Softly: what one page holds says nothing of the others.
    for (const { name, before, after, messages } of results) {
      const growth = after.heapBytes / before.heapBytes - 1;
      console.log(
        `${name}: heap ${(before.heapBytes / 1e6).toFixed(1)} MB, ${(growth * 100).toFixed(1)} % more after ${minutes} min and ${messages} messages; ` +
          `nodes ${before.nodes} -> ${after.nodes}, detached ${before.detachedNodes} -> ${after.detachedNodes}, listeners ${before.listeners} -> ${after.listeners}`,
      );
      expect.soft(messages, `${name} is alive`).toBeGreaterThan(minutes * 30);
      // A page of a minute still compiles its code and fills its charts: its heap says nothing yet.
      if (minutes >= 5) expect.soft(growth, `${name}: heap`).toBeLessThan(0.05);
      // What is in trouble at the moment makes lists longer and shorter, each up to its own end.
      expect.soft(after.nodes / before.nodes, `${name}: nodes ${before.nodes} -> ${after.nodes}`).toBeLessThan(1.25);
      // Those of the last drawing are held until the next: soon after a page has been opened that is most of it.
      if (minutes >= 5)
        expect
          .soft(after.detachedNodes, `${name}: detached nodes, ${before.detachedNodes} before`)
          .toBeLessThan(before.detachedNodes + 200);
      expect.soft(after.listeners / before.listeners, `${name}: listeners ${before.listeners} -> ${after.listeners}`).toBeLessThan(1.1);
    }
  },
  (minutes * 60 + warmUpSeconds + 2 * samples * secondsBetween + 300) * 1000,
);
