import { MantineProvider } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router";
import { connectHub } from "./live/hubConnection";
import { LiveProvider } from "./live/useStream";
import "./main.css";
import { makeRouter } from "./pages/router";
import { cssVariables, theme } from "./theme";

async function start(): Promise<void> {
  // `npm run dev -- --mode fake` plays a cluster in the browser; the condition is false in every build, so the file is not in it.
  const connection = import.meta.env.MODE === "fake" ? (await import("../dev/fakeConnection")).fakeConnection() : connectHub();
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

void start();
