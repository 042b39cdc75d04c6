/// <reference types="vitest/config" />
import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin, type Rolldown } from "vite";

const server = process.env.DASHBOARD_SERVER ?? "http://localhost:5080";

const sourceOf = (name: string) => join(import.meta.dirname, "src", name);

interface ModuleGraph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null;
}

/** What main.tsx imports, and so runs before it: by itself, for it chooses the language before anything else may run. */
function startOf(id: string, graph: ModuleGraph): string | null {
  const main = sourceOf("main.tsx");
  const needed = new Set<string>();
  const waiting = [main];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (needed.has(next)) continue;
    needed.add(next);
    waiting.push(...(graph.getModuleInfo(next)?.importedIds ?? []));
  }
  return id !== main && needed.has(id) ? "start" : null;
}

/** Has the browser fetch with the page itself what main.tsx loads at once on every page. The page's styles come in their order, before those of a part. */
function fetchAtOnce(...entries: string[]): Plugin {
  return {
    name: "fetch-at-once",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle = {} }) {
        const scripts = new Set<string>();
        const styles = new Set<string>();
        const take = (chunk: Rolldown.OutputBundle[string] | undefined) => {
          if (chunk?.type !== "chunk" || scripts.has(chunk.fileName)) return;
          scripts.add(chunk.fileName);
          for (const file of chunk.imports) take(bundle[file]);
          for (const file of chunk.viteMetadata?.importedCss ?? []) styles.add(file);
        };
        for (const chunk of Object.values(bundle)) {
          if (chunk.type === "chunk" && entries.some((name) => chunk.facadeModuleId === sourceOf(name))) take(chunk);
        }
        return [
          ...[...scripts].map((file) => ({
            tag: "link",
            attrs: { rel: "modulepreload", crossorigin: true, href: `/${file}` },
            injectTo: "head" as const,
          })),
          ...[...styles].map((file) => ({
            tag: "link",
            attrs: { rel: "stylesheet", crossorigin: true, href: `/${file}` },
            injectTo: "head" as const,
          })),
        ];
      },
    },
  };
}

export default defineConfig({
  plugins: [react(), fetchAtOnce("app.tsx", "live/hubConnection.ts")],
  build: {
    outDir: "../Dashboard.Server/wwwroot",
    emptyOutDir: true,
    sourcemap: false,
    target: "es2022",
    // Nothing as data: URLs, so that the Content-Security-Policy can stay at 'self'.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // Few files: a browser fetches six at a time over HTTP/1.1, and each waits for its turn. What only two share is no part of it: with that,
        // every page would have to fetch more than 250 kB.
        codeSplitting: {
          groups: [
            { name: startOf, debugName: "start", priority: 2 },
            { name: "shared", minShareCount: 3, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    // `npm run dev` beside a running server: pages from Vite, data from the server.
    proxy: {
      "/hubs": { target: server, ws: true },
      "/api": server,
      "/signin": server,
      "/debug": server,
      "/metrics": server,
    },
  },
  test: {
    include: ["tests/**/*.test.{ts,tsx}"],
  },
});
