import { defineConfig } from "vitest/config";

// Not part of `npm test`: `npm run bench:client` prints a table for docs/measurements.md.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["*.bench.ts"],
    environment: "node",
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 600_000,
  },
});
