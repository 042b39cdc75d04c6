// @vitest-environment jsdom
import { act, cleanup } from "@testing-library/react";
import { Fragment } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import pods from "../../../tests/fixtures/wire/pods.json";
import type { Colours } from "../../src/charts/colours";
import { defaultView } from "../../src/model/podQuery";
import type { PodPage, PodRow } from "../../src/model/wire";
import { columns } from "../../src/pages/pods/columns";
import { RowWriters, WritersContext } from "../../src/pages/pods/rowWriters";
import { Row } from "../../src/pages/pods/TableRow";
import type { LaidColumn } from "../../src/pages/pods/useLaidColumns";
import { renderPart } from "./render";

const MiB = 2 ** 20;
const fixture = (pods as unknown as PodPage).rows[0] as PodRow;
const line = (...values: (number | null)[]) => values;

/** One pod, as it may be from one sample to another. */
const first: PodRow = {
  ...fixture,
  why: null,
  status: "Running",
  cpu: { value: 120e6, request: 100e6, limit: 500e6 },
  memory: { value: 200 * MiB, request: 128 * MiB, limit: 512 * MiB },
  cpuSpark: line(1, 2, 3, 4),
  memorySpark: line(5, null, 6, 9),
};
const usage = (of: Partial<PodRow["cpu"]>) => ({ cpu: { ...first.cpu, ...of }, memory: { ...first.memory, ...of } });
const others: Record<string, Partial<PodRow>> = {
  "other figures": { cpu: { ...first.cpu, value: 260e6 }, memory: { ...first.memory, value: 230 * MiB } },
  "next to nothing": { cpu: { ...first.cpu, value: 1e5 } },
  nothing: usage({ value: 0 }),
  "near the limit": { memory: { ...first.memory, value: 450 * MiB } },
  "at the limit": { memory: { ...first.memory, value: 500 * MiB } },
  "beyond the limit": { cpu: { ...first.cpu, value: 600e6 } },
  "no limit": usage({ limit: null }),
  "no limit, within the request": { cpu: { ...first.cpu, limit: null, value: 60e6 } },
  "no limit, beyond the request": { cpu: { ...first.cpu, limit: null, value: 300e6 } },
  "no limit, more beyond the request": { cpu: { ...first.cpu, limit: null, value: 400e6 } },
  "neither limit nor request": usage({ limit: null, request: null }),
  "a request of nothing": usage({ limit: null, request: 0 }),
  "another request": usage({ request: 50e6 }),
  "no value": { ...usage({ value: null }), why: "notRunning" },
  "no value and no reason": usage({ value: null }),
  "an old value": { why: "outdated" },
  "other lines": { cpuSpark: line(9, 2, 3, 1), memorySpark: line(1, 2, 3, 4) },
  "lines with gaps only": { cpuSpark: line(null, null, null, null), memorySpark: [] },
  "another status": { status: "CrashLoopBackOff", statusMessage: "back-off", ready: 0, restarts: 7, lastRestartAt: 1e12 },
  "another node": { node: "node-9" },
};
const kinds = Object.entries({ "as it was": {}, ...others }).map(([name, part]) => [name, { ...first, ...part }] as const);

const laid: LaidColumn[] = [
  { key: "name", column: null, place: undefined, heldClass: "" },
  ...columns.map((column): LaidColumn => ({ key: column.key, column, place: undefined, heldClass: "" })),
];
const colours = { cpu: "blue", memory: "green" } as Colours;
const chooser = { onSelect: (_index: number, _range: boolean): void => {} };
const onSelect = (index: number, range: boolean): void => chooser.onSelect(index, range);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const rowOf = (row: PodRow, height: number, shown: readonly LaidColumn[]) => (
  <Row
    row={row}
    height={height}
    view={defaultView}
    columns={shown}
    colours={colours}
    phone={false}
    gone={false}
    selected={false}
    onSelect={onSelect}
  />
);

function open(row: PodRow, laidAtFirst: readonly LaidColumn[] = laid) {
  const writers = new RowWriters();
  const part = (now: PodRow, height = 40, shown = laidAtFirst) => (
    <WritersContext value={writers}>{rowOf(now, height, shown)}</WritersContext>
  );
  const { container, rerender } = renderPart(part(row));
  /** As PodTable shows a row. */
  const show = (now: PodRow, height?: number, shown?: readonly LaidColumn[]) => {
    rerender(part(now, height, shown));
    act(() => writers.write([now]));
  };
  return { container, show, writers };
}

/** What is on screen once the marks of changes are gone, a line for each element; without the numbers that Mantine gives to what it draws. */
function seen(container: HTMLElement): string {
  act(() => void vi.advanceTimersByTime(3000));
  return [...container.querySelectorAll("[role=row], [role=row] *")]
    .map((element) => {
      const attributes = [...element.attributes].map(({ name, value }) => `${name}=${value}`).filter((attribute) => attribute !== "style=");
      const texts = [...element.childNodes].filter((node) => node instanceof Text).map(({ data }) => data);
      return [element.localName, ...attributes.toSorted(), texts.join("")].join(" ").replace(/mantine-[\w-]+-(target|dropdown)/g, "$1");
    })
    .join("\n");
}

function drawn(row: PodRow, columnsLaid?: readonly LaidColumn[]): string {
  const { container } = open(row, columnsLaid);
  const html = seen(container);
  cleanup();
  return html;
}

test.each(kinds)("a row that comes to be %s shows what it would if it were drawn for that", (_, to) => {
  const expected = drawn(to);
  for (const [before, from] of kinds) {
    const { container, show } = open(from);
    show(to);
    expect(seen(container), `that was ${before}`).toBe(expected);
    cleanup();
  }
});

test("however a row went from one state to another, drawn or written, it shows what it is", () => {
  // Half of the one limit is as much as a fifth of the other; the third is beyond one of them.
  const states = [100e6, 250e6, 60e6].flatMap((value, index) =>
    [500e6, 200e6].map((limit) => ({
      ...first,
      cpu: { value, request: 50e6, limit },
      cpuSpark: index === 1 ? line(9, 2, 3, 1) : first.cpuSpark,
    })),
  );
  const ofCpu = laid.filter(({ key }) => key === "cpu" || key === "cpuSpark");
  const expected = states.map((state) => drawn(state, ofCpu));
  const { container, show } = open(states[0] as PodRow, ofCpu);
  const all = states.map((_, state) => state);
  const walk = all.flatMap((one) => all.flatMap((two) => all.flatMap((three) => [one, two, three])));
  for (const [step, state] of walk.entries()) {
    // Of another height the row is drawn, and its cells are not.
    show(states[state] as PodRow, step);
    expect(seen(container).replace(/height: \d+px/, "height: 40px"), `step ${step}`).toBe(expected[state]);
  }
});

test("a row whose columns are laid anew in the same moment shows what it is drawn for, not what was written before", () => {
  const expected = drawn(first);
  const { container, show } = open(first);
  show({ ...first, ...others["other figures"], ...others["other lines"] });
  // What React drew last is what it would draw now.
  const anew = laid.map((column) => ({ ...column }));
  show({ ...first }, 40, anew);
  expect(seen(container)).toBe(expected);
});

test("a row leads to what it is of, though no column shows it", () => {
  const { container, show } = open(first, laid.slice(0, 1));
  const link = () => container.querySelector("a")?.getAttribute("href");
  show({ ...first, name: "other" });
  expect(link()).toContain("/other");
  show({ ...first, namespace: "elsewhere" });
  expect(link()).toContain("/elsewhere/");
});

test("other figures are written into the elements that stand there, and mark what stands out", () => {
  const { container, show } = open(first);
  const elements = [...container.querySelectorAll("*")];
  const draws = columns.filter(({ written }) => written !== undefined).map((column) => vi.spyOn(column, "cell"));
  expect(draws.length).toBe(4);
  show({ ...first, ...others["other figures"], ...others["other lines"] });
  for (const draw of draws) expect(draw).not.toHaveBeenCalled();
  expect([...container.querySelectorAll("*")]).toEqual(elements);
  expect([...container.querySelectorAll("[data-changed]")].map(({ textContent }) => textContent)).toEqual(["260\u00a0m", "230\u00a0MiB"]);
});

test("a row stands where it was put last, whoever has been drawn since", () => {
  const { container, show, writers } = open(first);
  const row = () => container.querySelector<HTMLElement>("[role=row]") as HTMLElement;
  const place = () => ({ top: row().style.top, ofAll: row().getAttribute("aria-rowindex"), index: row().dataset.index });
  writers.place(first.key, 3, 120);
  const there = { top: "120px", ofAll: "5", index: "3" };
  expect(place()).toEqual(there);
  // Drawn again as the same pod, and as one that takes the element of another.
  show({ ...first, node: "node-9" }, 28);
  expect(place()).toEqual(there);
  show({ ...first, key: "another", name: "another" }, 28);
  writers.place(first.key, 7, 280);
  expect(place()).toEqual(there);
  writers.place("another", 8, 320);
  expect(place()).toEqual({ top: "320px", ofAll: "10", index: "8" });
  show(first, 40);
  writers.place(first.key, 8, 0);
  expect(place()).toEqual({ top: "0px", ofAll: "10", index: "8" });
});

test("nothing is written into an element that has its place already", () => {
  const { container, writers } = open(first);
  writers.place(first.key, 3, 120);
  const row = container.querySelector<HTMLElement>("[role=row]") as HTMLElement;
  // By these it can be told whether something was written.
  row.style.top = "1px";
  row.dataset.index = "none";
  writers.place(first.key, 3, 120);
  expect([row.style.top, row.dataset.index]).toEqual(["1px", "none"]);
  writers.place(first.key, 3, 160);
  expect([row.style.top, row.dataset.index]).toEqual(["160px", "none"]);
});

test("a row is chosen by the place where it stands now", () => {
  const chosen = vi.spyOn(chooser, "onSelect");
  const { container, writers } = open(first);
  const box = container.querySelector<HTMLInputElement>("input[type=checkbox]") as HTMLInputElement;
  writers.place(first.key, 3, 120);
  box.click();
  writers.place(first.key, 5, 200);
  box.click();
  expect(chosen.mock.calls.map(([index]) => index)).toEqual([3, 5]);
});

/** So many pods, each with one figure and one line to see. */
function openMany(count: number) {
  const writers = new RowWriters();
  const shown = laid.filter(({ key }) => key === "cpu" || key === "cpuSpark");
  const rows = Array.from({ length: count }, (_, index): PodRow => ({ ...first, key: `pod-${index}`, name: `pod-${index}` }));
  const { container } = renderPart(
    <WritersContext value={writers}>
      {rows.map((row) => (
        <Fragment key={row.key}>{rowOf(row, 40, shown)}</Fragment>
      ))}
    </WritersContext>,
  );
  const all = (selector: string, read: (element: Element) => string | null) => [...container.querySelectorAll(selector)].map(read);
  return {
    writers,
    changed: rows.map((row) => ({ ...row, ...others["other figures"], ...others["other lines"] })),
    figures: () => all("span[class*=figure]", ({ textContent }) => textContent),
    lines: () => all("svg path", (path) => path.getAttribute("d")),
  };
}

test("where many rows change their small lines follow half a second later, and the figures do not wait", () => {
  const { writers, changed, figures, lines } = openMany(6);
  const before = lines();
  expect(before.length).toBe(6);
  act(() => writers.write(changed));
  expect(figures()).toEqual(Array(6).fill("260\u00a0m"));
  act(() => void vi.advanceTimersByTime(490));
  expect(lines()).toEqual(before);
  act(() => void vi.advanceTimersByTime(60));
  expect(lines().every((line, index) => line !== before[index])).toBe(true);
});

test("where few rows change all of them is written at once, and a line that waited is the newest", () => {
  const { writers, changed, lines } = openMany(6);
  const before = lines();
  act(() => writers.write(changed));
  const newest = { ...(changed[0] as PodRow), cpuSpark: line(4, 3, 2, 1) };
  act(() => writers.write([newest]));
  const there = lines();
  expect(there[0]).not.toBe(before[0]);
  expect(there.slice(1)).toEqual(before.slice(1));
  act(() => void vi.advanceTimersByTime(600));
  expect(lines()[0]).toBe(there[0]);
  expect(lines()[1]).not.toBe(before[1]);
});

test("a table that is gone writes no more", () => {
  const { writers, changed, lines } = openMany(6);
  const before = lines();
  act(() => writers.write(changed));
  writers.close();
  expect(vi.getTimerCount()).toBe(0);
  act(() => void vi.advanceTimersByTime(600));
  expect(lines()).toEqual(before);
});
