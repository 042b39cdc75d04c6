import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launch } from "./browser";
import { Server } from "./server";

export interface Demo {
  server: Server;
  browser: Browser;
}

/** A server with the simulated cluster, fifteen times as fast and asked every second, and a browser: there before the file's first test, gone after its last. */
export function useDemo(): Demo {
  const demo = {} as Demo;
  beforeAll(async () => {
    [demo.server, demo.browser] = await Promise.all([
      Server.start(["--Cluster:Source", "Simulator", "--Simulator:Speed", "15", "--Collection:Interval", "00:00:01"]),
      launch(),
    ]);
    await demo.server.until<{ total: number }>("/api/v1/pods?filter=ns:shop", ({ total }) => total > 0);
  });
  afterAll(async () => {
    await demo.browser?.close();
    await demo.server?.stop();
  });
  return demo;
}
