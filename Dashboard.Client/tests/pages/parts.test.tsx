// @vitest-environment jsdom

import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, describe, expect, test } from "vitest";
import { LiveProvider } from "../../src/live/useStream";
import { text } from "../../src/model/text";
import type { ClusterEvent } from "../../src/model/wire";
import { Events } from "../../src/pages/parts/Events";
import { SaidOnce } from "../../src/pages/parts/SaidOnce";
import { UsageBar, UsageLines } from "../../src/pages/parts/UsageBar";
import { Value } from "../../src/pages/parts/Value";
import { Why } from "../../src/pages/parts/Why";
import { FakeConnection } from "../live/fakes";
import { renderPart } from "./render";

afterEach(cleanup);

const MiB = 2 ** 20;
const bar = (value: number | null, request: number | null, limit: number | null) =>
  renderPart(<UsageBar usage={{ value, request, limit }} metric="memory" />).container;
const plain = (element: Element) => (element.textContent ?? "").replaceAll("\u00a0", " ");

describe("a usage bar", () => {
  test("says its share of the limit, with request and limit in words", () => {
    const container = bar(512 * MiB, 256 * MiB, 1024 * MiB);
    expect(plain(container)).toContain("50 %");
    const label = screen.getByRole("img").getAttribute("aria-label")?.replaceAll("\u00a0", " ");
    expect(label).toBe("Memory: 50 % of limit, request 256 MiB, limit 1.00 GiB");
  });

  test("says that the share is of the request where there is no limit", () => {
    expect(plain(bar(512 * MiB, 256 * MiB, null))).toContain(`200 %${text.usage.requestShort}`);
  });

  test("marks what is near the limit by a sign and not by colour alone", () => {
    expect(bar(50, null, 100).querySelector("svg")).toBeNull();
    expect(bar(90, null, 100).querySelector("svg")).not.toBeNull();
  });

  test("is as full as its share says, in whole per cent, and full beyond the request", () => {
    const fullness = (container: HTMLElement) =>
      [...container.querySelectorAll<HTMLElement>("[style]")].map((part) => part.style.backgroundSize).find((size) => size !== "");
    expect(fullness(bar(426, null, 1000))).toContain("43%");
    expect(fullness(bar(512, 256, null))).toContain("100%");
    expect(fullness(bar(1, null, 1000))).toContain("2%");
    expect(fullness(bar(0, null, 1000))).toMatch(/^0%/);
  });

  test("is not there without a value: absent is not zero", () => {
    const container = bar(null, 100, 100);
    expect(screen.queryByRole("img")).toBeNull();
    expect(plain(container)).not.toContain("%");
  });
});

test("a usage in a table can be read, and its words are those that stay while the value moves", () => {
  const at = (value: number) => (
    <span>
      <UsageLines usage={{ value, request: 256 * MiB, limit: 1024 * MiB }} metric="memory" />
    </span>
  );
  const { container, rerender } = renderPart(at(512 * MiB));
  const said = () => screen.getByRole("img").getAttribute("aria-label")?.replaceAll("\u00a0", " ");
  expect(plain(container)).toContain("50 %");
  expect(said()).toBe("Memory: request 256 MiB, limit 1.00 GiB");
  rerender(at(768 * MiB));
  expect(plain(container)).toContain("75 %");
  expect(said()).toBe("Memory: request 256 MiB, limit 1.00 GiB");
});

test("a figure gives its exact value to who points at it", () => {
  const { container, rerender } = render(<Value metric="memory" value={2048} />);
  const figure = container.querySelector("span") as HTMLElement;
  const exact = () => {
    fireEvent.pointerEnter(figure);
    return figure.title;
  };
  expect(exact()).toBe("2,048 bytes");
  rerender(<Value metric="memory" value={4096} />);
  expect(exact()).toBe("4,096 bytes");
});

test("a missing value says why, and when asked what to do, with the command for this very pod", async () => {
  renderPart(<Why why="containerWithoutPoint" name="web-0" namespace="shop" />);
  const button = screen.getByRole("button");
  expect(button.textContent).toBe(text.why.containerWithoutPoint.short);
  expect(button.getAttribute("aria-expanded")).toBe("false");
  fireEvent.click(button);
  expect(await screen.findByText(text.why.containerWithoutPoint.remedy)).toBeTruthy();
  expect(screen.getByText("kubectl top pod web-0 -n shop --containers")).toBeTruthy();
});

test("words that are said once follow what they are of, and not the number in them", () => {
  const said = () => screen.getByRole("status").textContent;
  const { rerender } = render(<SaidOnce words="8 of 202" of="shop" />);
  rerender(<SaidOnce words="9 of 202" of="shop" />);
  expect(said()).toBe("8 of 202");
  rerender(<SaidOnce words="3 of 202" of={null} />);
  expect(said()).toBe("8 of 202");
  rerender(<SaidOnce words="4 of 202" of="data" />);
  expect(said()).toBe("4 of 202");
});

test("events that look alike are all there, and none stays when they are gone", () => {
  const event = {
    at: 1,
    firstAt: 1,
    count: 1,
    type: "normal",
    reason: "Created",
    message: "m",
    kind: "Pod",
    namespace: "a",
    name: "b",
    reporter: null,
  } as const;
  const other = { ...event, reason: "Killing" };
  const part = (events: ClusterEvent[]) => (
    <MantineProvider env="test">
      <LiveProvider value={new FakeConnection()}>
        <MemoryRouter>
          <Events events={events} />
        </MemoryRouter>
      </LiveProvider>
    </MantineProvider>
  );
  const { rerender } = render(part([event, event, event, other]));
  expect(screen.getAllByRole("listitem")).toHaveLength(4);
  rerender(part([other, event, event]));
  rerender(part([other]));
  expect(screen.getAllByRole("listitem")).toHaveLength(1);
});
