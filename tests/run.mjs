// npm test: every test of the project, .NET, client and browser, on a machine that has the .NET SDK and Node.js.
// Installs what it lacks, and ends with one line: "N passed, N failed".
//
//   npm test                     all
//   npm test -- server client    the suites whose name contains one of the words

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const results = mkdtempSync(join(tmpdir(), "dashboard-test-"));
const mostSecondTries = 3;
const words = process.argv.slice(2).map((word) => word.toLowerCase());

const suites = [
  { name: "style", run: style },
  { name: "Dashboard.Server", run: () => dotnetTests("Dashboard.Server.Tests") },
  { name: "Dashboard.Diagnostics", run: () => dotnetTests("Dashboard.Diagnostics.Tests") },
  { name: "Dashboard.Simulator", run: () => dotnetTests("Dashboard.Simulator.Tests") },
  { name: "LeakyCollector", run: () => dotnetTests("LeakyCollector.Tests") },
  { name: "Dashboard.Client", run: () => vitest("Dashboard.Client") },
  { name: "browser", run: () => vitest("tests/e2e"), needsChromium: true },
].filter((suite) => words.length === 0 || words.some((word) => suite.name.toLowerCase().includes(word)));

process.exitCode = main();

function main() {
  if (suites.length === 0) {
    console.error(`No suite's name contains ${words.join(" or ")}.`);
    return 1;
  }

  requireTool("dotnet", ["--version"], "Install the .NET 10 SDK: https://dotnet.microsoft.com/download");
  installNodePackages();
  installSystemPackages();
  step("dotnet build Dashboard.sln");
  if (call("dotnet", ["build", "Dashboard.sln", "--nologo", "-v", "quiet", "-clp:NoSummary"]) !== 0) {
    console.error("The build failed; no test was run.");
    console.log("0 passed, 1 failed");
    return 1;
  }

  const outcomes = [];
  for (const suite of suites) {
    step(suite.name);
    const started = performance.now();
    outcomes.push({ name: suite.name, ...suite.run(), seconds: (performance.now() - started) / 1000 });
  }

  rmSync(results, { recursive: true, force: true });
  return report(outcomes);
}

function report(outcomes) {
  step("summary");
  for (const { name, passed, failed, skipped, seconds } of outcomes) {
    console.log(
      `${name.padEnd(24)}${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${String(skipped).padStart(4)} skipped ${seconds.toFixed(0).padStart(5)} s`,
    );
  }

  const doubtful = outcomes.flatMap((outcome) => outcome.doubtful ?? []);
  for (const name of doubtful) {
    console.log(`passed only at the second try: ${name}`);
  }

  const sum = (key) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
  const skipped = sum("skipped") > 0 ? `, ${sum("skipped")} skipped` : "";
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed${skipped}`);
  return sum("failed") === 0 && sum("passed") > 0 ? 0 : 1;
}

/** Formatting and lint of TypeScript, JavaScript, CSS and JSON; that of C# is part of its build. */
function style() {
  const ok = call("npx", ["--no-install", "biome", "check", "."]) === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

function dotnetTests(project) {
  const file = join(results, `${project}.json`);
  const assembly = join("tests", project, "bin", "Debug", "net10.0", `${project}.dll`);
  const code = call("dotnet", [assembly, "-noLogo", "-ctrf", file]);
  const ctrf = readJson(file)?.results;
  const summary = ctrf?.summary;
  const outcome = counted(code, summary?.passed, summary?.failed, (summary?.skipped ?? 0) + (summary?.pending ?? 0));
  return secondTry(assembly, outcome, ctrf?.tests?.filter((test) => test.status === "failed") ?? []);
}

/**
 * Few that failed are asked once more, by themselves: a machine that others use fails a test now and then for want of time. Those that pass are named in the summary, to be mended;
 * what is broken fails again.
 */
function secondTry(assembly, outcome, failed) {
  if (failed.length === 0 || failed.length > mostSecondTries || failed.length !== outcome.failed) {
    return outcome;
  }

  step(`second try of ${failed.length} in ${assembly.split("/").at(-1)}`);
  const doubtful = [];
  for (const [index, { name }] of failed.entries()) {
    const file = join(results, `second-${index}.json`);
    // A theory's method with all of its rows: a row has no filter of its own.
    call("dotnet", [assembly, "-noLogo", "-method", name.split("(")[0], "-ctrf", file]);
    const again = readJson(file)?.results?.summary;
    if (again?.failed === 0 && again.passed > 0) {
      doubtful.push(name);
    }
  }

  return { ...outcome, passed: outcome.passed + doubtful.length, failed: outcome.failed - doubtful.length, doubtful };
}

function vitest(workspace) {
  const file = join(results, `${workspace.replaceAll("/", "-")}.json`);
  const code = call(
    "npx",
    ["--no-install", "vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
    join(root, workspace),
  );
  const summary = readJson(file);
  return counted(code, summary?.numPassedTests, summary?.numFailedTests, summary?.numPendingTests);
}

/** A runner that ends badly without a failed test (a crash, a file that does not load) has failed all the same; so has one that ran nothing. */
function counted(code, passed = 0, failed = 0, skipped = 0) {
  const silent = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: silent ? 1 : failed, skipped };
}

function installNodePackages() {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs) {
    return;
  }

  step("npm ci");
  if (call("npm", ["ci"]) !== 0) {
    throw new Error("npm ci failed: see its words above.");
  }
}

/** Chromium is needed; Prometheus, kubectl and Go serve tests that are skipped, with the reason, where they are missing. */
function installSystemPackages() {
  const wanted = [
    { commands: ["chromium", "chromium-browser", "google-chrome"], debian: "chromium" },
    { commands: ["promtool"], debian: "prometheus" },
    { commands: ["kubectl"], debian: "kubernetes-client" },
    // With go tool pprof and the standard library: the readers of the profiles, and the handler that they are compared with.
    { commands: ["go"], debian: "golang-go" },
  ].filter(({ commands }) => !process.env.CHROMIUM_PATH || !commands.includes("chromium"));
  const versions = [["--version"], ["version", "--client"], ["version"]];
  const missing = wanted.filter(({ commands }) => !commands.some((command) => versions.some((args) => found(command, args))));
  if (missing.length === 0) {
    return;
  }

  const packages = missing.map(({ debian }) => debian);
  if (process.getuid?.() !== 0 || !found("apt-get", ["--version"])) {
    console.log(
      `Not installed: ${packages.join(", ")} (only root on Debian can do it here). What needs them is skipped or fails with that reason.`,
    );
    return;
  }

  step(`apt-get install ${packages.join(" ")}`);
  const quiet = { DEBIAN_FRONTEND: "noninteractive" };
  call("apt-get", ["update", "-qq"], root, quiet);
  for (const name of packages) {
    call("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], root, quiet);
  }
}

function requireTool(command, args, remedy) {
  if (!found(command, args)) {
    throw new Error(`'${command}' is not on the PATH. ${remedy}`);
  }
}

function found(command, args) {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

function call(command, args, cwd = root, env = {}) {
  mkdirSync(results, { recursive: true });
  return spawnSync(command, args, { cwd, stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...env } }).status ?? 1;
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

function step(name) {
  console.log(`\n== ${name}`);
}
