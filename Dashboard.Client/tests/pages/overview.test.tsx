// @vitest-environment jsdom
import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { text } from "../../src/model/text";
import type { PodRow } from "../../src/model/wire";
import { QuotaBars } from "../../src/pages/namespaces/QuotaBars";
import { Load } from "../../src/pages/parts/Load";
import { GrowingList, TopList } from "../../src/pages/parts/PodLists";
import { renderPart } from "./render";

afterEach(cleanup);

const MiB = 2 ** 20;
const plain = (element: Element) => (element.textContent ?? "").replaceAll("\u00a0", " ");

test("the list of growing pods says what an empty list means", () => {
  const { container } = renderPart(<GrowingList rows={[]} expected={8} />);
  expect(plain(container)).toContain(text.overview.nothingGrows);
  expect(plain(container)).toContain("10 minutes");
});

test("a growing pod says by how much an hour", () => {
  const row = {
    key: "1",
    name: "dbaas-0",
    namespace: "dbaas",
    memory: { value: 500 * MiB, request: null, limit: 1000 * MiB },
    memoryGrowthBytesPerHour: 193 * MiB,
    memorySpark: [],
  } as unknown as PodRow;
  const { container } = renderPart(<GrowingList rows={[row]} expected={8} />);
  expect(plain(container)).toContain("+193 MiB/h");
  expect(screen.getByRole("link", { name: /dbaas-0/ }).getAttribute("href")).toBe("/pods/dbaas/dbaas-0");
});

test("a pod without a value says in words why, and one with an old value shows it with a sign", () => {
  const row = {
    key: "1",
    name: "cart-0",
    namespace: "shop",
    cpu: { value: null, request: null, limit: null },
    cpuSpark: [],
    why: "metricsUnavailable",
  };
  const old = { ...row, key: "2", name: "cart-1", cpu: { value: 4e8, request: null, limit: null }, why: "outdated" };
  renderPart(<TopList title="Most CPU" metric="cpu" rows={[row, old] as unknown as PodRow[]} all="/pods" expected={8} />);
  const [without, outdated] = screen.getAllByRole("listitem").map(plain);
  expect(without).toContain(text.why.metricsUnavailable.short);
  expect(without).not.toContain(text.missing);
  expect(outdated).toContain("400 m");
  expect(outdated).not.toContain(text.why.outdated.short);
});

test("a load that nobody measured is said in words, not by a dash or a zero", () => {
  const totals = { usage: null, requested: null, limited: null, allocatable: 8e9, capacity: 8e9 };
  const { container } = renderPart(<Load metric="cpu" totals={totals} spark={[]} />);
  expect(plain(container)).toContain(text.nodes.notMeasured);
  expect(plain(container)).not.toMatch(/–|0 m/);
});

test("a quota that is almost used up says so in words", () => {
  const { container } = renderPart(
    <QuotaBars quotas={[{ name: "team", items: [{ resource: "requests.memory", unit: "bytes", hard: 100 * MiB, used: 97 * MiB }] }]} />,
  );
  expect(plain(container)).toContain("97.0 MiB / 100 MiB");
  expect(plain(container)).toContain(text.namespaces.levels.full);
});
