import { MantineProvider } from "@mantine/core";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { LiveProvider } from "../../src/live/useStream";
import { FakeConnection } from "../live/fakes";

/** What jsdom lacks of a browser and Mantine asks for. */
window.matchMedia ??= (query: string) =>
  ({
    matches: false,
    media: query,
    addEventListener() {},
    removeEventListener() {},
    addListener() {},
    removeListener() {},
  }) as unknown as MediaQueryList;
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
} as unknown as typeof ResizeObserver;

export function renderPart(part: ReactNode, connection = new FakeConnection(), at = "/") {
  const view = render(part, {
    wrapper: ({ children }) => (
      <MantineProvider env="test">
        <LiveProvider value={connection}>
          <MemoryRouter initialEntries={[at]}>{children}</MemoryRouter>
        </LiveProvider>
      </MantineProvider>
    ),
  });
  return { ...view, connection };
}
