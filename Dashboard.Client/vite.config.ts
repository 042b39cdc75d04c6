/// <reference types="vitest/config" />
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = process.env.DASHBOARD_SERVER ?? "http://localhost:5080";

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "../Dashboard.Server/wwwroot",
    emptyOutDir: true,
    sourcemap: false,
    target: "es2022",
    // Nothing as data: URLs, so that the Content-Security-Policy can stay at 'self'.
    assetsInlineLimit: 0,
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
