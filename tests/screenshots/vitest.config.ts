import { defineConfig } from "vitest/config";

// Not part of `npm test`: `npm run screenshots` makes pictures of every page for people to look at.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["screenshots.ts"],
    environment: "node",
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
  },
});
