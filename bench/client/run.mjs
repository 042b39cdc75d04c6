// npm run bench:client: builds Release with the client in it and measures the Pods page at 30 and at 30,000 pods, and one tick of it by itself.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(folder));

function run(command, args, env = {}) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
  if (status !== 0) process.exit(status ?? 1);
}

for (const project of ["Dashboard.Simulator", "Dashboard.Server"]) {
  run("dotnet", ["build", project, "-c", "Release", "--nologo", "-v", "quiet", "-clp:NoSummary"]);
}
run("npx", ["--no-install", "vitest", "run", "--config", join(folder, "vitest.config.ts")], { BUILD_CONFIGURATION: "Release" });
