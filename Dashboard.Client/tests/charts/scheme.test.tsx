// @vitest-environment jsdom
import { MantineProvider, useMantineColorScheme } from "@mantine/core";
import { act, renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { useScheme } from "../../src/charts/colours";

const system = Object.assign(new EventTarget(), { matches: false, addListener() {}, removeListener() {} });
vi.stubGlobal("matchMedia", () => system);

test("the scheme is the system's, also when that changes, until one is chosen", () => {
  vi.useFakeTimers();
  const { result } = renderHook(() => ({ scheme: useScheme(), choose: useMantineColorScheme().setColorScheme }), {
    wrapper: ({ children }) => <MantineProvider defaultColorScheme="auto">{children}</MantineProvider>,
  });
  const turn = (dark: boolean) =>
    act(() => {
      system.matches = dark;
      system.dispatchEvent(new Event("change"));
    });
  expect(result.current.scheme).toBe("light");
  turn(true);
  expect(result.current.scheme).toBe("dark");
  act(() => result.current.choose("light"));
  expect(result.current.scheme).toBe("light");
  act(() => result.current.choose("auto"));
  expect(result.current.scheme).toBe("dark");
  turn(false);
  expect(result.current.scheme).toBe("light");
  // Mantine ends a change of colours some milliseconds later.
  act(() => void vi.runAllTimers());
  vi.useRealTimers();
});
