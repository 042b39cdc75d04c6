import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    environment: "node",
    // One at a time: each file starts servers and a browser, and two cores are all there is.
    fileParallelism: false,
    // A second try, which the report names: other programs on the machine take the time that a page has to come.
    retry: 1,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // By default a second, which a page may take to begin when other programs run.
    expect: { poll: { timeout: 15_000 } },
  },
});
