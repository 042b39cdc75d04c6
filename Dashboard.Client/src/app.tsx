import { MantineProvider } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router";
import type { LiveConnection } from "./live/streams";
import { LiveProvider } from "./live/useStream";
import "./main.css";
import { makeRouter } from "./pages/router";
import { cssVariables, theme } from "./theme";

/** Draws the application; the catalogue of texts has been chosen by now. */
export function start(connection: LiveConnection): void {
  createRoot(document.getElementById("root") as HTMLElement).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <LiveProvider value={connection}>
          <RouterProvider router={makeRouter()} />
        </LiveProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
