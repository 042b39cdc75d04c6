import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Program } from "./run/process";

// No container engine is needed: this publishes what the Dockerfile publishes and starts it as the container would.
const folder = mkdtempSync(join(tmpdir(), "dashboard-container-"));
const token = "container-token-0123456789";
let published: Program;
let url: string;

beforeAll(async () => {
  const publish = Program.start("dotnet", [
    "publish",
    "Dashboard.Server",
    "--configuration",
    "Release",
    "--output",
    join(folder, "app"),
    "-v",
    "quiet",
  ]);
  const code = await new Promise((resolve) => publish.process.once("exit", resolve));
  if (code !== 0) throw new Error(publish.text);

  writeFileSync(join(folder, "token"), `${token}\n`);
  published = Program.start("dotnet", ["Dashboard.Server.dll"], {
    cwd: join(folder, "app"),
    env: { ASPNETCORE_URLS: "http://0.0.0.0:0", Cluster__Source: "Simulator", Access__TokenFile: join(folder, "token") },
  });
  const [, listening] = await published.printed(/Now listening on: (http:\/\/\S+)/);
  url = (listening as string).replace("0.0.0.0", "127.0.0.1");
}, 240_000);

afterAll(async () => {
  await published?.stop();
});

const get = (path: string) => fetch(url + path, { headers: { authorization: `Bearer ${token}`, accept: "*/*" } });

test("the published server has the client in it, compressed", async () => {
  const page = await get("/");
  expect(page.status).toBe(200);
  const script = (await page.text()).match(/src="([^"]+\.js)"/)?.[1];
  expect(script).toBeDefined();
  const answer = await get(script as string);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toContain("javascript");
  expect(answer.headers.get("content-encoding")).toMatch(/gzip|br/);
});

test("what Prometheus of the compose file scrapes is there with the token of the secret", async () => {
  await expect.poll(async () => (await get("/readyz")).status, { timeout: 30_000 }).toBe(200);
  const answer = await get("/metrics");
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain("k8s_pod_memory_working_set_bytes{");
});

test("it ends when it is asked to", async () => {
  expect(await published.stop()).toBe(0);
});
