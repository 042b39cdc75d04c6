// @vitest-environment jsdom
import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { text } from "../../src/model/text";
import type { Source, Status } from "../../src/model/wire";
import { SourcesButton, Trouble } from "../../src/pages/shell/Sources";
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
  const alert = screen.getByRole("alert");
  expect(alert.textContent).toContain(`${text.sources.names.podMetrics}: ${text.sources.conditions.forbidden}`);
  expect(alert.textContent).toContain("403 it said.");
  expect(alert.textContent).toContain("Give it a role.");
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
