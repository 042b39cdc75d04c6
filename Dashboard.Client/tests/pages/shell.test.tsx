// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core";
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import wireStatus from "../../../tests/fixtures/wire/status.json";
import { LiveProvider } from "../../src/live/useStream";
import { chooseLanguage, text } from "../../src/model/text";
import { zh } from "../../src/model/text/zh";
import type { Source, Status } from "../../src/model/wire";
import { ClusterName } from "../../src/pages/shell/ClusterName";
import { Connection } from "../../src/pages/shell/Connection";
import { SourceList, SourcesButton, Trouble } from "../../src/pages/shell/Sources";
import { FakeConnection } from "../live/fakes";
import { renderPart } from "./render";

afterEach(cleanup);

const source = (part: Partial<Source>): Source => ({
  name: "pods",
  condition: "fresh",
  since: 0,
  lastSuccessAt: 0,
  items: 1,
  badItems: 0,
  message: null,
  remedy: null,
  ...part,
});
const status = (...sources: Source[]) => ({ sources }) as Status;
const forbidden = source({ name: "podMetrics", condition: "forbidden", message: "403 it said.", remedy: "Give it a role." });

test("a source in trouble is above every page, with the server's words and remedy", () => {
  renderPart(<Trouble status={status(source({}), forbidden)} />);
  const title = `${text.sources.names.podMetrics}: ${text.sources.conditions.forbidden}`;
  for (const said of [screen.getByRole("alert"), screen.getByRole("paragraph")]) {
    expect(said.textContent).toContain(title);
    expect(said.textContent).toContain("403 it said.");
    expect(said.textContent).toContain("Give it a role.");
  }
});

test("a source in trouble is announced once for each condition, whatever the server's words and the clock do meanwhile", () => {
  const connection = new FakeConnection();
  const seen = (part: Partial<Source>) => (
    <MantineProvider env="test">
      <LiveProvider value={connection}>
        <Trouble status={status(source({ ...forbidden, ...part }))} />
      </LiveProvider>
    </MantineProvider>
  );
  const { rerender } = render(seen({}));
  const first = screen.getByRole("alert");
  const words = first.textContent;
  rerender(seen({ message: "403 it said, for the third time.", lastSuccessAt: 5000 }));
  expect(screen.getByRole("alert")).toBe(first);
  expect(first.textContent).toBe(words);
  expect(screen.getByRole("paragraph").textContent).toContain("for the third time");
  rerender(seen({ condition: "unavailable", message: "503 it said." }));
  expect(screen.getByRole("alert")).not.toBe(first);
  expect(screen.getByRole("alert").textContent).toContain("503 it said.");
});

test("the connection's state is text in a live region, without the seconds that are on screen", () => {
  const connection = new FakeConnection();
  renderPart(<Connection />, connection);
  const spoken = () => screen.getByRole("status").querySelector(".unseen")?.textContent;
  expect(spoken()).toBe(text.connection.label(text.connection.connected));
  act(() => connection.become("reconnecting"));
  expect(spoken()).toBe(text.connection.label(text.connection.reconnecting));
});

test("in a language that the server does not speak the catalogue's sentence stands before the server's", async () => {
  await chooseLanguage("zh");
  try {
    renderPart(<SourceList sources={[forbidden]} />);
    const said = screen.getAllByRole("paragraph").map(({ textContent }) => textContent);
    expect(said).toEqual([zh.sourceWords.podMetrics?.forbidden?.message, zh.sourceWords.podMetrics?.forbidden?.remedy, "403 it said."]);
  } finally {
    await chooseLanguage("en");
  }
});

test("where all is fresh or only starting nobody is alarmed", () => {
  renderPart(<Trouble status={status(source({}), source({ condition: "pending" }))} />);
  expect(screen.queryByRole("alert")).toBeNull();
});

test("the header names the worst of the sources, and claims nothing while the connection is down", () => {
  const connection = new FakeConnection();
  renderPart(<SourcesButton status={status(source({}), forbidden)} />, connection);
  const name = () => screen.getByRole("button").getAttribute("aria-label");
  expect(name()).toBe(`${text.sources.title}: ${text.sources.trouble(1)}`);
  act(() => connection.become("reconnecting"));
  expect(name()).toBe(`${text.sources.title}: ${text.sources.unknown}`);
});

test("a lost connection is said in an alert with a way to try at once", () => {
  const connection = new FakeConnection();
  connection.state = { phase: "offline", since: Date.now() - 60_000, retryAt: Date.now() + 5000 };
  renderPart(<Trouble status={null} />, connection);
  expect(screen.getByRole("alert").textContent).toContain(text.connection.offline);
  expect(screen.getByRole("button", { name: text.connection.retryNow })).toBeTruthy();
});

test.each([true, false])(
  "a simulated cluster is called so in the page's language, whether chosen or for want of another (%s)",
  async (demo) => {
    await chooseLanguage("zh");
    try {
      const { container } = renderPart(<ClusterName status={{ ...(wireStatus as unknown as Status), source: "simulator", demo }} />);
      expect(container.textContent).toContain(zh.header.demo);
      expect(container.textContent).not.toMatch(/simulated/i);
    } finally {
      await chooseLanguage("en");
    }
  },
);

test("any other cluster is called what the kubeconfig calls it", () => {
  renderPart(<ClusterName status={{ ...(wireStatus as unknown as Status), source: "kubeconfig", demo: false, cluster: "prod-eu" }} />);
  screen.getByText("prod-eu");
});
